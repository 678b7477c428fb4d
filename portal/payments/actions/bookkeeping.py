"""Writes the ledger: one line per fact, in the same transaction as the payment's row lock."""

import datetime as dt
import logging

from django.db.models import Sum

from ..facts import BalanceMovement, RemoteCharge, RemoteDispute, RemoteRefund
from ..models import Dispute, LedgerEntry, Payment, Refund

logger = logging.getLogger(__name__)
Kind = LedgerEntry.Kind


def enter(
    payment: Payment,
    kind: str,
    *,
    source_id: str,
    amount_jpy: int,
    gift_jpy: int,
    occurred_at: dt.datetime,
    balance_transaction: str = "",
) -> LedgerEntry:
    """Write one line, or find it written. Yen, signed."""
    entry, _made = LedgerEntry.objects.get_or_create(
        kind=kind,
        source_id=source_id,
        defaults={
            "payment": payment,
            "amount_jpy": amount_jpy,
            "gift_jpy": gift_jpy,
            "occurred_at": occurred_at,
            "balance_transaction": balance_transaction,
        },
    )
    return entry


def write_down(payment: Payment, charge: RemoteCharge) -> list[Refund]:
    """Everything that Stripe says about a paid charge: the charge, its fee, refunds and disputes.

    Returns the refunds that came to another state, for the domain to hear of.
    """
    enter(
        payment,
        Kind.CHARGE,
        source_id=charge.id,
        amount_jpy=charge.amount_jpy,
        gift_jpy=0 if payment.surplus else payment.gift_jpy,
        occurred_at=charge.created,
        balance_transaction=charge.balance.id if charge.balance else "",
    )
    if charge.balance:
        _fee(payment, Kind.FEE, charge.balance)
    refunds = [_refund(payment, refund) for refund in charge.refunds]
    for dispute in charge.disputes:
        _dispute(payment, dispute)
    return [refund for refund in refunds if refund is not None]


def _fee(payment: Payment, kind: str, movement: BalanceMovement) -> None:
    """A fee is money out; a line of 0 says that the fee is known. It is never part of a gift."""
    enter(
        payment,
        kind,
        source_id=movement.id,
        amount_jpy=-movement.fee_jpy,
        gift_jpy=0,
        occurred_at=movement.at,
        balance_transaction=movement.id,
    )


def _refund(payment: Payment, remote: RemoteRefund) -> Refund | None:
    """A refund lowers the ledger when it is done, and restores it when it fails (money.md 13); None where nothing moved."""
    row = _refund_row(payment, remote)
    before = "" if row.stripe_refund is None else row.status
    _adopt_refund(row, remote)
    went_out = row.status == Refund.Status.SUCCEEDED or bool(remote.returned)
    if went_out and not _written(Kind.REFUND, remote.id):
        _give_back(payment, Kind.REFUND, remote.id, remote.amount_jpy, remote.created, remote.balance_transaction)
    if row.status in Refund.VOID and _written(Kind.REFUND, remote.id):
        _undo(payment, remote)
    return row if row.status != before else None


def _refund_row(payment: Payment, remote: RemoteRefund) -> Refund:
    """Our row for Stripe's refund: the one reserved before asking, or a new one (dashboard)."""
    ours = Refund.objects.filter(payment=payment)
    row = ours.filter(stripe_refund=remote.id).first()
    if row is None and remote.our_id:
        row = ours.filter(pk=remote.our_id, stripe_refund=None).first()
    if row is None:
        row = Refund(payment=payment, amount_jpy=remote.amount_jpy, reason=remote.reason, created_at=remote.created)
    row.payment = payment  # the locked one, with what its caller wants said or not
    return row


def _adopt_refund(row: Refund, remote: RemoteRefund) -> None:
    row.stripe_refund = remote.id
    if remote.status in Refund.Status.values:
        row.status = remote.status
    else:
        logger.error("Refund %s has an unknown status %s", remote.id, remote.status)
    row.save()


def _undo(payment: Payment, remote: RemoteRefund) -> None:
    """The exact reverse of the refund's own line, gift part included."""
    out = LedgerEntry.objects.get(kind=Kind.REFUND, source_id=remote.id)
    enter(
        payment,
        Kind.REFUND_FAILED,
        source_id=remote.id,
        amount_jpy=-out.amount_jpy,
        gift_jpy=-out.gift_jpy,
        occurred_at=remote.created,
        balance_transaction=remote.returned,
    )


def _dispute(payment: Payment, remote: RemoteDispute) -> None:
    """Withdrawn −, reinstated +, the fee on a line of its own (money.md 14)."""
    Dispute.objects.update_or_create(
        stripe_dispute=remote.id,
        defaults={
            "payment": payment,
            "amount_jpy": remote.amount_jpy,
            "reason": remote.reason,
            "status": remote.status,
            "opened_at": remote.created,
            "respond_by": remote.respond_by,
        },
    )
    for movement in remote.movements:
        kind = Kind.DISPUTE_WITHDRAWN if movement.amount_jpy < 0 else Kind.DISPUTE_REINSTATED
        if not _written(kind, movement.id):
            _give_back(payment, kind, movement.id, -movement.amount_jpy, movement.at, movement.id)
        if movement.fee_jpy:
            _fee(payment, Kind.DISPUTE_FEE, movement)


def _written(kind: str, source_id: str) -> bool:
    return LedgerEntry.objects.filter(kind=kind, source_id=source_id).exists()


def _give_back(
    payment: Payment, kind: str, source_id: str, amount_jpy: int, at: dt.datetime, balance_transaction: str
) -> None:
    """A line that takes `amount_jpy` out (negative: puts it back), with the gift part that goes with it."""
    enter(
        payment,
        kind,
        source_id=source_id,
        amount_jpy=-amount_jpy,
        gift_jpy=-_gift_part(payment, amount_jpy),
        occurred_at=at,
        balance_transaction=balance_transaction,
    )


def _gift_part(payment: Payment, amount_jpy: int) -> int:
    """How much of `amount_jpy` now going back was gift: in proportion to the whole, so that all parts add up.

    The share is taken of the running total, never of the single refund, and whole yen are rounded down: three thirds
    of a gift are the gift. Where more goes back than came in (a refund and then a dispute), a gift never falls below 0.
    """
    if payment.surplus or not payment.gift_jpy:
        return 0
    so_far = payment.ledger.filter(kind__in=LedgerEntry.PAID_KINDS).aggregate(
        yen=Sum("amount_jpy"), gift=Sum("gift_jpy")
    )
    left = min(max((so_far["yen"] or 0) - amount_jpy, 0), payment.amount_jpy)
    gift_left = -(-payment.gift_jpy * left // payment.amount_jpy)
    part = (so_far["gift"] or 0) - gift_left
    return min(max(part, min(amount_jpy, 0)), max(amount_jpy, 0))
