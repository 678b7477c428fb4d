"""Monthly plans: what Stripe's subscription says, and a payment for every paid invoice."""

import datetime as dt
import logging
import uuid
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from .. import gateway
from ..errors import ForeignSession, NoPortal, NotAtProvider, PaymentProviderDown
from ..facts import RemoteSubscription
from ..models import Payment, ReconcilerSwitch, RecurringPlan
from .steps import lock_plan, tell_of_plan

logger = logging.getLogger(__name__)
Status = RecurringPlan.Status
# https://docs.stripe.com/api/subscriptions/object#subscription_object-status
MEANING: Final[dict[str, str]] = {
    "incomplete": Status.PENDING,
    "trialing": Status.ACTIVE,
    "active": Status.ACTIVE,
    "past_due": Status.PAST_DUE,
    "unpaid": Status.PAST_DUE,
    "paused": Status.PAST_DUE,
    "incomplete_expired": Status.ENDED,
    "canceled": Status.ENDED,
}


def begin_plan(plan: RecurringPlan, subscription_id: str) -> None:
    """The first invoice was made: from now on the (locked) plan follows its subscription."""
    if not plan.stripe_customer:
        _converge(plan, gateway.subscription(subscription_id))


@transaction.atomic
def sync_plan(plan_id: uuid.UUID, subscription_id: str, *, quiet: bool = False) -> RecurringPlan:
    """Bring a plan to what its subscription says, and tell the domain what has changed.

    `quiet` asks the domain for no mail. Raises NotAtProvider, PaymentProviderDown, and ForeignSession where another
    subscription claims the plan (money.md 12).
    """
    plan = lock_plan(plan_id)
    plan.quiet = quiet
    if plan.stripe_subscription not in (None, subscription_id):
        raise ForeignSession(f"{subscription_id} claims plan {plan.pk}, which has {plan.stripe_subscription}")
    _converge(plan, gateway.subscription(subscription_id))
    return plan


def _converge(plan: RecurringPlan, remote: RemoteSubscription) -> None:
    before = (plan.status, plan.failing_invoice)
    plan.stripe_subscription, plan.stripe_customer = remote.id, remote.customer
    if remote.status in MEANING:
        plan.status = MEANING[remote.status]
    else:
        logger.error("Subscription %s has an unknown status %s", remote.id, remote.status)
    overdue = plan.status == Status.PAST_DUE
    plan.failing_invoice = remote.owed if overdue else ""
    plan.failing_since = remote.owed_since if overdue else None
    plan.ends_at = remote.cancel_at if plan.is_running else None
    plan.next_payment_at = _next_payment(plan, remote)
    plan.ended_at, plan.ended_because = remote.ended_at, remote.ended_because if remote.ended_at else ""
    plan.save()
    if (plan.status, plan.failing_invoice) != before:
        tell_of_plan(plan)


def _next_payment(plan: RecurringPlan, remote: RemoteSubscription) -> dt.datetime | None:
    """When Stripe asks the card the next time: again for what is owed, else for the coming month; None once it stops."""
    if not plan.is_running:
        return None
    if remote.owed and remote.next_attempt_at:
        return remote.next_attempt_at
    return None if remote.cancel_at else remote.period_ends_at


def watch_plans() -> int:
    """Once a day: bring every plan that still runs to what its subscription says; how many changed their state.

    A webhook may have been lost, and the donor waits for word, so that the (keyed) mails are written. None is looked at
    while staff have switched comparisons off.
    """
    if not ReconcilerSwitch.current().is_on:
        return 0
    running = RecurringPlan.objects.running().filter(livemode=gateway.livemode()).exclude(stripe_subscription=None)
    return sum(_look_at(plan) for plan in running.order_by("created_at"))


def _look_at(plan: RecurringPlan) -> bool:
    assert plan.stripe_subscription is not None  # noqa: S101  # only such plans were selected
    try:
        return sync_plan(plan.pk, plan.stripe_subscription).status != plan.status
    except (NotAtProvider, PaymentProviderDown) as error:
        logger.warning("Plan %s could not be compared: %s", plan.pk, error)
        return False


def open_portal(plan: RecurringPlan, *, return_url: str, language: str) -> str:
    """The address where the payer changes the card or stops the plan; from there back to `return_url`.

    Call it OUTSIDE any transaction. Raises NoPortal, PaymentProviderDown.
    """
    try:
        if plan.stripe_subscription and not plan.stripe_customer:
            plan = sync_plan(plan.pk, plan.stripe_subscription)
        if plan.stripe_customer:
            return gateway.create_portal(plan.stripe_customer, return_url=return_url, language=language)
    except NotAtProvider:
        logger.exception("Plan %s is not at Stripe", plan.pk)
    raise NoPortal(
        _(
            "We cannot open the payment service's page for this monthly gift. Please write to us: we will stop or change it for you."
        )
    )


@transaction.atomic
def payment_of_invoice(first: Payment, invoice_id: str) -> Payment | None:
    """The payment that a later invoice of `first`'s plan makes once it is paid; None while it is not.

    Its reference is new and the same every time it is asked for: the domain makes the thing it pays for.
    """
    assert first.plan_id is not None  # noqa: S101  # only plans have invoices
    plan = lock_plan(first.plan_id)
    remote = gateway.payment_by_invoice(invoice_id)
    if remote.payment_status != "paid":
        return None
    payment, new = Payment.objects.get_or_create(
        stripe_invoice=invoice_id,
        defaults={
            "nonce": f"invoice-{invoice_id}",
            "plan": plan,
            "purpose": plan.purpose,
            "reference": uuid.uuid5(plan.pk, invoice_id),
            "amount_jpy": plan.amount_jpy,
            "gift_jpy": plan.gift_jpy,
            "livemode": plan.livemode,
            "payer_name": first.payer_name,
            "payer_email": first.payer_email,
            "language": first.language,
            "description": first.description,
        },
    )
    if new:  # the thanks say when the next one follows
        _converge(plan, gateway.subscription(remote.subscription))
    return payment
