"""Gifts that did not come through Stripe, and what sponsors add to gifts."""

import datetime as dt
import uuid

from django.db import transaction

from .. import gateway
from ..models import LedgerEntry, Payment
from .bookkeeping import enter
from .steps import handler_of, move, tell


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
    return payment


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
