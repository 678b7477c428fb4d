"""Converging with Stripe: the one place where money becomes ours."""

import logging
import uuid

from django.db import transaction

from .. import gateway
from ..errors import ForeignSession, IncompleteFacts
from ..facts import RemoteCharge, RemotePayment
from ..models import Payment
from ..states import meant_by
from .bookkeeping import write_down
from .plans import begin_plan
from .receipts import cancel_after_refund
from .steps import follow, lock, move, tell, tell_of_refund

logger = logging.getLogger(__name__)


def sync(
    payment_id: uuid.UUID | str, *, cause: str = "sync", actor: str = "", session: str = "", quiet: bool = False
) -> Payment:
    """Fetch what Stripe knows of a payment and converge; webhook, success page and reconciler all call this.

    The row is locked first and Stripe asked afterwards, so that an answer is never older than the row (money.md 5).
    `session` is the checkout session that a webhook named, in case it is quicker than our own note of it. `quiet` asks
    the domain's handlers for no mail (money.md 18).
    Raises Payment.DoesNotExist, PaymentProviderDown, NotAtProvider, IncompleteFacts, ForeignSession.
    """
    with transaction.atomic():
        payment = lock(payment_id)
        payment.quiet = quiet
        if session and payment.stripe_session not in (None, session):
            raise ForeignSession(f"{session} claims payment {payment.pk}, which has {payment.stripe_session}")
        session = payment.stripe_session or session
        if session:
            remote = gateway.payment_by_session(session)
        elif payment.stripe_invoice:
            remote = gateway.payment_by_invoice(payment.stripe_invoice)
        else:  # cash or a transfer, or a checkout that never began: there is nobody to ask
            if payment.is_paid:
                follow(payment, arrived=False)
            return payment
        return _converge(payment, remote, cause=cause, actor=actor)


@transaction.atomic
def settle(payment_id: uuid.UUID | str, *, remote: RemotePayment, cause: str, actor: str = "") -> Payment:
    """Bring a payment, its refunds, disputes and ledger to what `remote` says, and tell the domain.

    Once or ten times, early or late: the same facts end in the same rows. What does not match our row in amount,
    currency or mode is held back for staff and changes nothing else (money.md 9).
    """
    return _converge(lock(payment_id), remote, cause=cause, actor=actor)


def _converge(payment: Payment, remote: RemotePayment, *, cause: str, actor: str) -> Payment:
    payment.quarantine = _mismatch(payment, remote)
    if payment.quarantine:
        logger.error("Payment %s held back: %s", payment.pk, payment.quarantine)
        payment.save(update_fields=["quarantine"])
        return payment
    _adopt(payment, remote)
    payment.save()
    moved = _move(payment, remote, cause=cause, actor=actor)
    refunds = write_down(payment, remote.charge) if payment.is_paid and remote.charge else []
    went_back = remote.charge is not None and bool(remote.charge.refunds or remote.charge.disputes)
    cancelled = went_back and cancel_after_refund(payment)
    if moved or cancelled:
        tell(payment)
    for refund in refunds:  # after the domain has heard of the payment: a month's gift is made then
        tell_of_refund(refund)
    if payment.is_paid and remote.charge is not None:
        follow(payment, arrived=moved)
    return payment


def _mismatch(payment: Payment, remote: RemotePayment) -> str:
    """Why Stripe's facts are not about this payment; "" where they are."""
    if remote.payment_id and remote.payment_id not in _own_ids(payment):
        return f"Stripe names payment {remote.payment_id}"
    facts: list[RemotePayment | RemoteCharge] = [remote]
    if remote.charge:
        facts.append(remote.charge)
    for told in facts:
        if told.amount_jpy != payment.amount_jpy:
            return f"Stripe says ¥{told.amount_jpy}, we say ¥{payment.amount_jpy}"
        if told.currency.upper() != payment.currency:
            return f"Stripe says currency {told.currency}, we say {payment.currency}"
        if told.livemode != payment.livemode:
            return f"Stripe says livemode {told.livemode}, we say {payment.livemode}"
    return ""


def _own_ids(payment: Payment) -> set[str]:
    """The ids that Stripe may know it by: its own, or that of the first payment of its plan."""
    family = payment.plan.payments.values_list("pk", flat=True) if payment.plan else []
    return {str(payment.pk), *map(str, family)}


def _adopt(payment: Payment, remote: RemotePayment) -> None:
    """Take over Stripe's ids and addresses; what was known once is not forgotten."""
    payment.stripe_session = remote.session or payment.stripe_session
    payment.stripe_intent = remote.intent or payment.stripe_intent
    payment.stripe_invoice = remote.invoice or payment.stripe_invoice
    payment.voucher_url = remote.voucher_url or payment.voucher_url
    payment.voucher_expires_at = remote.voucher_expires_at or payment.voucher_expires_at
    if remote.voucher_url:
        payment.method = Payment.Method.KONBINI
    if remote.charge and remote.charge.succeeded:
        payment.stripe_charge = remote.charge.id
        known = remote.charge.method in Payment.Method.values
        payment.method = remote.charge.method if known else Payment.Method.OTHER
    if remote.subscription and payment.plan:
        payment.plan.quiet = payment.quiet
        begin_plan(payment.plan, remote.subscription)


def _move(payment: Payment, remote: RemotePayment, *, cause: str, actor: str) -> bool:
    target = meant_by(remote)
    if target is None:
        logger.error("Stripe uses unknown words: %s, %s", remote.payment_status, remote.session_status)
        return False
    if target != Payment.State.PAID:
        return move(payment, target, cause=cause, actor=actor)
    if remote.charge is None or not remote.charge.succeeded:
        raise IncompleteFacts(f"payment {payment.pk} is paid without a charge")
    return move(payment, target, cause=cause, actor=actor, paid_at=remote.charge.created)
