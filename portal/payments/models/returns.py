"""Money that goes back: refunds that we or Stripe's dashboard made, and disputes."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .payment import Payment


class Refund(models.Model):
    """One refund; the row is reserved before Stripe is asked, or made when Stripe tells of it."""

    class Status(models.TextChoices):
        RESERVED = "reserved", _("asked for")
        PENDING = "pending", _("on its way")
        REQUIRES_ACTION = "requires_action", _("waits for the payer's bank details")
        SUCCEEDED = "succeeded", _("done")
        FAILED = "failed", _("failed")
        CANCELED = "canceled", _("canceled")

    # Nothing of these is known for good yet.
    UNFINISHED: ClassVar = [Status.RESERVED, Status.PENDING, Status.REQUIRES_ACTION]
    # These take nothing from what may still be refunded.
    VOID: ClassVar = [Status.FAILED, Status.CANCELED]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    amount_jpy = models.PositiveIntegerField(_("amount in yen"))
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.RESERVED)
    stripe_refund = models.CharField(max_length=255, unique=True, null=True, blank=True)
    nonce = models.CharField(max_length=100, unique=True, null=True, blank=True, editable=False)
    problem = models.CharField(_("why it failed"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("asked for at"), default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["created_at"]
        constraints = [models.CheckConstraint(condition=Q(amount_jpy__gt=0), name="refund_amount_is_positive")]

    def __str__(self) -> str:
        return f"¥{self.amount_jpy:,} ({self.get_status_display()})"


class Dispute(models.Model):
    """A payer's bank takes (part of) a payment back, perhaps only for a while.

    `status` keeps Stripe's own word, unknown ones too; the money is in the ledger.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes", verbose_name=_("payment"))
    stripe_dispute = models.CharField(max_length=255, unique=True)
    amount_jpy = models.PositiveIntegerField(_("amount in yen"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=60)
    opened_at = models.DateTimeField(_("opened at"))
    respond_by = models.DateTimeField(_("answer by"), null=True, blank=True)

    # Stripe's words for a dispute that is over: https://docs.stripe.com/api/disputes/object#dispute_object-status
    CLOSED: ClassVar = ["won", "lost", "warning_closed", "prevented"]
    WORDS: ClassVar = {
        "needs_response": _("needs an answer"),
        "under_review": _("the bank decides"),
        "won": _("won"),
        "lost": _("lost"),
        "warning_needs_response": _("inquiry: needs an answer"),
        "warning_under_review": _("inquiry: the bank decides"),
        "warning_closed": _("inquiry closed"),
        "prevented": _("prevented"),
    }

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["opened_at"]
        constraints = [models.CheckConstraint(condition=Q(amount_jpy__gt=0), name="dispute_amount_is_positive")]

    def __str__(self) -> str:
        return f"¥{self.amount_jpy:,} ({self.status})"

    @property
    def in_words(self) -> str:
        """Stripe's word in the reader's language; one that is new stays as it is."""
        return str(self.WORDS.get(self.status, self.status))

    @property
    def is_over(self) -> bool:
        return self.status in self.CLOSED
