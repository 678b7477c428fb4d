"""Reads Stripe's form encoding (`a[b][0][c]=v`) and hands out typed parameters by name."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl

from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.tree import Tree

_PART = re.compile(r"[^\[\]]+|(?<=\[)(?=\])")


def decode_form(text: str) -> Tree:
    """The tree that a form-encoded body or query describes; numbered keys become lists."""
    root: Tree = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        parts = _PART.findall(key) or [key]
        node = root
        for part in parts[:-1]:
            child = node.setdefault(part, {})
            if not isinstance(child, dict):
                raise ApiError(f"Invalid request: '{key}' is both a value and an object.", param=key)
            node = child
        node[parts[-1] or str(len(node))] = value
    return {name: _with_lists(value) for name, value in root.items()}


def _with_lists(node: object) -> object:
    if not isinstance(node, dict):
        return node
    tree = {name: _with_lists(value) for name, value in node.items()}
    if tree and all(name.isdigit() for name in tree):
        return [tree[name] for name in sorted(tree, key=int)]
    return tree


class Params:
    """Parameters of one call. Each read marks its name as known; `refuse_rest` refuses the others."""

    def __init__(self, tree: Tree, prefix: str = "") -> None:
        self._tree, self._prefix = tree, prefix
        self._known: set[str] = {"expand"} if not prefix else set()
        self._children: dict[str, Params] = {}

    def at(self, name: str) -> str:
        """The name as Stripe prints it in `error.param`."""
        return f"{self._prefix}[{name}]" if self._prefix else name

    def has(self, name: str) -> bool:
        return name in self._tree

    def names(self) -> Iterable[str]:
        return self._tree.keys()

    def text(self, name: str) -> str | None:
        self._known.add(name)
        value = self._tree.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise ApiError("Invalid string.", param=self.at(name))
        return value

    def required(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            at = self.at(name)
            raise ApiError(f"Missing required param: {at}.", param=at, code="parameter_missing")
        return value

    def integer(self, name: str) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        if not re.fullmatch(r"-?[0-9]{1,15}", value):
            raise ApiError(f"Invalid integer: {value}", param=self.at(name), code="parameter_invalid_integer")
        return int(value)

    def number(self, name: str) -> float | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            return float(value)
        except ValueError:
            raise ApiError(f"Invalid number: {value}", param=self.at(name)) from None

    def flag(self, name: str) -> bool | None:
        value = self.choice(name, ("true", "false"))
        return None if value is None else value == "true"

    def choice(self, name: str, allowed: Iterable[str]) -> str | None:
        value, options = self.text(name), tuple(allowed)
        if value is not None and value not in options:
            raise ApiError(f"Invalid {self.at(name)}: must be one of {', '.join(options)}", param=self.at(name))
        return value

    def texts(self, name: str) -> list[str]:
        self._known.add(name)
        value = self._tree.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ApiError("Invalid array", param=self.at(name))
        return value

    def group(self, name: str) -> "Params":
        """The nested object of that name, empty where the caller gave none."""
        self._known.add(name)
        value = self._tree.get(name) or {}
        if not isinstance(value, dict):
            raise ApiError("Invalid object", param=self.at(name))
        return self._child(value, self.at(name))

    def groups(self, name: str) -> list["Params"]:
        self._known.add(name)
        value = self._tree.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise ApiError("Invalid array", param=self.at(name))
        return [self._child(item, f"{self.at(name)}[{n}]") for n, item in enumerate(value)]

    def metadata(self) -> dict[str, str]:
        """Stripe's limits: 50 keys, names up to 40 characters, values up to 500."""
        group = self.group("metadata")
        found = {name: group.text(name) or "" for name in list(group.names())}
        if len(found) > 50 or any(len(k) > 40 or len(v) > 500 for k, v in found.items()):
            raise ApiError(
                "Metadata holds at most 50 keys of 40 characters with values of 500 characters.",
                param=self.at("metadata"),
            )
        return found

    def refuse_rest(self) -> None:
        """Refuse what nobody read, so that a misspelt or forgotten parameter is noticed at once."""
        for name in self._tree:
            if name not in self._known:
                at = self.at(name)
                raise ApiError(f"Received unknown parameter: {at}", param=at, code="parameter_unknown")
        for child in self._children.values():
            child.refuse_rest()

    def _child(self, tree: Tree, prefix: str) -> "Params":
        return self._children.setdefault(prefix, Params(tree, prefix))
