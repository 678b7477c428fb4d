"""Payments for tests: opened as the domains do, or settled from facts as Stripe would give them."""

import datetime as dt
import itertools
import uuid

from portal.payments.actions import open_payment, settle
from portal.payments.facts import BalanceMovement, RemoteCharge, RemotePayment
from portal.payments.models import Payment

_number = itertools.count(1)
NOON = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


def make_payment(**overrides) -> Payment:
    """A gift of ¥5,000 that nobody has paid yet."""
    fields = {
        "purpose": "donation",
        "reference": uuid.uuid4(),
        "amount_jpy": 5000,
        "gift_jpy": 5000,
        "nonce": uuid.uuid4().hex,
        "payer_name": "山田 花子",
        "payer_email": "hanako@example.org",
        "language": "ja",
        "description": "ご寄付",
    } | overrides
    fields["gift_jpy"] = min(fields["gift_jpy"], fields["amount_jpy"])
    return open_payment(**fields)


def remote_payment(payment: Payment, *, status: str = "paid", **overrides) -> RemotePayment:
    """What Stripe would say of a payment: paid by card unless told otherwise; `charge=` and others replace parts."""
    n = next(_number)
    charge = RemoteCharge(
        id=f"ch_{n}",
        amount_jpy=payment.amount_jpy,
        currency="jpy",
        livemode=False,
        created=NOON,
        method="card",
        succeeded=True,
        balance=BalanceMovement(f"txn_{n}", payment.amount_jpy, payment.amount_jpy * 36 // 1000, NOON),
    )
    fields = {
        "amount_jpy": payment.amount_jpy,
        "currency": "jpy",
        "livemode": False,
        "payment_status": status,
        "session": f"cs_{n}",
        "intent": f"pi_{n}",
        "intent_status": "succeeded" if status == "paid" else "requires_action",
        "charge": charge if status == "paid" else None,
    } | overrides
    return RemotePayment(**fields)


def make_paid(**overrides) -> Payment:
    """A gift that has arrived, with its ledger lines."""
    payment = make_payment(**overrides)
    return settle(payment.pk, remote=remote_payment(payment), cause="test")


def make_promised(**overrides) -> Payment:
    """A konbini slip that waits to be paid."""
    payment = make_payment(**overrides)
    return settle(payment.pk, remote=remote_payment(payment, status="unpaid"), cause="test")
