"""Opens and expires checkout sessions (https://docs.stripe.com/api/checkout/sessions/create)."""

from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.objects.checkout import (
    SessionRequest,
    checkout_session,
    line_item,
    price,
    product,
)
from portal.payments.sandbox.params import Params
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

LEAST_YEN, LEAST_KONBINI, MOST_KONBINI = 50, 120, 300_000
HALF_HOUR, DAY = 1800, 86400
METHODS = ("card", "konbini")
INTERVALS = ("day", "week", "month", "year")


def open_session(world: World, params: Params) -> Tree:
    """Raises ApiError with Stripe's code and param for whatever is wrong."""
    mode = params.choice("mode", ("payment", "subscription"))
    if mode is None:
        raise ApiError("Missing required param: mode.", param="mode", code="parameter_missing")
    _refuse_old_names(params)
    items = _items(world, params, mode)
    total = sum(item["amount_total"] for item in items)
    if total < LEAST_YEN:
        raise ApiError(
            f"The Checkout Session's total amount must be at least ¥{LEAST_YEN}.",
            code="amount_too_small",
        )
    intent_data = _intent_data(params.group("payment_intent_data"))
    plan_data = _plan_data(params.group("subscription_data"))
    wish = _wish(world, params, mode, items, total)
    params.refuse_rest()
    body = checkout_session(world, wish)
    world.remember(body, items=items, intent=None, intent_data=intent_data, plan_data=plan_data)
    return body


def expire_session(world: World, body: Tree) -> Tree:
    if body["status"] != "open":
        raise ApiError(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of `{body['status']}`.",
            param="session",
        )
    world.change(body, status="expired", url=None)
    world.emit("checkout.session.expired", body)
    return body


def _refuse_old_names(params: Params) -> None:
    if params.has("payment_method_types"):
        raise ApiError(
            "payment_method_types is no longer supported in this API version. "
            "Use allowed_payment_method_types instead.",
            param="payment_method_types",
            code="parameter_unknown",
        )
    if params.text("ui_mode") not in (None, "hosted_page"):
        raise ApiError("The sandbox shows hosted pages only.", param="ui_mode")


def _items(world: World, params: Params, mode: str) -> list[Tree]:
    groups = params.groups("line_items")
    if not groups:
        raise ApiError("Missing required param: line_items.", param="line_items", code="parameter_missing")
    return [_item(world, group, mode) for group in groups]


def _item(world: World, group: Params, mode: str) -> Tree:
    named = group.text("price")
    data = group.group("price_data")
    if named:
        body = world.find("price", named, group.at("price"))
    elif group.has("price_data"):
        body = _price(world, data)
    else:
        at = group.at("price")
        raise ApiError("Give either `price` or `price_data`.", param=at, code="parameter_missing")
    if (mode == "subscription") != bool(body["recurring"]):
        raise ApiError(f"A price of type `{body['type']}` does not fit `{mode}` mode.", param=group.at("price"))
    quantity = group.integer("quantity")
    if quantity is not None and quantity < 1:
        raise ApiError("Quantity must be at least 1.", param=group.at("quantity"))
    name = world.get(body["product"])["name"]
    return line_item(world, price=body, description=name, quantity=quantity or 1)


def _price(world: World, data: Params) -> Tree:
    if data.required("currency").lower() != "jpy":
        raise ApiError("The sandboxed account takes yen only.", param=data.at("currency"))
    data.required("unit_amount")
    amount = data.integer("unit_amount") or 0
    if amount < 0:
        raise ApiError("Invalid non-negative integer", param=data.at("unit_amount"))
    recurring = data.group("recurring")
    interval = recurring.choice("interval", INTERVALS) if data.has("recurring") else None
    count = recurring.integer("interval_count") or 1
    about = data.group("product_data")
    goods = product(world, name=about.required("name"), description=about.text("description"))
    about.metadata()
    return price(world, product=goods["id"], unit_amount=amount, interval=interval, count=count)


def _intent_data(group: Params) -> Tree:
    return {
        "description": group.text("description"),
        "metadata": group.metadata(),
        "receipt_email": group.text("receipt_email"),
        "setup_future_usage": group.choice("setup_future_usage", ("off_session", "on_session")),
    }


def _plan_data(group: Params) -> Tree:
    return {"description": group.text("description"), "metadata": group.metadata()}


def _wish(world: World, params: Params, mode: str, items: list[Tree], total: int) -> SessionRequest:
    allowed = params.texts("allowed_payment_method_types")
    customer = params.text("customer")
    if customer:
        world.find("customer", customer, "customer")
    creation = params.choice("customer_creation", ("always", "if_required"))
    return SessionRequest(
        mode=mode,
        items=items,
        total=total,
        success_url=params.required("success_url"),
        cancel_url=params.text("cancel_url"),
        method_types=_method_types(allowed, mode, total),
        allowed_types=allowed or None,
        expires_at=_expires_at(world, params),
        customer=customer,
        customer_email=params.text("customer_email"),
        customer_creation=creation or ("if_required" if mode == "payment" else "always"),
        client_reference_id=params.text("client_reference_id"),
        locale=params.choice("locale", ("auto", "ja", "en", "en-GB")),
        submit_type=params.choice("submit_type", ("auto", "book", "donate", "pay", "subscribe")),
        submit_text=params.group("custom_text").group("submit").text("message"),
        konbini_days=_konbini_days(params),
        metadata=params.metadata(),
    )


def _method_types(allowed: list[str], mode: str, total: int) -> list[str]:
    """Like Stripe, offer what fits: konbini takes ¥120 to ¥300,000, and no subscriptions."""
    fits = {"card": True, "konbini": mode == "payment" and LEAST_KONBINI <= total <= MOST_KONBINI}
    types = [name for name in (allowed or METHODS) if fits.get(name)]
    if not types:
        raise ApiError(
            "None of the allowed payment method types can be used for this Checkout Session.",
            param="allowed_payment_method_types",
        )
    return types


def _expires_at(world: World, params: Params) -> int:
    now, wished = world.now(), params.integer("expires_at")
    leeway = 60  # the caller's clock and ours
    if wished is None:
        return now + DAY
    if not now + HALF_HOUR - leeway <= wished <= now + DAY + leeway:
        raise ApiError(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.",
            param="expires_at",
        )
    return wished


def _konbini_days(params: Params) -> int:
    options = params.group("payment_method_options")
    konbini = options.group("konbini")
    days = konbini.integer("expires_after_days")
    options.group("card").choice("request_three_d_secure", ("any", "automatic", "challenge"))
    if days is not None and not 0 <= days <= 60:
        raise ApiError("Must be between 0 and 60 days.", param=konbini.at("expires_after_days"))
    return 3 if days is None else days
