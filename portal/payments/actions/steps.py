"""The smallest steps with a payment; every one expects the caller to hold its row lock."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from ..errors import UnknownPurpose
from ..models import Payment, PaymentTransition, RecurringPlan, Refund
from ..states import TOLD, may_move

Handler = Callable[[Payment], Any]


def handler_of(purpose: str) -> Handler:
    """The function that the domain named for `purpose`. Raises UnknownPurpose."""
    try:
        path = settings.PAYMENT_HANDLERS[purpose]
    except KeyError:
        raise UnknownPurpose(purpose) from None
    handler: Handler = import_string(path)
    return handler


def refund_handler_of(purpose: str) -> Callable[[Refund], Any]:
    """The function that the domain named for refunds of `purpose`. Raises UnknownPurpose."""
    try:
        path = settings.REFUND_HANDLERS[purpose]
    except KeyError:
        raise UnknownPurpose(purpose) from None
    handler: Callable[[Refund], Any] = import_string(path)
    return handler


def plan_handler_of(purpose: str) -> Callable[[RecurringPlan], Any]:
    """The function that the domain named for its plans. Raises UnknownPurpose where it takes none."""
    try:
        path = settings.PLAN_HANDLERS[purpose]
    except KeyError:
        raise UnknownPurpose(purpose) from None
    handler: Callable[[RecurringPlan], Any] = import_string(path)
    return handler


def mail_handler_of(purpose: str) -> Callable[..., bool]:
    """The function that writes a payment's mail once more; called with `again`, a word of its own for the mail's key.

    It says whether it wrote one. Raises UnknownPurpose.
    """
    try:
        path = settings.MAIL_HANDLERS[purpose]
    except KeyError:
        raise UnknownPurpose(purpose) from None
    handler: Callable[..., bool] = import_string(path)
    return handler


def lock(payment_id: uuid.UUID | str) -> Payment:
    """The payment, its row locked together with every other attempt for the same thing.

    Siblings are locked too, in the order of their ids, because which of two paid ones is surplus is a fact about both.
    A plan is locked before its payments, here and everywhere: two webhooks of one invoice wait instead of blocking each
    other. Raises Payment.DoesNotExist.
    """
    wanted = Payment.objects.get(pk=payment_id)
    plan = lock_plan(wanted.plan_id) if wanted.plan_id else None
    siblings = Payment.objects.of(wanted.purpose, wanted.reference).select_for_update(of=("self",)).order_by("pk")
    payment: Payment = next(payment for payment in siblings if payment.pk == wanted.pk)
    payment.plan = plan
    return payment


def lock_plan(plan_id: uuid.UUID) -> RecurringPlan:
    """The plan as it is now, its row locked."""
    plan: RecurringPlan = RecurringPlan.objects.select_for_update().get(pk=plan_id)
    return plan


def move(payment: Payment, target: str, *, cause: str, actor: str = "", paid_at: dt.datetime | None = None) -> bool:
    """Step to `target` if the table allows it, and write the step down; True where something changed.

    `paid_at` is required for a step to paid: the time at which the money was received.
    """
    if not may_move(payment.state, target):
        return False
    if target == Payment.State.PAID:
        payment.paid_at = paid_at
        payment.surplus = _another_is_paid(payment)
    before, payment.state = payment.state, target
    payment.save()
    PaymentTransition.objects.create(
        payment=payment, from_state=before, to_state=target, cause=cause[:120], actor=actor[:120]
    )
    return True


def _another_is_paid(payment: Payment) -> bool:
    others = Payment.objects.of(payment.purpose, payment.reference).paid().exclude(pk=payment.pk)
    return others.filter(surplus=False).exists()


def tell(payment: Payment) -> None:
    """Call the domain's handler, in the caller's transaction: if it fails, nothing of this has happened."""
    if payment.state in TOLD:
        handler_of(payment.purpose)(payment)


def tell_of_plan(plan: RecurringPlan) -> None:
    """Call the domain's handler for plans, in the caller's transaction; the plan is locked."""
    plan_handler_of(plan.purpose)(plan)


def tell_of_refund(refund: Refund) -> None:
    """Call the domain's handler for refunds, in the caller's transaction; `refund.payment` is locked."""
    refund_handler_of(refund.payment.purpose)(refund)


def follow(payment: Payment, *, arrived: bool) -> None:
    """Let the domain bring its own lines (a sponsor's) in step with the ledger; in the caller's transaction.

    Called after every look at a paid payment's lines, so what it calls must converge; `arrived` is True exactly once,
    when the money came. Most purposes name nobody in LEDGER_HANDLERS.
    """
    if path := settings.LEDGER_HANDLERS.get(payment.purpose):
        import_string(path)(payment, arrived=arrived)
