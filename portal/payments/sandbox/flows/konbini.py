"""Vouchers that are paid later at a convenience store (https://docs.stripe.com/payments/konbini)."""

import secrets

from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.flows.funds import take
from portal.payments.sandbox.flows.pay import begin_konbini, complete, session_of
from portal.payments.sandbox.objects.payments import Payer
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

CHAINS = ("familymart", "lawson", "ministop", "seicomart")
DAY = 86400
TOKYO_OFFSET = 9 * 3600


def issue_voucher(world: World, session: Tree, payer: Payer) -> Tree:
    """The session completes unpaid; the intent waits for the till."""
    intent = begin_konbini(world, session, payer)
    details = {
        "expires_at": _last_second(world, session),
        "hosted_voucher_url": f"{world.base_url}/konbini/{intent['id']}",
        "stores": {chain: _codes() for chain in CHAINS},
    }
    world.change(
        intent,
        next_action={"type": "konbini_display_details", "konbini_display_details": details},
        status="requires_action",
    )
    complete(world, session, payer, "unpaid")
    world.emit("payment_intent.requires_action", intent)
    world.emit("checkout.session.completed", session)
    _obey_test_address(world, intent, payer)
    return intent


def pay_voucher(world: World, intent: Tree) -> None:
    """Somebody pays at the till. Raises ApiError if the voucher is no longer waiting."""
    _must_wait(intent)
    session = session_of(world, intent)
    take(world, intent, world.get(intent["payment_method"]))
    world.change(session, payment_status="paid")
    world.emit("checkout.session.async_payment_succeeded", session)


def expire_voucher(world: World, intent: Tree) -> None:
    """The deadline passes unpaid. Raises ApiError if the voucher is no longer waiting."""
    _must_wait(intent)
    world.change(
        intent,
        last_payment_error={
            "code": "payment_intent_payment_attempt_expired",
            "doc_url": "https://docs.stripe.com/error-codes#payment-intent-payment-attempt-expired",
            "message": "The latest payment attempt for this PaymentIntent has expired.",
            "payment_method": dict(world.get(intent["payment_method"])),
            "type": "invalid_request_error",
        },
        next_action=None,
        payment_method=None,
        status="requires_payment_method",
    )
    world.emit("payment_intent.payment_failed", intent)
    world.emit("checkout.session.async_payment_failed", session_of(world, intent))


def voucher_of(intent: Tree) -> Tree | None:
    """The voucher's details while it waits to be paid."""
    details: Tree | None = (intent["next_action"] or {}).get("konbini_display_details")
    return details


def _must_wait(intent: Tree) -> None:
    if voucher_of(intent) is None:
        raise ApiError(
            f"This PaymentIntent is `{intent['status']}` and does not wait for a konbini payment.",
            param="payment_intent",
            code="payment_intent_unexpected_state",
        )


def _last_second(world: World, session: Tree) -> int:
    """Stripe: the voucher expires at 23:59:59 Tokyo time, that many days from now."""
    days: int = session["payment_method_options"]["konbini"]["expires_after_days"]
    midnight = (world.now() + TOKYO_OFFSET) // DAY * DAY - TOKYO_OFFSET
    return midnight + (days + 1) * DAY - 1


def _codes() -> Tree:
    return {
        "confirmation_number": f"{secrets.randbelow(10**11):011d}",
        "payment_code": f"{secrets.randbelow(10**6):06d}",
    }


def _obey_test_address(world: World, intent: Tree, payer: Payer) -> None:
    """Stripe's test addresses settle a voucher at once."""
    local = payer.email.partition("@")[0]
    if local.endswith("succeed_immediately"):
        pay_voucher(world, intent)
    elif local.endswith("expire_immediately"):
        expire_voucher(world, intent)
