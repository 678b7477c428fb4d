"""What a run of the reconciler found, and whether it runs at all."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .payment import Payment


class Reconciliation(models.Model):
    """One comparison of our rows with Stripe's: counted, and healed only through `sync`."""

    class Kind(models.TextChoices):
        OPEN = "open", _("open payments")
        FULL = "full", _("everything of 35 days")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    started_at = models.DateTimeField(_("began at"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    looked_at = models.PositiveIntegerField(_("payments looked at"), default=0)
    healed = models.PositiveIntegerField(_("brought up to date"), default=0)
    unanswered = models.PositiveIntegerField(_("could not be compared"), default=0)
    held = models.PositiveIntegerField(_("held back"), default=0)
    found = models.PositiveIntegerField(_("new findings"), default=0)
    payouts = models.PositiveIntegerField(_("payouts added up"), default=0)
    left_open = models.PositiveIntegerField(_("findings left open"), default=0)
    difference_jpy = models.BigIntegerField(_("difference in yen"), default=0)
    apart_jpy = models.BigIntegerField(_("yen that findings hold apart"), default=0)

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("comparison with Stripe")
        verbose_name_plural = _("comparisons with Stripe")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"

    @property
    def total_jpy(self) -> int:
        """Yen that do not fit: payments against ledger, and both against Stripe. 0, or something is wrong."""
        return abs(self.difference_jpy) + self.apart_jpy


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings, chained like English."""

    def open(self) -> "FindingQuerySet":
        return self.filter(resolved_at=None)

    def of_the_books(self) -> "FindingQuerySet":
        """What our books and Stripe's do not say alike; a payout that the bank sent back stands in both."""
        return self.exclude(kind=Finding.Kind.PAYOUT_FAILED)


class Finding(models.Model):
    """One difference between our books and Stripe's: open until both say the same.

    `subject` is the id of the Stripe object, or of our own row where Stripe has none. One open row for one difference,
    however often it is found. Amounts are yen; empty where the difference is not one of amounts.
    """

    class Kind(models.TextChoices):
        MISSING_HERE = "missing_here", _("Stripe has it, our books do not")
        MISSING_THERE = "missing_there", _("our books have it, Stripe does not")
        AMOUNT = "amount", _("the amounts differ")
        STATE = "state", _("the states differ")
        FEE_MISSING = "fee_missing", _("the fee is not in our books")
        STALE = "stale", _("waits for too long")
        TOTAL_DRIFT = "total_drift", _("payments and ledger differ")
        PAYOUT = "payout", _("a payout does not add up")
        ARRIVAL = "arrival", _("the days of arrival differ")
        PAYOUT_FAILED = "payout_failed", _("the bank sent a payout back")
        MATCH = "match", _("what a sponsor adds does not fit the promise")

    WHAT_TO_DO: ClassVar = {
        Kind.ARRIVAL: _(
            "Cancel and replace the receipt that names the old day; the next comparison takes over the new one."
        ),
        Kind.PAYOUT_FAILED: _(
            "Correct the organisation's bank account in Stripe's dashboard (Settings, Payouts). The money is safe at Stripe "
            "and leaves with a later payout; this line closes by itself when that one has arrived."
        ),
        Kind.MATCH: _(
            "Compare the gift with its matching pledge: cap, share and campaign. The next comparison brings it in step by "
            "itself; if this line stays, tell whoever looks after the portal."
        ),
    }

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    subject = models.CharField(_("what it is about"), max_length=255)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("payment")
    )
    ours = models.CharField(_("our books say"), max_length=120, blank=True)
    theirs = models.CharField(_("Stripe says"), max_length=120, blank=True)
    off_jpy = models.BigIntegerField(_("yen between them"), default=0)
    found_at = models.DateTimeField(_("found at"), default=timezone.now, editable=False)
    found_by = models.ForeignKey(
        Reconciliation, on_delete=models.PROTECT, null=True, blank=True, related_name="findings",
        verbose_name=_("found by"), help_text=_("Empty: Stripe told us at once."),
    )  # fmt: skip
    resolved_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    healed = models.BooleanField(_("brought up to date"), default=False)

    objects: ClassVar = FindingQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(resolved_at=None), name="finding_is_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def what_to_do(self) -> str:
        """The next step for whoever looks after it, in the reader's language; empty where the portal mends it or nothing helps."""
        return str(self.WHAT_TO_DO.get(self.Kind(self.kind), ""))


class ReconcilerSwitch(models.Model):
    """The kill switch: one row, set by staff, audited. Off: no reconciler looks at anything or changes anything."""

    is_on = models.BooleanField(_("comparisons run"), default=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("switch of the comparisons")
        verbose_name_plural = _("switch of the comparisons")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="reconciler_has_one_switch")]

    def __str__(self) -> str:
        return str(_("on") if self.is_on else _("off"))

    @classmethod
    def current(cls) -> "ReconcilerSwitch":
        """The switch; on until somebody has touched it."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
