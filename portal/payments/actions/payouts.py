"""Payouts to the bank: they add up to their entries, each entry is in our ledger, and their day is noted (money.md 24c)."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q, Sum

from .. import listing
from ..facts import ListedPayout, PayoutLine
from ..models import Finding, LedgerEntry, Payment, PayoutArrival, Refund
from .comparing import Difference, payment_of, yen
from .receipts import record_payout

logger = logging.getLogger(__name__)
Line = LedgerEntry.Kind
CHARGES: Final = frozenset({"charge", "payment"})
DISPUTED: Final = "adjustment"
FAILED_PAYOUT: Final = "payout_failure"
FAILED: Final = "failed"
# Where an entry's source stands in our ledger; a dispute's lines, and every fee, have the entry itself as their source.
# https://docs.stripe.com/reports/balance-transaction-types
BOOKED_AS: Final[dict[str, str]] = {
    "charge": Line.CHARGE,
    "payment": Line.CHARGE,
    "refund": Line.REFUND,
    "payment_refund": Line.REFUND,
    "refund_failure": Line.REFUND_FAILED,
    "payment_failure_refund": Line.REFUND_FAILED,
}


def payout_differences(payout: ListedPayout, lines: Sequence[PayoutLine]) -> Iterator[Difference]:
    """A payout is the sum of its entries."""
    total = sum(line.net_jpy for line in lines)
    if total != payout.amount_jpy:
        off = payout.amount_jpy - total
        kind = Finding.Kind.PAYOUT
        yield Difference(kind, payout.id, ours=yen(total), theirs=yen(payout.amount_jpy), off_jpy=off)


def line_differences(line: PayoutLine) -> Iterator[Difference]:
    """An entry of a payout that belongs to a payment of ours: our ledger says the same, fee included.

    A refund on its way is debited at Stripe at once, and here when it is done (money.md 13): it is left out.
    """
    if line.type not in BOOKED_AS and line.type != DISPUTED:
        return
    payment = payment_of(line.charge, line.intent)
    kind, told = Finding.Kind.PAYOUT, yen(line.net_jpy)
    if payment is None:
        yield Difference(kind, line.id, theirs=told, intent=line.intent, off_jpy=line.net_jpy)
        return
    if Refund.objects.filter(stripe_refund=line.source, status__in=Refund.UNFINISHED).exists():
        return
    about = Q(source_id=line.id) | Q(source_id=line.source, kind=BOOKED_AS.get(line.type, ""))
    booked = int(payment.ledger.filter(about).aggregate(yen=Sum("amount_jpy", default=0))["yen"])
    if booked != line.net_jpy:
        yield Difference(kind, line.id, payment, ours=yen(booked), theirs=told, off_jpy=line.net_jpy - booked)


def charges_in(lines: Iterable[PayoutLine]) -> list[str]:
    """The charges whose money is in a payout; of one that the bank sent back before, they come with it again."""
    found: list[str] = []
    for line in lines:
        if line.type in CHARGES:
            found.append(line.source)
        elif line.type == FAILED_PAYOUT:
            found += charges_in(listing.payout_lines(line.source))
    return found


def failed_difference(payout: ListedPayout) -> Difference:
    """A payout that the bank sent back: the books agree about it, and somebody has to see to the bank account."""
    kind, told = Finding.Kind.PAYOUT_FAILED, f"failed {payout.failure}".strip()
    return Difference(kind, payout.id, ours=yen(payout.amount_jpy), theirs=told)


def note_failed(payout_id: str) -> Finding | None:
    """What the webhook `payout.failed` brings: ask Stripe, and note a payout that came back; once for each, even if settled.

    https://docs.stripe.com/payouts#payout-failures Raises NotAtProvider, PaymentProviderDown.
    """
    payout = listing.payout(payout_id)
    about = {"kind": Finding.Kind.PAYOUT_FAILED, "subject": payout.id}
    if payout.status != FAILED or Finding.objects.filter(**about).exists():
        return None
    said = failed_difference(payout)
    logger.error("The bank sent payout %s back (%s): %s", payout.id, said.theirs, said.ours)
    finding, _made = Finding.objects.get_or_create(
        **about, resolved_at=None, defaults={"ours": said.ours, "theirs": said.theirs}
    )
    return finding


def still_failed(seen: Mapping[str, ListedPayout], came_again: Collection[str]) -> Iterator[Difference]:
    """Payouts that came back and whose money has not reached the bank with a later one; no limit of age.

    `seen` are the payouts of a comparison, `came_again` those whose return stands in a later payout that arrived.
    """
    for payout in seen.values():
        if payout.status == FAILED and payout.id not in came_again:
            yield failed_difference(payout)
    older = Finding.objects.open().filter(kind=Finding.Kind.PAYOUT_FAILED)
    for row in older.exclude(subject__in=[*seen, *came_again]):
        yield Difference(row.kind, row.subject, ours=row.ours, theirs=row.theirs)


def note_arrival(payout: ListedPayout, lines: Sequence[PayoutLine]) -> list[Difference]:
    """Note on which day the money of a paid payout reached the bank; what was noted otherwise comes out as differences."""
    if payout.status != "paid":
        return []
    charges = charges_in(lines)
    record_payout(payout=payout.id, arrived_on=payout.arrives_on, charges=charges)
    noted = PayoutArrival.objects.filter(payment__stripe_charge__in=charges).select_related("payment")
    theirs = _as_noted(payout.id, payout.arrives_on)
    return [
        Difference(Finding.Kind.ARRIVAL, str(row.payment.stripe_charge), row.payment, ours=str(row), theirs=theirs)
        for row in noted.exclude(payout=payout.id, arrived_on=payout.arrives_on)
    ]


@transaction.atomic
def adopt_arrival(payment: Payment, payout: ListedPayout) -> bool:
    """Take over Stripe's day; False where a live receipt stands on the old one: staff void and replace it first."""
    if payment.receipt_lines.select_for_update().filter(live=True).exists():
        return False
    PayoutArrival.objects.filter(payment=payment).update(payout=payout.id, arrived_on=payout.arrives_on)
    return True


def _as_noted(payout: str, day: dt.date) -> str:
    return str(PayoutArrival(payout=payout, arrived_on=day))
