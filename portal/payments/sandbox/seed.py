"""Plants monthly plans and card payments of long ago into a sandbox's store, so that donors and staff can act on them.

No event tells of them: who plants them has their payments already.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portal.payments.sandbox.cards import Card
from portal.payments.sandbox.courier import Courier
from portal.payments.sandbox.delivery import Backoff
from portal.payments.sandbox.flows.funds import book
from portal.payments.sandbox.flows.pay import complete
from portal.payments.sandbox.objects.billing import customer, subscription
from portal.payments.sandbox.objects.checkout import SessionRequest, checkout_session, line_item, price, product
from portal.payments.sandbox.objects.invoices import invoice, invoice_payment, settle_invoice
from portal.payments.sandbox.objects.payments import Payer, card_method, charge, payment_intent
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


@dataclass(frozen=True)
class Paid:
    """A card payment by the ids that the planter knows it by; `at` in seconds since 1970."""

    session: str
    intent: str
    charge: str
    balance: str
    payer: Payer
    amount_jpy: int
    description: str
    at: int
    metadata: dict[str, str] = field(default_factory=dict)


class _Garden(World):
    """A world in which the next ids are known beforehand."""

    def plant(self, plan: Plan) -> None:
        self.names = {"cus_": plan.customer, "sub_1": plan.subscription, "in_1": plan.invoice}
        _plant(self, plan)

    def plant_paid(self, paid: Paid) -> None:
        self.names = {"cs_test_a1": paid.session, "pi_3": paid.intent, "ch_3": paid.charge, "txn_3": paid.balance}
        _plant_paid(self, paid)

    def new_id(self, prefix: str, length: int = 24) -> str:
        return self.names.pop(prefix, None) or super().new_id(prefix, length)


def plant(store: Path, plans: Iterable[Plan], payments: Iterable[Paid] = ()) -> int:
    """Write the plans and payments that the store has not got yet; how many. The sandbox must not be running on it."""
    store.parent.mkdir(parents=True, exist_ok=True)
    keeper = Store(str(store))
    try:
        world = _Garden(store=keeper, courier=Courier(store=keeper, hooks=[], backoff=Backoff()), base_url="")
        with world.work():
            missing = [plan for plan in plans if world.look(plan.subscription) is None]
            for plan in missing:
                world.plant(plan)
            unknown = [paid for paid in payments if world.look(paid.session) is None]
            for paid in unknown:
                world.plant_paid(paid)
        return len(missing) + len(unknown)
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


def _plant_paid(world: World, paid: Paid) -> None:
    wish = SessionRequest(
        mode="payment",
        items=[],
        total=paid.amount_jpy,
        success_url="http://127.0.0.1/",
        cancel_url=None,
        method_types=["card"],
        allowed_types=None,
        expires_at=paid.at,
        metadata=paid.metadata,
    )
    session = checkout_session(world, wish)
    intent = payment_intent(
        world, amount=paid.amount_jpy, types=["card"], description=paid.description, metadata=paid.metadata
    )
    method = card_method(world, CARD, paid.payer, None)
    body = charge(world, intent, method)
    book(world, body)
    world.change(
        intent,
        amount_received=paid.amount_jpy,
        latest_charge=body["id"],
        payment_method=method["id"],
        status="succeeded",
        created=paid.at,
    )
    world.change(body, created=paid.at)
    world.change(session, payment_intent=intent["id"], created=paid.at)
    world.remember(session, items=[], intent=intent["id"], intent_data={}, plan_data={})
    world.remember(intent, session=session["id"])
    complete(world, session, paid.payer, "paid")
