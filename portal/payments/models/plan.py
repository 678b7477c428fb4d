"""A promise to give every month."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PlanQuerySet(models.QuerySet["RecurringPlan"]):
    """Plans, chained like English."""

    def failing(self) -> "PlanQuerySet":
        """A payment is overdue, or the plan ended lately because none came: somebody may want to write a kind letter."""
        lately = timezone.now() - dt.timedelta(days=30)
        return self.filter(
            Q(status=RecurringPlan.Status.PAST_DUE)
            | Q(status=RecurringPlan.Status.ENDED, ended_because=RecurringPlan.PAYMENT_FAILED, ended_at__gte=lately)
        )

    def running(self) -> "PlanQuerySet":
        """Plans that still bring money, overdue ones too."""
        return self.filter(status__in=[RecurringPlan.Status.ACTIVE, RecurringPlan.Status.PAST_DUE])


class RecurringPlan(models.Model):
    """A monthly amount by card; every paid invoice of its subscription makes a Payment of its own.

    `purpose` and `reference` are those of the first payment; each renewal gets a reference of its own.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("not begun")
        ACTIVE = "active", _("running")
        PAST_DUE = "past_due", _("payment overdue")
        ENDED = "ended", _("ended")

    # https://docs.stripe.com/api/subscriptions/object#subscription_object-cancellation_details-reason
    PAYMENT_FAILED: ClassVar = "payment_failed"
    WORDS: ClassVar = {
        PAYMENT_FAILED: _("no payment came"),
        "cancellation_requested": _("the payer wished it"),
        "payment_disputed": _("a payment was disputed"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=30)
    reference = models.UUIDField(_("what it pays for"))
    amount_jpy = models.PositiveIntegerField(_("amount in yen"))
    gift_jpy = models.PositiveIntegerField(_("of which gift, in yen"))
    livemode = models.BooleanField(_("real money"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    stripe_subscription = models.CharField(max_length=255, unique=True, null=True, blank=True)
    stripe_customer = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    next_payment_at = models.DateTimeField(_("next payment"), null=True, blank=True)
    ends_at = models.DateTimeField(_("will end at"), null=True, blank=True)
    failing_invoice = models.CharField(_("invoice that failed"), max_length=255, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=60, blank=True)  # Stripe's own word

    # Not a column: a reconciler heals quietly, and handlers then write no mail (money.md 18).
    quiet = False

    objects: ClassVar = PlanQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("monthly plan")
        verbose_name_plural = _("monthly plans")
        constraints = [
            models.CheckConstraint(condition=Q(amount_jpy__gt=0), name="plan_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(gift_jpy__gte=0, gift_jpy__lte=F("amount_jpy")), name="plan_gift_is_part_of_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"¥{self.amount_jpy:,} ({self.get_status_display()})"

    @property
    def is_running(self) -> bool:
        """Whether the payer has anything left to change."""
        return self.status in (self.Status.ACTIVE, self.Status.PAST_DUE)

    @property
    def ended_in_words(self) -> str:
        """Stripe's word in the reader's language; one that is new stays as it is."""
        return str(self.WORDS.get(self.ended_because, self.ended_because))

    @property
    def fell_asleep(self) -> bool:
        """Ended because no payment came, not because somebody wished it."""
        return self.status == self.Status.ENDED and self.ended_because == self.PAYMENT_FAILED


class EndingQuerySet(models.QuerySet["PlanEnding"]):
    """Endings, chained like English."""

    def unanswered(self) -> "EndingQuerySet":
        """Staff asked, and as far as we know the plan still runs."""
        running = [RecurringPlan.Status.ACTIVE, RecurringPlan.Status.PAST_DUE]
        return self.filter(plan__status__in=running, problem="")


class PlanEnding(models.Model):
    """Staff ask for the end of a plan, once; written down before Stripe is asked. That it ended, the plan itself says."""

    plan = models.OneToOneField(
        RecurringPlan, on_delete=models.PROTECT, related_name="ending", verbose_name=_("monthly plan")
    )
    reason = models.CharField(_("reason"), max_length=250)
    problem = models.CharField(_("why it failed"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now, editable=False)

    objects: ClassVar = EndingQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("end of a monthly plan")
        verbose_name_plural = _("ends of monthly plans")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="plan_ending_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.plan}: {self.reason}"
