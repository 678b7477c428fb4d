"""The ledger: append-only lines of yen; every public total is a sum of their gift parts."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .payment import Payment


class LedgerEntry(models.Model):
    """One movement of money, in signed yen, written once and never changed.

    Database triggers refuse UPDATE, DELETE and TRUNCATE (portal/payments/append_only.py); a correction is a
    reversing entry. `source_id` is the id of the Stripe object (or of our own row) that caused it: with the kind it is
    unique, so that the same fact told twice is written once.
    """

    class Kind(models.TextChoices):
        CHARGE = "charge", _("charge")
        FEE = "fee", _("fee")
        REFUND = "refund", _("refund")
        REFUND_FAILED = "refund_failed", _("refund that failed")
        DISPUTE_WITHDRAWN = "dispute_withdrawn", _("taken back by a dispute")
        DISPUTE_REINSTATED = "dispute_reinstated", _("given back after a dispute")
        DISPUTE_FEE = "dispute_fee", _("fee of a dispute")
        OFFLINE = "offline", _("gift by cash or transfer")
        MATCH = "match", _("matched by a sponsor")
        ADJUST = "adjust", _("correction")

    # Money that came through the provider and what became of it; `offline` and `match` are counted apart.
    PAID_KINDS: ClassVar = [
        Kind.CHARGE,
        Kind.REFUND,
        Kind.REFUND_FAILED,
        Kind.DISPUTE_WITHDRAWN,
        Kind.DISPUTE_REINSTATED,
        Kind.ADJUST,
    ]

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="ledger", verbose_name=_("payment"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    amount_jpy = models.IntegerField(_("yen, signed"))
    gift_jpy = models.IntegerField(_("of which gift"))
    occurred_at = models.DateTimeField(_("happened at"))
    source_id = models.CharField(_("source"), max_length=255)
    balance_transaction = models.CharField(_("balance transaction"), max_length=255, blank=True)
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "source_id"], name="ledger_one_line_per_source"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "charge", "fee", "refund", "refund_failed", "dispute_withdrawn", "dispute_reinstated",
                        "dispute_fee", "offline", "match", "adjust",
                    ]
                ),
                name="ledger_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(gift_jpy__gte=0, gift_jpy__lte=F("amount_jpy"))
                | Q(gift_jpy__lte=0, gift_jpy__gte=F("amount_jpy")),
                name="ledger_gift_is_part_of_amount",
            ),
            models.CheckConstraint(condition=~Q(source_id=""), name="ledger_line_has_a_source"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ¥{self.amount_jpy:,}"
