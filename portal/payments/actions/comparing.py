"""Compares what Stripe lists with our books (money.md 24b). Reads only; what differs comes out as `Difference`s."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Q, Sum

from .. import gateway
from ..facts import ListedCharge, ListedDispute, ListedRefund
from ..models import Dispute, Finding, LedgerEntry, Payment, Refund

Kind = Finding.Kind
Line = LedgerEntry.Kind


@dataclass(frozen=True)
class Difference:
    """One thing that our books and Stripe do not say alike; `payment` is None where we have no row for it."""

    kind: str
    subject: str
    payment: Payment | None = None
    ours: str = ""
    theirs: str = ""
    intent: str = ""  # leads to the payment where `payment` is None
    off_jpy: int = 0  # how many yen Stripe has more (+) or less (−) than our books


def charge_differences(charge: ListedCharge) -> Iterator[Difference]:
    """A charge that succeeded: here, paid, for the same amount, with its fee."""
    payment = payment_of(charge.id, charge.intent)
    if payment is None:
        yield Difference(
            Kind.MISSING_HERE, charge.id, theirs=yen(charge.amount_jpy), intent=charge.intent, off_jpy=charge.amount_jpy
        )
        return
    if not payment.is_paid:
        yield Difference(Kind.STATE, charge.id, payment, ours=payment.state, theirs="paid", off_jpy=charge.amount_jpy)
        return
    written = payment.ledger.filter(kind=Line.CHARGE, source_id=charge.id).first()
    if written is None:
        told = yen(charge.amount_jpy)
        yield Difference(Kind.MISSING_HERE, charge.id, payment, theirs=told, off_jpy=charge.amount_jpy)
    elif written.amount_jpy != charge.amount_jpy or payment.amount_jpy != charge.amount_jpy:
        ours = payment.amount_jpy if written.amount_jpy == charge.amount_jpy else written.amount_jpy
        off = charge.amount_jpy - ours
        yield Difference(Kind.AMOUNT, charge.id, payment, ours=yen(ours), theirs=yen(charge.amount_jpy), off_jpy=off)
    if charge.balance and not payment.ledger.filter(kind=Line.FEE, source_id=charge.balance).exists():
        yield Difference(Kind.FEE_MISSING, charge.balance, payment, theirs=charge.balance)


def refund_differences(refund: ListedRefund) -> Iterator[Difference]:
    """A refund: here, in the same state, for the same amount, in the ledger once it is done."""
    payment = payment_of(refund.charge, refund.intent)
    row = Refund.objects.filter(stripe_refund=refund.id).first()
    due = refund.amount_jpy if refund.status == Refund.Status.SUCCEEDED else 0
    if row is None or payment is None:
        told = yen(refund.amount_jpy)
        yield Difference(Kind.MISSING_HERE, refund.id, payment, theirs=told, intent=refund.intent, off_jpy=-due)
        return
    out = -_sum(payment, refund.id, Line.REFUND, Line.REFUND_FAILED)
    if row.status != refund.status:
        yield Difference(Kind.STATE, refund.id, payment, ours=row.status, theirs=refund.status, off_jpy=out - due)
    if row.amount_jpy != refund.amount_jpy or (row.status == refund.status and out != due):
        ours = out if row.amount_jpy == refund.amount_jpy else row.amount_jpy
        off = ours - refund.amount_jpy
        yield Difference(Kind.AMOUNT, refund.id, payment, ours=yen(ours), theirs=yen(refund.amount_jpy), off_jpy=off)


def dispute_differences(dispute: ListedDispute) -> Iterator[Difference]:
    """A dispute: here, in the same state, with every movement of money."""
    payment = payment_of(dispute.charge, dispute.intent)
    row = Dispute.objects.filter(stripe_dispute=dispute.id).first()
    moved = sum(movement.amount_jpy for movement in dispute.movements)
    if row is None or payment is None:
        told = yen(dispute.amount_jpy)
        yield Difference(Kind.MISSING_HERE, dispute.id, payment, theirs=told, intent=dispute.intent, off_jpy=moved)
        return
    if row.status != dispute.status:
        yield Difference(Kind.STATE, dispute.id, payment, ours=row.status, theirs=dispute.status)
    ids = [movement.id for movement in dispute.movements]
    written = payment.ledger.filter(kind__in=[Line.DISPUTE_WITHDRAWN, Line.DISPUTE_REINSTATED], source_id__in=ids)
    ours = written.aggregate(yen=Sum("amount_jpy", default=0))["yen"]
    if ours != moved:
        yield Difference(Kind.AMOUNT, dispute.id, payment, ours=yen(ours), theirs=yen(moved), off_jpy=moved - ours)


def missing_there(
    since: dt.datetime, until: dt.datetime, charges: set[str], refunds: set[str], disputes: set[str]
) -> Iterator[Difference]:
    """What our books hold of the window although Stripe lists no such object; nothing that never was at Stripe."""
    mine = {"payment__livemode": gateway.livemode(), "payment__stripe_intent__isnull": False}
    paid = Payment.objects.paid().filter(livemode=gateway.livemode(), paid_at__gte=since, paid_at__lt=until)
    kind = Kind.MISSING_THERE
    for payment in paid.exclude(stripe_charge=None):
        if payment.stripe_charge not in charges:
            said, off = yen(payment.amount_jpy), -payment.amount_jpy
            yield Difference(kind, str(payment.stripe_charge), payment, ours=said, off_jpy=off)
    known = Refund.objects.filter(created_at__gte=since, created_at__lt=until, **mine).exclude(stripe_refund=None)
    for row in known.select_related("payment"):
        if row.stripe_refund not in refunds:
            said = yen(row.amount_jpy)
            yield Difference(kind, str(row.stripe_refund), row.payment, ours=said, off_jpy=row.amount_jpy)
    for dispute in Dispute.objects.filter(opened_at__gte=since, opened_at__lt=until, **mine).select_related("payment"):
        if dispute.stripe_dispute not in disputes:
            said = yen(dispute.amount_jpy)
            yield Difference(kind, dispute.stripe_dispute, dispute.payment, ours=said, off_jpy=dispute.amount_jpy)


def drift() -> Iterator[Difference]:
    """Payments that their ledger lines contradict; no limit of age (money.md 15)."""
    incoming = Q(ledger__kind__in=[Line.CHARGE, Line.OFFLINE], ledger__amount_jpy__gt=0)
    ours = Payment.objects.filter(livemode=gateway.livemode()).annotate(
        booked=Sum("ledger__amount_jpy", filter=incoming, default=0)
    )
    is_paid = Q(state=Payment.State.PAID)
    wrong = ours.filter((is_paid & ~Q(booked=F("amount_jpy"))) | (~is_paid & ~Q(booked=0)))
    booked = dict(wrong.values_list("pk", "booked"))
    for payment in Payment.objects.filter(pk__in=booked):
        said = payment.amount_jpy if payment.is_paid else 0
        yield Difference(Kind.TOTAL_DRIFT, str(payment.pk), payment, ours=yen(said), theirs=yen(booked[payment.pk]))


def stale(before: dt.datetime) -> Iterator[Difference]:
    """Rows that began before `before` and are still not final, although Stripe was asked."""
    waiting = Payment.objects.not_settled().filter(livemode=gateway.livemode(), created_at__lt=before)
    for payment in waiting.exclude(stripe_session=None, stripe_invoice=None):
        yield Difference(Kind.STALE, str(payment.pk), payment, ours=payment.state)
    for row in Refund.objects.filter(status__in=Refund.UNFINISHED, created_at__lt=before).select_related("payment"):
        yield Difference(Kind.STALE, str(row.pk), row.payment, ours=row.status)


def payment_of(charge: str, intent: str) -> Payment | None:
    """Our payment that one of these belongs to; None where we have none (yet)."""
    return Payment.objects.filter(Q(stripe_charge=charge) | Q(stripe_intent=intent)).first()


def _sum(payment: Payment, source_id: str, *kinds: str) -> int:
    lines = payment.ledger.filter(kind__in=kinds, source_id=source_id)
    return int(lines.aggregate(yen=Sum("amount_jpy", default=0))["yen"])


def yen(amount: int) -> str:
    """As findings write it, in every language."""
    return f"¥{amount:,}"
