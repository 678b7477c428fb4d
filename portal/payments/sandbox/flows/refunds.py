"""Refunds (https://docs.stripe.com/refunds), through the API or from the dashboard."""

from portal.payments.sandbox.errors import ApiError, no_such
from portal.payments.sandbox.objects import returns
from portal.payments.sandbox.objects.payments import balance_transaction, card_of
from portal.payments.sandbox.params import Params
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

REASONS = ("duplicate", "fraudulent", "requested_by_customer")
UNFINISHED = ("pending", "requires_action")


def refund(world: World, params: Params) -> Tree:
    """Raises ApiError for a charge that cannot be refunded by that much."""
    charge = _charge(world, params)
    amount = params.integer("amount")
    reason = params.choice("reason", REASONS)
    metadata = params.metadata()
    params.refuse_rest()
    left = charge["amount"] - charge["amount_refunded"]
    _check(charge, left, amount)
    return _give_back(world, charge, left if amount is None else amount, reason, metadata)


def succeed(world: World, body: Tree) -> None:
    """A pending refund reaches the payer."""
    if body["status"] not in UNFINISHED:
        raise ApiError(f"This refund is `{body['status']}` already.", param="refund")
    previous = {"status": body["status"]}
    body.pop("pending_reason", None)
    body.pop("next_action", None)
    world.change(body, status="succeeded")
    world.emit("refund.updated", body, previous)
    world.emit("charge.refund.updated", body, previous)


def fail(world: World, body: Tree, reason: str = "expired_or_canceled_card") -> None:
    """The payer's bank sends the money back; it counts as received again."""
    if body["status"] in ("failed", "canceled"):
        raise ApiError(f"This refund is `{body['status']}` already.", param="refund")
    previous = {"status": body["status"]}
    entry = balance_transaction(
        world,
        type="refund_failure",
        category="refund_failure",
        source=body["id"],
        amount=body["amount"],
    )
    body.pop("pending_reason", None)
    body.pop("next_action", None)
    world.change(body, failure_balance_transaction=entry["id"], failure_reason=reason, status="failed")
    charge = world.get(body["charge"])
    world.change(charge, amount_refunded=charge["amount_refunded"] - body["amount"], refunded=False)
    world.emit("refund.failed", body, previous)
    world.emit("refund.updated", body, previous)
    world.emit("charge.refund.updated", body, previous)


def _charge(world: World, params: Params) -> Tree:
    named, intent = params.text("charge"), params.text("payment_intent")
    if named:
        return world.find("charge", named, "charge")
    if not intent:
        raise ApiError(
            "One of the following params should be provided: payment_intent or charge.",
            param="payment_intent",
            code="parameter_missing",
        )
    latest = world.find("payment_intent", intent, "payment_intent")["latest_charge"]
    charge = world.look(latest)
    if charge is None:
        raise ApiError(
            f"This PaymentIntent ({intent}) does not have a successful charge to refund.",
            param="payment_intent",
            code="payment_intent_unexpected_state",
        )
    return charge


def _check(charge: Tree, left: int, amount: int | None) -> None:
    name = charge["id"]
    if charge["status"] != "succeeded":
        raise ApiError(f"Charge {name} has not succeeded; it cannot be refunded.", param="charge")
    if charge["disputed"]:
        raise ApiError(f"Charge {name} has been charged back; cannot issue a refund.", code="charge_disputed")
    if left == 0:
        raise ApiError(f"Charge {name} has already been refunded.", code="charge_already_refunded")
    if amount is not None and not 1 <= amount <= left:
        raise ApiError(
            f"Refund amount (¥{amount:,}) is greater than unrefunded amount on charge (¥{left:,})"
            if amount > left
            else "Invalid positive integer",
            param="amount",
        )


def _give_back(world: World, charge: Tree, amount: int, reason: str | None, metadata: dict[str, str]) -> Tree:
    method = world.look(charge["payment_method"])
    if method is None:
        raise no_such("payment_method", charge["payment_method"])
    outlook = card_of(world, method).test.refund if method["type"] == "card" else "requires_action"
    body = returns.refund(
        world,
        charge=charge,
        amount=amount,
        status="succeeded" if outlook == "failed" else outlook,
        reason=reason,
        metadata=metadata,
    )
    entry = balance_transaction(world, type="refund", category="refund", source=body["id"], amount=-amount)
    world.change(body, balance_transaction=entry["id"])
    before = charge["amount_refunded"]
    whole = before + amount == charge["amount"]
    world.change(charge, amount_refunded=before + amount, refunded=whole)
    world.emit("refund.created", body)
    world.emit("charge.refunded", charge, {"amount_refunded": before})
    if outlook == "failed":
        fail(world, body)
    return body
