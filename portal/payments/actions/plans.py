"""Monthly plans: what Stripe's subscription says, and a payment for every paid invoice."""

import logging
import uuid
from typing import Final

from django.db import transaction

from .. import gateway
from ..facts import RemotePayment
from ..models import Payment, RecurringPlan

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


def begin_plan(plan: RecurringPlan, remote: RemotePayment) -> None:
    """The first invoice was made: note the subscription, and that it runs once it is paid."""
    plan.stripe_subscription = remote.subscription
    if plan.status == Status.PENDING and remote.payment_status == "paid":
        plan.status = Status.ACTIVE
    plan.save()


@transaction.atomic
def sync_plan(plan_id: uuid.UUID, subscription_id: str) -> RecurringPlan:
    """Bring a plan to what its subscription says. Raises NotAtProvider, PaymentProviderDown."""
    plan = RecurringPlan.objects.select_for_update().get(pk=plan_id)
    remote = gateway.subscription(subscription_id)
    plan.stripe_subscription, plan.stripe_customer = remote.id, remote.customer
    plan.ended_at = remote.ended_at
    if remote.status in MEANING:
        plan.status = MEANING[remote.status]
    else:
        logger.error("Subscription %s has an unknown status %s", remote.id, remote.status)
    plan.save()
    return plan


@transaction.atomic
def payment_of_invoice(first: Payment, invoice_id: str) -> Payment | None:
    """The payment that a later invoice of `first`'s plan makes once it is paid; None while it is not.

    Its reference is new and the same every time it is asked for: the domain makes the thing it pays for.
    """
    assert first.plan_id is not None  # noqa: S101  # only plans have invoices
    plan = RecurringPlan.objects.select_for_update().get(pk=first.plan_id)
    if gateway.payment_by_invoice(invoice_id).payment_status != "paid":
        return None
    payment, _made = Payment.objects.get_or_create(
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
    return payment
