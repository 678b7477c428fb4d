"""Sums over the ledger. A public total is always one of these, never a counter (money.md 15)."""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.db.models.query_utils import Q
from django.utils import timezone

from . import gateway
from .models import Finding, LedgerEntry, Payment, Reconciliation, Refund, WebhookEvent

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
    incoming = LedgerEntry.objects.filter(kind__in=[Kind.CHARGE, Kind.OFFLINE], amount_jpy__gt=0)
    lines = incoming.filter(payment__livemode=gateway.livemode())
    return Balance(ours.paid().count(), paid, lines.aggregate(yen=Sum("amount_jpy", default=0))["yen"])


def last_comparison() -> Reconciliation | None:
    """The latest look at open payments that came to its end."""
    ended = Reconciliation.objects.filter(kind=Reconciliation.Kind.OPEN, finished_at__isnull=False)
    return ended.order_by("-pk").first()


def refundable_jpy(payment: Payment) -> int:
    """How many yen of a payment may still be sent back: all that no refund which has not failed takes (money.md 13).

    What a lost dispute took is gone too.
    """
    taken = payment.refunds.exclude(status__in=Refund.VOID).aggregate(yen=Sum("amount_jpy", default=0))["yen"]
    lost = payment.disputes.filter(status="lost").aggregate(yen=Sum("amount_jpy", default=0))["yen"]
    return int(max(payment.amount_jpy - taken - lost, 0))


def last_full_comparison() -> Reconciliation | None:
    """The latest daily comparison that came to its end."""
    return Reconciliation.objects.filter(kind=Reconciliation.Kind.FULL, finished_at__isnull=False).first()


def open_findings() -> int:
    """How many differences between our books and Stripe's are not settled."""
    return Finding.objects.open().of_the_books().count()


def apart_jpy() -> int:
    """The yen that open findings hold apart, counted once for each payment however many findings it has."""
    apart: dict[Hashable, int] = {}
    for pk, payment, off in Finding.objects.open().exclude(off_jpy=0).values_list("pk", "payment", "off_jpy"):
        about: Hashable = payment or ("finding", pk)
        apart[about] = max(apart.get(about, 0), abs(off))
    return sum(apart.values())


@dataclass(frozen=True)
class Silence:
    """Stripe has said nothing although it should have: since when (None: never a word), and how many payments are open."""

    since: dt.datetime | None
    open_payments: int


def webhook_silence() -> Silence | None:
    """None while webhooks come, or while nothing is open that they would tell of (money.md 23)."""
    before = timezone.now() - dt.timedelta(hours=settings.WEBHOOK_SILENCE_HOURS)
    last = WebhookEvent.objects.aggregate(at=Max("received_at"))["at"]
    if last is not None and last >= before:
        return None
    ours = Payment.objects.not_settled().filter(livemode=gateway.livemode(), created_at__lt=before)
    waiting = ours.exclude(stripe_session=None).count()
    return Silence(last, waiting) if waiting else None


def taken_back_jpy(payment: Payment) -> int:
    """How many yen disputes hold back now, or have taken for good, as the ledger has it."""
    kinds = [LedgerEntry.Kind.DISPUTE_WITHDRAWN, LedgerEntry.Kind.DISPUTE_REINSTATED]
    return -int(payment.ledger.filter(kind__in=kinds).aggregate(yen=Sum("amount_jpy", default=0))["yen"])


def returned_jpy(payment: Payment) -> int:
    """How many yen refunds have really brought back to the payer, as the ledger has it (a failed one is taken off)."""
    kinds = [LedgerEntry.Kind.REFUND, LedgerEntry.Kind.REFUND_FAILED]
    return -int(payment.ledger.filter(kind__in=kinds).aggregate(yen=Sum("amount_jpy", default=0))["yen"])
