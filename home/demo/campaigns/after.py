"""What comes after some gifts: a part sent back, a bank that asks, a gift paid twice. Rows as the payments' actions write them."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from django.utils import timezone

from portal.payments.models import Dispute, LedgerEntry, Payment, PaymentTransition, Refund
from portal.payments.reading import OUR_PAYMENT
from portal.payments.sandbox.flows.funds import fee_of
from portal.payments.sandbox.objects.payments import Payer
from portal.payments.sandbox.seed import Paid


@dataclass(frozen=True)
class Ids:
    """What the sandbox calls one payment and its parts."""

    session: str
    intent: str
    charge: str
    balance: str


SPACE = uuid.UUID("5a0f6b0e-7c55-4a53-8f0c-3b1d6f2f8a11")
State, Kind = Payment.State, LedgerEntry.Kind
DISPUTE = "demo-dispute"
TWICE = Ids(session="cs_demo_twice", intent="pi_demo_twice", charge="ch_demo_twice", balance="txn_demo_twice")
SETTLES_IN = dt.timedelta(days=12)
DISPUTE_FEE_JPY = 1300


def load_after() -> None:
    """Once; on a later day only the deadline of the dispute moves along."""
    soon = timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=6)
    if Dispute.objects.filter(stripe_dispute=DISPUTE).exists():
        Dispute.objects.filter(stripe_dispute=DISPUTE, respond_by__lt=timezone.now()).update(respond_by=soon)
        return
    cards = Payment.objects.filter(
        nonce__startswith="demo-2", state=State.PAID, method=Payment.Method.CARD, amount_jpy__gte=3000
    )
    settled = cards.filter(paid_at__lt=timezone.now() - SETTLES_IN).exclude(ledger__kind=Kind.MATCH)
    refunded, disputed, twice = settled.order_by("-paid_at", "pk")[:3]
    _send_back(refunded, 1000)
    _dispute(disputed, soon)
    _pay_again(twice)


def _send_back(payment: Payment, yen: int) -> None:
    at = _days_after(payment, 2)
    row = Refund.objects.create(
        id=uuid.uuid5(SPACE, f"refund {payment.pk}"),
        payment=payment,
        amount_jpy=yen,
        reason="金額の入力間違いとのご連絡",
        status=Refund.Status.SUCCEEDED,
        created_at=at,
    )
    _line(payment, Kind.REFUND, -yen, -yen, at, source=str(row.pk))


def _dispute(payment: Payment, respond_by: dt.datetime) -> None:
    at = _days_after(payment, 9)
    Dispute.objects.create(
        payment=payment,
        stripe_dispute=DISPUTE,
        amount_jpy=payment.amount_jpy,
        reason="unrecognized",
        status="needs_response",
        opened_at=at,
        respond_by=respond_by,
    )
    _line(payment, Kind.DISPUTE_WITHDRAWN, -payment.amount_jpy, -payment.gift_jpy, at)
    _line(payment, Kind.DISPUTE_FEE, -DISPUTE_FEE_JPY, 0, at)


def _pay_again(payment: Payment) -> None:
    """The same gift from a second window: kept, flagged, counted in no total."""
    at = _days_after(payment, 0) + dt.timedelta(minutes=4)
    again = Payment.objects.create(
        id=uuid.uuid5(SPACE, f"again {payment.pk}"),
        nonce=f"{payment.nonce}~2",
        surplus=True,
        stripe_session=TWICE.session,
        stripe_intent=TWICE.intent,
        stripe_charge=TWICE.charge,
        created_at=at,
        paid_at=at,
        **{field: getattr(payment, field) for field in _SAME},
    )
    PaymentTransition.objects.create(
        payment=again, from_state=State.CREATED, to_state=State.PAID, cause="demonstration", at=at
    )
    _line(again, Kind.CHARGE, again.amount_jpy, 0, at, source=TWICE.charge)
    _line(again, Kind.FEE, -fee_of(again.amount_jpy), 0, at, source=TWICE.balance)


def paid_in_sandbox() -> list[Paid]:
    """The gift that was paid twice, for the sandbox to know: staff can really send it back."""
    again = Payment.objects.filter(stripe_session=TWICE.session).first()
    if again is None or again.paid_at is None:
        return []
    metadata = {OUR_PAYMENT: str(again.pk), "purpose": again.purpose, "reference": str(again.reference)}
    return [
        Paid(
            **asdict(TWICE),
            payer=Payer(again.payer_name, again.payer_email),
            amount_jpy=again.amount_jpy,
            description=again.description,
            at=int(again.paid_at.timestamp()),
            metadata=metadata,
        )
    ]


_SAME = (
    "purpose", "reference", "amount_jpy", "gift_jpy", "livemode", "state", "method", "payer_name", "payer_email",
    "language", "description",
)  # fmt: skip


def _days_after(payment: Payment, days: int) -> dt.datetime:
    assert payment.paid_at is not None  # noqa: S101  # only paid ones are chosen
    return payment.paid_at + dt.timedelta(days=days)


def _line(payment: Payment, kind: str, yen: int, gift: int, at: dt.datetime, *, source: str = "") -> None:
    LedgerEntry.objects.create(
        payment=payment,
        kind=kind,
        amount_jpy=yen,
        gift_jpy=gift,
        occurred_at=at,
        source_id=source or f"{payment.nonce}-{kind}",
    )
