"""The shape every Stripe object has here: a JSON tree."""

from typing import Any

Tree = dict[str, Any]


def nulls(names: str) -> Tree:
    """A tree with every name (separated by spaces) set to None, as Stripe sends fields not in use."""
    return dict.fromkeys(names.split())


def page_of(rows: list[Tree], url: str, *, has_more: bool = False) -> Tree:
    """Stripe's list object (https://docs.stripe.com/api/pagination)."""
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}
