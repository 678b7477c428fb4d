"""Lists with filters and cursors both ways (https://docs.stripe.com/api/pagination)."""

import operator
from collections.abc import Callable

from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.params import Params
from portal.payments.sandbox.tree import Tree, page_of
from portal.payments.sandbox.world import World

Test = Callable[[Tree], bool]

# Which fields of a kind may be asked for, as "parameter" or "parameter[inner]": path in the object.
FILTERS: dict[str, dict[str, str]] = {
    "balance_transaction": {"currency": "currency", "source": "source", "type": "type"},
    "charge": {"customer": "customer", "payment_intent": "payment_intent"},
    "checkout.session": {
        "customer": "customer",
        "customer_details[email]": "customer_details.email",
        "payment_intent": "payment_intent",
        "status": "status",
        "subscription": "subscription",
    },
    "customer": {"email": "email"},
    "dispute": {"charge": "charge", "payment_intent": "payment_intent"},
    "event": {"type": "type"},
    "invoice": {
        "customer": "customer",
        "status": "status",
        "subscription": "parent.subscription_details.subscription",
    },
    "invoice_payment": {
        "invoice": "invoice",
        "payment[payment_intent]": "payment.payment_intent",
        "payment[type]": "payment.type",
        "status": "status",
    },
    "payment_intent": {"customer": "customer"},
    "payout": {"destination": "destination", "status": "status"},
    "refund": {"charge": "charge", "payment_intent": "payment_intent"},
    "subscription": {"customer": "customer"},
}
_COMPARE = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}


def listing(world: World, kind: str, params: Params, url: str) -> Tree:
    """One page, newest first. Raises ApiError for an unknown filter, cursor or limit."""
    limit = params.integer("limit")
    if limit is not None and not 1 <= limit <= 100:
        raise ApiError("Invalid integer: limit must be between 1 and 100.", param="limit")
    after, before = params.text("starting_after"), params.text("ending_before")
    if after and before:
        raise ApiError("Give only one of starting_after and ending_before.", param="ending_before")
    tests = [*_field_tests(kind, params), *_span_tests("created", params), *_special_tests(world, kind, params)]
    params.refuse_rest()
    rows = [row for row in world.all(kind) if all(test(row) for test in tests)]
    return _page(world, kind, rows, after, before, limit or 10, url)


def _page(
    world: World,
    kind: str,
    rows: list[Tree],
    after: str | None,
    before: str | None,
    limit: int,
    url: str,
) -> Tree:
    if before:
        edge = world.position(world.find(kind, before, "ending_before"))
        newer = [row for row in rows if world.position(row) > edge]
        return page_of(newer[-limit:], url, has_more=len(newer) > limit)
    if after:
        edge = world.position(world.find(kind, after, "starting_after"))
        rows = [row for row in rows if world.position(row) < edge]
    return page_of(rows[:limit], url, has_more=len(rows) > limit)


def _field_tests(kind: str, params: Params) -> list[Test]:
    tests: list[Test] = []
    for name, path in FILTERS[kind].items():
        outer, _, inner = name.partition("[")
        if not params.has(outer):
            continue
        wanted = params.group(outer).text(inner.rstrip("]")) if inner else params.text(outer)
        if wanted is not None:
            tests.append(_equals(path, wanted))
    return tests


def _equals(path: str, wanted: str) -> Test:
    def test(row: Tree) -> bool:
        node: object = row
        for part in path.split("."):
            node = node.get(part) if isinstance(node, dict) else None
        return node == wanted

    return test


def _span_tests(field: str, params: Params) -> list[Test]:
    """An exact time, or bounds, in seconds since 1970."""
    if not params.has(field):
        return []
    try:
        exact = params.integer(field)
    except ApiError:
        exact = None
    if exact is not None:
        return [_compare(field, operator.eq, exact)]
    group = params.group(field)
    bounds = {name: group.integer(name) for name in _COMPARE}
    return [_compare(field, _COMPARE[name], bound) for name, bound in bounds.items() if bound is not None]


def _compare(field: str, compare: Callable[[int, int], bool], bound: int) -> Test:
    return lambda row: compare(row[field], bound)


def _special_tests(world: World, kind: str, params: Params) -> list[Test]:
    if kind == "subscription":
        return _status_tests(params.text("status"))
    if kind == "event":
        return _event_tests(params)
    if kind == "balance_transaction":
        return _payout_tests(world, params)
    if kind == "payout":
        return _span_tests("arrival_date", params)
    return []


def _status_tests(status: str | None) -> list[Test]:
    """Cancelled subscriptions are listed only to those who ask for them."""
    if status == "all":
        return []
    if status is None:
        return [lambda row: row["status"] != "canceled"]
    if status == "ended":
        return [lambda row: row["status"] == "canceled"]
    return [_equals("status", status)]


def _payout_tests(world: World, params: Params) -> list[Test]:
    """Stripe's entries do not name their payout; the list can be asked for those of one."""
    wanted = params.text("payout")
    if wanted is None:
        return []
    world.find("payout", wanted, "payout")
    return [lambda row: world.notes(row).get("payout") == wanted]


def _event_tests(params: Params) -> list[Test]:
    types, success = params.texts("types"), params.flag("delivery_success")
    tests: list[Test] = []
    if types:
        tests.append(lambda row: row["type"] in types)
    if success is not None:
        tests.append(lambda row: (row["pending_webhooks"] == 0) == success)
    return tests
