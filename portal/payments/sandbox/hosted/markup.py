"""Writes HTML in which everything that is not markup is escaped."""

import html
from collections.abc import Iterable
from typing import Union

Child = Union["Markup", str, None, Iterable["Child"]]
_VOID = {"img", "input", "link", "meta"}


class Markup(str):
    """Text that is HTML already."""


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Markup:
    """An element. `for_` and `class_` lose their underscore, others become hyphens; None is left out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Child) -> Markup:
    if children is None:
        return Markup("")
    if isinstance(children, Markup):
        return children
    if isinstance(children, str):
        return Markup(html.escape(children))
    return Markup("".join(join(child) for child in children))


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(value)}"'
