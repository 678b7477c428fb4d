"""Monthly gifts: subscriptions, their renewals, failures and ends."""

import calendar
from datetime import UTC, datetime, timedelta

from portal.payments.sandbox.cards import GENERIC, Card, Decline
from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.flows.funds import take, turn_down
from portal.payments.sandbox.objects.billing import subscription
from portal.payments.sandbox.objects.invoices import (
    invoice,
    invoice_payment,
    monthly_total,
    settle_invoice,
)
from portal.payments.sandbox.objects.payments import Payer, card_method, card_of, payment_intent
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

RETRY_AFTER = 3 * 86400  # seconds between tries to collect a failed renewal
TRIES = 4


def start(world: World, session: Tree, intent: Tree, method: Tree) -> Tree:
    """The first payment has succeeded: the plan begins, its first invoice is paid."""
    notes, now = world.notes(session), world.now()
    recurring = notes["items"][0]["price"]["recurring"]
    world.change(method, customer=session["customer"])
    plan = subscription(
        world,
        customer=session["customer"],
        method=method["id"],
        items=notes["items"],
        end=_period_end(now, recurring, 1),
        description=notes["plan_data"]["description"],
        metadata=dict(notes["plan_data"]["metadata"]),
    )
    world.remember(plan, periods=1)
    bill = invoice(world, subscription=plan, reason="subscription_create", start=now, end=now)
    world.change(plan, latest_invoice=bill["id"])
    world.change(session, subscription=plan["id"], invoice=bill["id"])
    world.emit("customer.subscription.created", plan)
    _paid(world, bill, invoice_payment(world, invoice=bill, intent=intent))
    return plan


def renew(world: World, plan: Tree, *, fail: bool = False) -> Tree:
    """A period ends: collect the next one, or end a plan that was cancelled. Returns the plan."""
    if plan["status"] == "canceled":
        raise ApiError("This subscription has ended.", param="subscription")
    if plan["cancel_at_period_end"]:
        return end(world, plan)
    began = plan["items"]["data"][0]["current_period_start"]
    _roll(world, plan)
    now = plan["items"]["data"][0]["current_period_start"]
    bill = invoice(world, subscription=plan, reason="subscription_cycle", start=began, end=now)
    intent = payment_intent(
        world,
        amount=monthly_total(plan),
        types=["card"],
        customer=plan["customer"],
        description="Subscription update",
    )
    world.change(plan, latest_invoice=bill["id"])
    payment = invoice_payment(world, invoice=bill, intent=intent)
    world.remember(bill, payment=payment["id"])
    world.emit("payment_intent.created", intent)
    collect(world, bill, fail=fail)
    return plan


def collect(world: World, bill: Tree, *, fail: bool = False) -> None:
    """Try to take the money of an open invoice from the plan's card."""
    if bill["status"] != "open":
        raise ApiError(f"This invoice is `{bill['status']}`.", param="invoice")
    plan = world.get(bill["parent"]["subscription_details"]["subscription"])
    payment = world.get(world.notes(bill)["payment"])
    intent = world.get(payment["payment"]["payment_intent"])
    method = world.get(plan["default_payment_method"])
    card = card_of(world, method).test
    decline = (GENERIC if fail else None) or card.later or card.decline
    world.change(bill, attempted=True, attempt_count=bill["attempt_count"] + 1)
    previous = {"status": plan["status"]}
    if decline:
        _unpaid(world, plan, bill, intent, method, decline)
        return
    take(world, intent, method)
    world.change(plan, status="active")
    _paid(world, bill, payment)
    world.emit("customer.subscription.updated", plan, previous)


def schedule_end(world: World, plan: Tree, *, cancel: bool) -> None:
    """Cancel at the end of the paid period, or take that back."""
    previous = {"cancel_at_period_end": plan["cancel_at_period_end"]}
    until = plan["items"]["data"][0]["current_period_end"]
    reason = "cancellation_requested" if cancel else None
    world.change(
        plan,
        cancel_at=until if cancel else None,
        cancel_at_period_end=cancel,
        canceled_at=world.now() if cancel else None,
        cancellation_details={**plan["cancellation_details"], "reason": reason},
    )
    world.emit("customer.subscription.updated", plan, previous)


def end(world: World, plan: Tree, reason: str = "cancellation_requested") -> Tree:
    now = world.now()
    world.change(
        plan,
        canceled_at=plan["canceled_at"] or now,
        cancellation_details={**plan["cancellation_details"], "reason": reason},
        ended_at=now,
        status="canceled",
    )
    world.emit("customer.subscription.deleted", plan)
    return plan


def change_card(world: World, plan: Tree, card: Card, payer: Payer) -> None:
    """Use another card from now on, and try again what the old one owed."""
    previous = {"default_payment_method": plan["default_payment_method"]}
    method = card_method(world, card, payer, plan["customer"])
    world.change(plan, default_payment_method=method["id"])
    world.emit("payment_method.attached", method)
    world.emit("customer.subscription.updated", plan, previous)
    bill = world.look(plan["latest_invoice"])
    if bill and bill["status"] == "open":
        collect(world, bill)


def _paid(world: World, bill: Tree, payment: Tree) -> None:
    world.change(bill, attempted=True, attempt_count=max(1, bill["attempt_count"]))
    settle_invoice(world, bill, payment)
    world.emit("invoice.paid", bill)
    world.emit("invoice.payment_succeeded", bill)
    world.emit("invoice_payment.paid", payment)


def _unpaid(world: World, plan: Tree, bill: Tree, intent: Tree, method: Tree, decline: Decline) -> None:
    turn_down(world, intent, method, decline)
    previous = {"status": plan["status"]}
    last = bill["attempt_count"] >= TRIES
    world.change(bill, next_payment_attempt=None if last else world.now() + RETRY_AFTER)
    world.change(plan, status="past_due")
    world.emit("invoice.payment_failed", bill)
    if last:
        end(world, plan, "payment_failed")
    else:
        world.emit("customer.subscription.updated", plan, previous)


def _roll(world: World, plan: Tree) -> None:
    """Move every item into its next period, counted from the anchor so that 31 January stays the 31st."""
    periods = world.notes(plan)["periods"] + 1
    world.remember(plan, periods=periods)
    for item in plan["items"]["data"]:
        item["current_period_start"] = item["current_period_end"]
        item["current_period_end"] = _period_end(plan["billing_cycle_anchor"], item["price"]["recurring"], periods)
    world.change(plan)


def _period_end(anchor: int, recurring: Tree, periods: int) -> int:
    start, count = datetime.fromtimestamp(anchor, UTC), recurring["interval_count"] * periods
    if recurring["interval"] in ("day", "week"):
        days = count * (7 if recurring["interval"] == "week" else 1)
        return int((start + timedelta(days=days)).timestamp())
    months = start.month - 1 + count * (12 if recurring["interval"] == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return int(start.replace(year=year, month=month, day=day).timestamp())
