"""Sums over the ledger. A public total is always one of these, never a counter (money.md 15)."""

from collections.abc import Hashable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.query_utils import Q

from . import gateway
from .models import LedgerEntry, Payment, Reconciliation

Kind = LedgerEntry.Kind


@dataclass(frozen=True)
class Totals:
    """Gifts in yen: through the provider (refunds and disputes taken off), by hand, from sponsors, and still to come."""

    paid_jpy: int = 0
    offline_jpy: int = 0
    matched_jpy: int = 0
    promised_jpy: int = 0

    @property
    def received_jpy(self) -> int:
        """What has arrived."""
        return self.paid_jpy + self.offline_jpy + self.matched_jpy


_SUMS = {
    "paid_jpy": Sum("gift_jpy", filter=Q(kind__in=LedgerEntry.PAID_KINDS), default=0),
    "offline_jpy": Sum("gift_jpy", filter=Q(kind=Kind.OFFLINE), default=0),
    "matched_jpy": Sum("gift_jpy", filter=Q(kind=Kind.MATCH), default=0),
}
_PROMISED = Sum("gift_jpy", default=0)


def gift_totals(payments: QuerySet[Payment]) -> Totals:
    """The gift totals of some payments, in two queries. Only money of this portal's own mode counts."""
    payments = payments.filter(livemode=gateway.livemode()).order_by()
    sums = LedgerEntry.objects.filter(payment__in=payments).aggregate(**_SUMS)
    promised = payments.filter(state=Payment.State.PROCESSING).aggregate(yen=_PROMISED)["yen"]
    return Totals(sums["paid_jpy"], sums["offline_jpy"], sums["matched_jpy"], promised)


def gift_totals_by(payments: QuerySet[Payment], path: str) -> dict[Hashable, Totals]:
    """Gift totals for many things at once, in two queries: `path` leads from a payment to the key.

    Example: `gift_totals_by(Payment.objects.filter(purpose="donation"), "donation__page")`.
    """
    payments = payments.filter(livemode=gateway.livemode()).order_by()
    key = f"payment__{path}"
    lines = LedgerEntry.objects.filter(payment__in=payments).order_by().values(key).annotate(**_SUMS)
    sums = {line[key]: (line["paid_jpy"], line["offline_jpy"], line["matched_jpy"]) for line in lines}
    waiting = payments.filter(state=Payment.State.PROCESSING).values(path).annotate(yen=_PROMISED)
    promised: dict[Hashable, int] = {line[path]: line["yen"] for line in waiting}
    totals: dict[Hashable, Totals] = {}
    for thing in sums.keys() | promised.keys():
        paid, offline, matched = sums.get(thing, (0, 0, 0))
        totals[thing] = Totals(paid, offline, matched, promised.get(thing, 0))
    return totals


@dataclass(frozen=True)
class Balance:
    """Our payments beside our ledger, in yen, over everything in this portal's own mode."""

    payments: int
    paid_jpy: int
    ledger_jpy: int

    @property
    def difference_jpy(self) -> int:
        """0, or something is wrong."""
        return self.paid_jpy - self.ledger_jpy


def balance() -> Balance:
    """What our paid payments say beside what the ledger's incoming lines say."""
    ours = Payment.objects.filter(livemode=gateway.livemode())
    paid = ours.paid().aggregate(yen=Sum("amount_jpy", default=0))["yen"]
    lines = LedgerEntry.objects.filter(payment__livemode=gateway.livemode(), kind__in=[Kind.CHARGE, Kind.OFFLINE])
    return Balance(ours.paid().count(), paid, lines.aggregate(yen=Sum("amount_jpy", default=0))["yen"])


def last_comparison() -> Reconciliation | None:
    """The latest run of the reconciler that came to its end."""
    return Reconciliation.objects.filter(finished_at__isnull=False).order_by("-pk").first()
