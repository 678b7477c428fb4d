"""Opening a payment and sending the payer to the hosted checkout."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import gateway, limits
from ..errors import AlreadyPaid, CheckoutOver
from ..facts import CheckoutSession
from ..models import Payment, RecurringPlan
from ..states import OVER
from .settling import sync
from .steps import handler_of, lock, move, plan_handler_of, tell

# Long enough to find a card or walk to another room; Stripe allows 30 minutes to 24 hours.
CHECKOUT_LASTS = dt.timedelta(hours=1)
STRIPE_WANTS = dt.timedelta(minutes=31)


@transaction.atomic
def open_payment(
    *,
    purpose: str,
    reference: uuid.UUID,
    amount_jpy: int,
    gift_jpy: int,
    nonce: str,
    payer_name: str,
    payer_email: str,
    language: str,
    description: str,
    monthly: bool = False,
) -> Payment:
    """An attempt to pay `amount_jpy` yen for `reference`; the same form (`nonce`) gets the same attempt again.

    `gift_jpy` is the part that counts in public totals (0 for a course fee). An attempt that has ended, or a form sent
    again with another amount, gets a fresh attempt. `monthly` begins a RecurringPlan with this as its first payment.
    Raises UnknownPurpose where no handler would hear of the money.
    """
    _somebody_hears(purpose, monthly=monthly)
    facts = {
        "purpose": purpose,
        "reference": reference,
        "amount_jpy": amount_jpy,
        "gift_jpy": gift_jpy,
        "livemode": gateway.livemode(),
    }
    words = {
        "payer_name": payer_name,
        "payer_email": payer_email,
        "language": language,
        "description": description,
    }
    for number in range(1, 1000):
        payment, made = Payment.objects.get_or_create(
            nonce=nonce if number == 1 else f"{nonce}~{number}", defaults=facts | words
        )
        if made and monthly:
            payment.plan = RecurringPlan.objects.create(**facts)
            payment.save(update_fields=["plan"])
        same = all(getattr(payment, field) == value for field, value in facts.items())
        if same and bool(payment.plan_id) == monthly and payment.state not in OVER:
            return payment
    raise CheckoutOver(_("This form was sent too often. Please begin again."))


def _somebody_hears(purpose: str, *, monthly: bool) -> None:
    """Money that nobody would hear of is not asked for. Raises UnknownPurpose."""
    handler_of(purpose)
    if monthly:
        plan_handler_of(purpose)


def start_checkout(
    payment: Payment, *, success_url: str, cancel_url: str, methods: Sequence[str] = ("card", "konbini")
) -> str:
    """The address of the hosted checkout; asking again gives the same one (or the konbini slip, once there is one).

    `success_url` may contain {CHECKOUT_SESSION_ID}. Call it OUTSIDE any transaction (a RuntimeError says so): a session
    whose row is rolled back could take money that nobody expects. Raises PaymentProviderDown, AlreadyPaid, CheckoutOver,
    and TooManyCheckouts or CardsPaused where a new one would be made (money.md 21).
    """
    if payment.stripe_session:
        sync(payment.pk, cause="checkout asked for again")
    else:
        limits.ask_breaker()
        limits.count_email(payment.payer_email)
    payment = _reserve(payment.pk)
    if payment.is_paid:
        raise AlreadyPaid(_("This has been paid already. Nothing more was charged."))
    if payment.state in OVER:
        raise CheckoutOver(_("This checkout has ended. Please begin again."))
    if payment.stripe_session:
        return payment.voucher_url or payment.checkout_url
    assert payment.session_expires_at is not None  # noqa: S101  # _reserve has just set it
    session = gateway.create_checkout(
        gateway.CheckoutWish(
            payment_id=payment.pk,
            purpose=payment.purpose,
            reference=payment.reference,
            amount_jpy=payment.amount_jpy,
            description=payment.description,
            language=payment.language,
            payer_email=payment.payer_email,
            methods=methods,
            success_url=success_url,
            cancel_url=cancel_url,
            expires_at=payment.session_expires_at,
            monthly=payment.plan_id is not None,
        )
    )
    payment = _remember(payment.pk, session)
    if payment.state in OVER:  # given up while Stripe was asked: nobody is sent there
        raise CheckoutOver(_("This checkout has ended. Please begin again."))
    return payment.checkout_url


def end_checkout(payment_id: uuid.UUID) -> Payment:
    """Give up an attempt to pay, so that its hosted checkout takes no money any more; returns what became of it.

    Money that was quicker stays: then the payment comes back paid, or processing with a konbini slip. Call it OUTSIDE
    any transaction. Raises PaymentProviderDown, NotAtProvider, IncompleteFacts.
    """
    payment = _drop(payment_id)
    if payment.stripe_session and payment.state not in OVER:
        payment = sync(payment.pk, cause="given up")
    if payment.stripe_session and payment.state == Payment.State.OPEN:
        gateway.end_checkout(payment.stripe_session)
        payment = sync(payment.pk, cause="given up")
    return payment


@transaction.atomic(durable=True)
def _drop(payment_id: uuid.UUID) -> Payment:
    """An attempt that never had a checkout is over at once."""
    payment = lock(payment_id)
    if payment.state == Payment.State.CREATED and not payment.stripe_session:
        move(payment, Payment.State.CANCELED, cause="given up before the checkout")
        tell(payment)
    return payment


@transaction.atomic(durable=True)
def _reserve(payment_id: uuid.UUID) -> Payment:
    """Write down what will be asked for before asking: a repeated request must be equal to the letter.

    An attempt that Stripe never answered is given up when its time grows too short for Stripe; the next one is new.
    """
    payment = lock(payment_id)
    if payment.state != Payment.State.CREATED or payment.stripe_session:
        return payment
    if payment.session_expires_at is None:
        payment.session_expires_at = timezone.now() + CHECKOUT_LASTS
        payment.save(update_fields=["session_expires_at"])
    elif payment.session_expires_at < timezone.now() + STRIPE_WANTS:
        move(payment, Payment.State.EXPIRED, cause="never reached the checkout")
        tell(payment)
    return payment


@transaction.atomic(durable=True)
def _remember(payment_id: uuid.UUID, session: CheckoutSession) -> Payment:
    """Keep the session; a webhook may have been quicker, and then only the address is new."""
    payment = lock(payment_id)
    payment.stripe_session = session.id
    payment.checkout_url = session.url
    payment.session_expires_at = session.expires_at
    payment.save()
    move(payment, Payment.State.OPEN, cause="checkout")
    return payment
