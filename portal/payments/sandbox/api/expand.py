"""Expands ids into objects (https://docs.stripe.com/api/expanding_objects)."""

import copy
from collections.abc import Callable, Sequence

from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.tree import Tree, page_of
from portal.payments.sandbox.world import World

DEEPEST = 4


def shown(world: World, body: Tree, paths: Sequence[str]) -> Tree:
    """A copy of an object or list with each path expanded. Raises ApiError for one that cannot be."""
    copied = copy.deepcopy(body)
    for path in paths:
        parts = path.split(".")
        if len([part for part in parts if part != "data"]) > DEEPEST:
            raise ApiError(f"You cannot expand more than {DEEPEST} levels: {path}", param="expand")
        _expand(world, copied, parts, path)
    return copied


def _expand(world: World, node: object, parts: Sequence[str], path: str) -> None:
    if not parts or node is None:
        return
    if isinstance(node, list):
        for child in node:
            _expand(world, child, parts, path)
        return
    if not isinstance(node, dict):
        raise _cannot(path)
    _include(world, node, parts[0])
    if parts[0] not in node:
        raise _cannot(path)
    node[parts[0]] = _opened(world, node[parts[0]], path)
    _expand(world, node[parts[0]], parts[1:], path)


def _opened(world: World, value: object, path: str) -> object:
    """The object behind an id; what is open already, or nothing, stays as it is."""
    if value is None or isinstance(value, (dict, list)):
        return value
    found = world.look(value)
    if found is None:
        raise _cannot(path)
    return copy.deepcopy(found)


def _cannot(path: str) -> ApiError:
    return ApiError(f"This property cannot be expanded ({path}).", param="expand")


def _include(world: World, node: Tree, head: str) -> None:
    """Some lists are shown only to those who ask for them."""
    lister = _INCLUDABLE.get((str(node.get("object")), head))
    if lister and head not in node:
        rows, url = lister(world, node)
        node[head] = page_of(copy.deepcopy(rows), url)


_Rows = tuple[list[Tree], str]


def line_items(world: World, session: Tree) -> _Rows:
    rows = world.notes(world.get(session["id"]))["items"]
    return rows, f"/v1/checkout/sessions/{session['id']}/line_items"


def _payments(world: World, bill: Tree) -> _Rows:
    rows = [row for row in world.all("invoice_payment") if row["invoice"] == bill["id"]]
    return rows, f"/v1/invoice_payments?invoice={bill['id']}"


def _refunds(world: World, charge: Tree) -> _Rows:
    rows = [row for row in world.all("refund") if row["charge"] == charge["id"]]
    return rows, f"/v1/charges/{charge['id']}/refunds"


def _subscriptions(world: World, customer: Tree) -> _Rows:
    rows = [row for row in world.all("subscription") if row["customer"] == customer["id"]]
    return rows, f"/v1/customers/{customer['id']}/subscriptions"


_INCLUDABLE: dict[tuple[str, str], Callable[[World, Tree], _Rows]] = {
    ("checkout.session", "line_items"): line_items,
    ("invoice", "payments"): _payments,
    ("charge", "refunds"): _refunds,
    ("customer", "subscriptions"): _subscriptions,
}
