"""Plants monthly plans that began long ago into a sandbox's store, so that a demonstration's donors can act on theirs.

No event tells of them: who plants them has their payments already.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portal.payments.sandbox.cards import Card
from portal.payments.sandbox.courier import Courier
from portal.payments.sandbox.delivery import Backoff
from portal.payments.sandbox.objects.billing import customer, subscription
from portal.payments.sandbox.objects.checkout import line_item, price, product
from portal.payments.sandbox.objects.invoices import invoice, invoice_payment, settle_invoice
from portal.payments.sandbox.objects.payments import Payer, card_method, payment_intent
from portal.payments.sandbox.store import Store
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

CARD, CARD_THAT_FAILS = Card("4242424242424242", 8, 2039), Card("4000000000000341", 8, 2039)


@dataclass(frozen=True)
class Plan:
    """A plan by the ids that the planter knows it by; times in seconds since 1970, `period` is the current month.

    `months` were collected; with `retry_at` the month of `period` was not, and is tried again then.
    """

    customer: str
    subscription: str
    invoice: str
    payer: Payer
    amount_jpy: int
    description: str
    began: int
    months: int
    period: tuple[int, int]
    retry_at: int | None = None
    metadata: dict[str, str] = field(default_factory=dict)


class _Garden(World):
    """A world in which the next ids are known beforehand."""

    def plant(self, plan: Plan) -> None:
        self.names = {"cus_": plan.customer, "sub_1": plan.subscription, "in_1": plan.invoice}
        _plant(self, plan)

    def new_id(self, prefix: str, length: int = 24) -> str:
        return self.names.pop(prefix, None) or super().new_id(prefix, length)


def plant(store: Path, plans: Iterable[Plan]) -> int:
    """Write the plans that the store has not got yet; how many. The sandbox must not be running on it."""
    store.parent.mkdir(parents=True, exist_ok=True)
    keeper = Store(str(store))
    try:
        world = _Garden(store=keeper, courier=Courier(store=keeper, hooks=[], backoff=Backoff()), base_url="")
        with world.work():
            missing = [plan for plan in plans if world.look(plan.subscription) is None]
            for plan in missing:
                world.plant(plan)
        return len(missing)
    finally:
        keeper.close()


def _plant(world: World, plan: Plan) -> None:
    payer = customer(world, email=plan.payer.email, name=plan.payer.name)
    method = card_method(world, CARD_THAT_FAILS if plan.retry_at else CARD, plan.payer, payer["id"])
    goods = product(world, name=plan.description, description=None)
    cost = price(world, product=goods["id"], unit_amount=plan.amount_jpy, interval="month", count=1)
    line = line_item(world, price=cost, description=plan.description, quantity=1)
    body = subscription(
        world,
        customer=payer["id"],
        method=method["id"],
        items=[line],
        end=plan.period[1],
        description=plan.description,
        metadata=plan.metadata,
    )
    body["items"]["data"][0]["current_period_start"] = plan.period[0]
    world.change(body, billing_cycle_anchor=plan.began, created=plan.began, start_date=plan.began)
    world.remember(body, periods=plan.months + bool(plan.retry_at))
    bill = invoice(world, subscription=body, reason="subscription_cycle", start=plan.period[0], end=plan.period[0])
    world.change(bill, created=plan.period[0])
    world.change(body, latest_invoice=bill["id"], status="past_due" if plan.retry_at else "active")
    _collect(world, plan, bill)


def _collect(world: World, plan: Plan, bill: Tree) -> None:
    """The month of the current period: collected, or waiting for its next try."""
    intent = payment_intent(
        world, amount=plan.amount_jpy, types=["card"], customer=plan.customer, description=plan.description
    )
    payment = invoice_payment(world, invoice=bill, intent=intent)
    world.remember(bill, payment=payment["id"])
    world.change(bill, attempted=True, attempt_count=1, next_payment_attempt=plan.retry_at)
    if plan.retry_at is None:
        settle_invoice(world, bill, payment)
        world.change(intent, status="succeeded", amount_received=plan.amount_jpy, payment_method=None)
