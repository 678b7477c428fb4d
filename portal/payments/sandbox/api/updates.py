"""Changes that a caller makes to objects that exist."""

from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.flows import plans
from portal.payments.sandbox.flows.pay import session_of
from portal.payments.sandbox.params import Params
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

COLLECTIONS = (
    "charges",
    "checkout/sessions",
    "customers",
    "payment_intents",
    "refunds",
    "subscriptions",
)
CANCELABLE = ("requires_payment_method", "requires_action")
CANCEL_REASONS = ("abandoned", "duplicate", "fraudulent", "requested_by_customer")
_TEXTS = {
    "charge": ("description", "receipt_email"),
    "customer": ("description", "email", "name", "phone"),
    "payment_intent": ("description", "receipt_email"),
}
_EVENTS = {
    "charge": "charge.updated",
    "customer": "customer.updated",
    "refund": "refund.updated",
    "subscription": "customer.subscription.updated",
}


def customer_facts(params: Params) -> dict[str, str | None]:
    return {name: params.text(name) for name in _TEXTS["customer"]}


def update(world: World, body: Tree, params: Params) -> Tree:
    """Metadata of anything, a few texts, and the end of a subscription; an empty value clears."""
    kind = body["object"]
    fields: Tree = {n: params.text(n) for n in _TEXTS.get(kind, ()) if params.has(n)}
    if params.has("metadata"):
        merged = {**body["metadata"], **params.metadata()}
        fields["metadata"] = {name: value for name, value in merged.items() if value}
    if kind == "subscription":
        fields |= _new_method(world, params)
    cancel = params.flag("cancel_at_period_end") if kind == "subscription" else None
    params.refuse_rest()
    _check_ended(body, fields, cancel)
    previous = {name: body[name] for name in fields if body[name] != fields[name]}
    world.change(body, **fields)
    if cancel is not None and cancel != body["cancel_at_period_end"]:
        plans.schedule_end(world, body, cancel=cancel)
    if previous and kind in _EVENTS:
        world.emit(_EVENTS[kind], body, previous)
    return body


def _check_ended(body: Tree, fields: Tree, cancel: bool | None) -> None:
    ended = body["object"] == "subscription" and body["status"] == "canceled"
    if ended and (cancel is not None or "default_payment_method" in fields):
        raise ApiError("A canceled subscription can only update its cancellation_details and metadata.")


def _new_method(world: World, params: Params) -> Tree:
    method = params.text("default_payment_method")
    if method is None:
        return {}
    world.find("payment_method", method, "default_payment_method")
    return {"default_payment_method": method}


def cancel_intent(world: World, intent: Tree, params: Params) -> Tree:
    """Give up an unpaid intent, for instance a konbini voucher."""
    reason = params.choice("cancellation_reason", CANCEL_REASONS)
    params.refuse_rest()
    if intent["status"] not in CANCELABLE:
        raise ApiError(
            "You cannot cancel this PaymentIntent because it has a status of "
            f"{intent['status']}. Only a PaymentIntent with one of the following statuses may be "
            f"canceled: {', '.join(CANCELABLE)}.",
            param="intent",
            code="payment_intent_unexpected_state",
        )
    if session_of(world, intent)["status"] == "open":
        raise ApiError(
            "You cannot cancel PaymentIntents created by a Checkout Session that is still open. "
            "Expire the Checkout Session instead."
        )
    world.change(
        intent,
        canceled_at=world.now(),
        cancellation_reason=reason,
        next_action=None,
        status="canceled",
    )
    world.emit("payment_intent.canceled", intent)
    return intent
