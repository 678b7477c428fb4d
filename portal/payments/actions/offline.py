"""Gifts that did not come through Stripe, and what sponsors add to gifts."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Sum

from .. import gateway
from ..models import LedgerEntry, Payment
from .bookkeeping import enter
from .steps import follow, handler_of, lock, move, tell


@transaction.atomic
def record_offline(
    *,
    purpose: str,
    reference: uuid.UUID,
    amount_jpy: int,
    gift_jpy: int,
    received_at: dt.datetime,
    payer_name: str,
    payer_email: str,
    language: str,
    description: str,
    by: str,
) -> Payment:
    """A paid payment by cash or bank transfer, confirmed by staff (`by`), with its ledger line. Once per reference."""
    handler_of(purpose)
    payment, made = Payment.objects.get_or_create(
        nonce=f"offline-{purpose}-{reference}",
        defaults={
            "purpose": purpose,
            "reference": reference,
            "amount_jpy": amount_jpy,
            "gift_jpy": gift_jpy,
            "livemode": gateway.livemode(),
            "method": Payment.Method.OFFLINE,
            "payer_name": payer_name,
            "payer_email": payer_email,
            "language": language,
            "description": description,
        },
    )
    if made:
        move(payment, Payment.State.PAID, cause="offline", actor=by, paid_at=received_at)
        enter(
            payment,
            LedgerEntry.Kind.OFFLINE,
            source_id=str(payment.pk),
            amount_jpy=amount_jpy,
            gift_jpy=0 if payment.surplus else gift_jpy,
            occurred_at=received_at,
        )
        tell(payment)
        follow(payment, arrived=True)
    return payment


@transaction.atomic
def reverse_offline(payment: Payment, *, at: dt.datetime) -> LedgerEntry:
    """Take cash or a transfer out of the books by the exact reverse of its line; once. The payment's row stays.

    Raises LedgerEntry.DoesNotExist for money that came through the provider: that is refunded, never reversed.
    """
    payment = lock(payment.pk)
    came = LedgerEntry.objects.get(payment=payment, kind=LedgerEntry.Kind.OFFLINE, source_id=str(payment.pk))
    entry = enter(
        payment,
        LedgerEntry.Kind.OFFLINE,
        source_id=f"{payment.pk}-reversed",
        amount_jpy=-came.amount_jpy,
        gift_jpy=-came.gift_jpy,
        occurred_at=at,
    )
    follow(payment, arrived=False)
    return entry


@transaction.atomic
def move_gift(payment: Payment, *, source_id: str, at: dt.datetime) -> tuple[LedgerEntry, LedgerEntry]:
    """The two `adjust` lines of a gift that goes to another target: one takes what is left of it, one gives it again.

    Together they are 0: payment, receipts and balance stay as they were. The caller holds the payment's lock and moves
    its own row between them in the same transaction.
    """
    own = payment.ledger.exclude(kind=LedgerEntry.Kind.MATCH).aggregate(yen=Sum("gift_jpy", default=0))
    yen, kind = int(own["yen"]), LedgerEntry.Kind.ADJUST
    taken = enter(payment, kind, source_id=f"{source_id}-taken", amount_jpy=-yen, gift_jpy=-yen, occurred_at=at)
    given = enter(payment, kind, source_id=f"{source_id}-given", amount_jpy=yen, gift_jpy=yen, occurred_at=at)
    return taken, given


@transaction.atomic
def record_match(payment: Payment, *, amount_jpy: int, source_id: str, occurred_at: dt.datetime) -> LedgerEntry:
    """What a sponsor adds to `payment` (negative: takes back with the gift), once per `source_id`. Yen."""
    return enter(
        payment,
        LedgerEntry.Kind.MATCH,
        source_id=source_id,
        amount_jpy=amount_jpy,
        gift_jpy=amount_jpy,
        occurred_at=occurred_at,
    )
