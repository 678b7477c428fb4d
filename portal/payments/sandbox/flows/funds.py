"""Charges, and the money they move."""

import time

from portal.payments.sandbox.cards import Decline
from portal.payments.sandbox.objects.payments import balance_transaction, charge
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

FEE_PER_MILLE = 36  # Stripe's price for cards and konbini in Japan: 3.6 %


def fee_of(amount: int) -> int:
    """Stripe's fee in yen, rounded up."""
    return -(-amount * FEE_PER_MILLE // 1000)


def take(world: World, intent: Tree, method: Tree) -> Tree:
    """The money arrives: a succeeded charge, its balance transaction, a succeeded intent."""
    body = charge(world, intent, method)
    if late := world.faults.for_balance():
        world.remember(body, balance_at=time.time() + late.seconds)
    else:
        book(world, body)
    world.change(
        intent,
        amount_received=intent["amount"],
        last_payment_error=None,
        latest_charge=body["id"],
        next_action=None,
        payment_method=method["id"],
        status="succeeded",
    )
    world.emit("charge.succeeded", body)
    world.emit("payment_intent.succeeded", intent)
    return body


def book(world: World, body: Tree) -> None:
    """Enter a charge into the account's balance."""
    by_card = body["payment_method_details"]["type"] == "card"
    entry = balance_transaction(
        world,
        type="charge" if by_card else "payment",
        category="charge",
        source=body["id"],
        amount=body["amount"],
        fee=fee_of(body["amount"]),
    )
    world.change(body, balance_transaction=entry["id"])


def book_late(world: World, *, all_of_them: bool = False) -> None:
    """Enter the charges whose entry a "late_balance" fault held back, and say so."""
    for body in world.all("charge"):
        due = world.notes(body).get("balance_at")
        if due is not None and (all_of_them or due <= time.time()):
            world.remember(body, balance_at=None)
            book(world, body)
            world.emit("charge.updated", body, {"balance_transaction": None})


def turn_down(world: World, intent: Tree, method: Tree, decline: Decline) -> Tree:
    """The bank says no: a failed charge, and the intent waits for another card."""
    body = charge(world, intent, method, decline)
    world.change(
        intent,
        last_payment_error={
            "charge": body["id"],
            "code": decline.code,
            "decline_code": decline.decline_code,
            "doc_url": f"https://docs.stripe.com/error-codes#{decline.code.replace('_', '-')}",
            "message": decline.message,
            "payment_method": dict(method),
            "type": "card_error",
        },
        latest_charge=body["id"],
        next_action=None,
        payment_method=None,
        status="requires_payment_method",
    )
    world.emit("charge.failed", body)
    world.emit("payment_intent.payment_failed", intent)
    return body
