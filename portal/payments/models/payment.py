"""One attempt to pay, and every step it took."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .plan import RecurringPlan


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Payments, chained like English."""

    def of(self, purpose: str, reference: uuid.UUID) -> "PaymentQuerySet":
        """Every attempt to pay for one thing."""
        return self.filter(purpose=purpose, reference=reference)

    def paid(self) -> "PaymentQuerySet":
        return self.filter(state=Payment.State.PAID)

    def not_settled(self) -> "PaymentQuerySet":
        """Attempts that may yet bring money without anybody doing anything here."""
        return self.filter(state__in=[Payment.State.OPEN, Payment.State.PROCESSING])


class Payment(models.Model):
    """One attempt to pay a whole number of yen; a donation or an enrolment may need several.

    `purpose` names the handler in PAYMENT_HANDLERS, `reference` is the id of what is paid for. `gift_jpy` is the part
    that counts in public totals. States are money-in only: what came back is in Refund, Dispute and the ledger.
    Money that arrives twice for one reference is kept and flagged `surplus`; its gift part in the ledger is 0.
    """

    class State(models.TextChoices):
        CREATED = "created", pgettext_lazy("payment", "created")
        OPEN = "open", _("at the checkout")
        PROCESSING = "processing", _("waiting for the money")
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("expired")
        CANCELED = "canceled", _("canceled")

    class Method(models.TextChoices):
        UNKNOWN = "", _("not known yet")
        CARD = "card", _("card")
        KONBINI = "konbini", _("convenience store")
        OFFLINE = "offline", _("cash or bank transfer")
        OTHER = "other", _("another method")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=30)
    reference = models.UUIDField(_("what it pays for"))
    plan = models.ForeignKey(
        RecurringPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("plan")
    )
    nonce = models.CharField(_("form nonce"), max_length=100, unique=True)

    amount_jpy = models.PositiveIntegerField(_("amount in yen"))
    gift_jpy = models.PositiveIntegerField(_("of which gift, in yen"))
    currency = models.CharField(_("currency"), max_length=3, default="JPY", editable=False)
    livemode = models.BooleanField(_("real money"))

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.CREATED)
    surplus = models.BooleanField(_("surplus"), default=False)
    quarantine = models.CharField(_("held back because"), max_length=300, blank=True)
    method = models.CharField(_("method"), max_length=12, choices=Method, default=Method.UNKNOWN, blank=True)

    payer_name = models.CharField(_("payer"), max_length=200, blank=True)
    payer_email = models.EmailField(_("payer's e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    description = models.CharField(_("description"), max_length=250)

    stripe_session = models.CharField(max_length=255, unique=True, null=True, blank=True)
    stripe_intent = models.CharField(max_length=255, unique=True, null=True, blank=True)
    stripe_charge = models.CharField(max_length=255, unique=True, null=True, blank=True)
    stripe_invoice = models.CharField(max_length=255, unique=True, null=True, blank=True)
    checkout_url = models.TextField(_("hosted checkout"), blank=True)
    session_expires_at = models.DateTimeField(_("checkout ends at"), null=True, blank=True)
    voucher_url = models.TextField(_("payment slip"), blank=True)
    voucher_expires_at = models.DateTimeField(_("payment slip ends at"), null=True, blank=True)

    created_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    # Not a column: a reconciler heals quietly, and handlers then write no mail (money.md 18).
    quiet = False

    objects: ClassVar = PaymentQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["purpose", "reference"], name="payment_by_reference"),
            models.Index(fields=["state", "created_at"], name="payment_by_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_jpy__gt=0), name="payment_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(gift_jpy__gte=0, gift_jpy__lte=F("amount_jpy")), name="payment_gift_is_part_of_amount"
            ),
            models.CheckConstraint(condition=Q(currency="JPY"), name="payment_is_in_yen"),
            models.CheckConstraint(
                condition=Q(state__in=["created", "open", "processing", "paid", "failed", "expired", "canceled"]),
                name="payment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False) | (~Q(state="paid") & Q(paid_at__isnull=True)),
                name="payment_paid_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["purpose", "reference"],
                condition=Q(state="paid", surplus=False),
                name="payment_one_per_reference_is_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.description} ¥{self.amount_jpy:,} ({self.get_state_display()})"

    @property
    def is_paid(self) -> bool:
        return self.state == self.State.PAID


class PaymentTransition(models.Model):
    """One step of a payment: append-only, guarded by database triggers."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="transitions")
    from_state = models.CharField(pgettext_lazy("state", "from"), max_length=12, choices=Payment.State)
    to_state = models.CharField(_("to"), max_length=12, choices=Payment.State)
    cause = models.CharField(_("cause"), max_length=120)
    actor = models.CharField(_("who"), max_length=120, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("step of a payment")
        verbose_name_plural = _("steps of payments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state} ({self.cause})"
