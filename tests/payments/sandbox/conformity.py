"""Walks a JSON answer along the SDK's typed models, which are generated from Stripe's OpenAPI description.

Required fields are there, types are right, words of closed lists are known, and no field is of our own invention.
"""

import functools
import importlib
import inspect
import types
import typing
from decimal import Decimal

import stripe
from stripe._object_classes import OBJECT_CLASSES


class Conformity:
    """Looks at every answer that the sandbox gives; `misfits` must stay empty."""

    def __init__(self) -> None:
        self.calls: set[str] = set()
        self.kinds: set[str] = set()
        self.misfits: set[str] = set()
        self._seen: set[int] = set()

    def look(self, call: str, body: dict) -> None:
        """`call` is the method and the path. What was looked at once is not looked at again."""
        self.calls.add(call)
        self._look_at(body)

    def _look_at(self, body: dict) -> None:
        fingerprint = hash(repr(body))
        if fingerprint in self._seen:
            return
        self._seen.add(fingerprint)
        self.kinds.add(body["object"])
        if body["object"] == "list":
            self.misfits.update(f"list.{name}: missing" for name in ("data", "has_more", "url") if name not in body)
            for item in body["data"]:
                self._look_at(item)
        else:
            self.misfits.update(object_misfits(body, model_of(body["object"]), body["object"]))


@functools.cache
def model_of(kind: str) -> type:
    place = OBJECT_CLASSES[kind]
    return getattr(importlib.import_module(place[0]), place[1]) if isinstance(place, tuple) else place


@functools.cache
def annotations(model: type) -> dict[str, object]:
    found: dict[str, object] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, stripe.StripeObject) and base.__module__ != "stripe._stripe_object":
            found |= {k: v for k, v in inspect.get_annotations(base).items() if not k.startswith("_")}
    return {k: v for k, v in found.items() if typing.get_origin(v) is not typing.ClassVar}


def is_optional(annotation: object) -> bool:
    return type(None) in typing.get_args(annotation)


def misfits(value: object, annotation: object, at: str) -> list[str]:
    """Why a JSON value does not fit an annotation; empty if it does."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is typing.Any or annotation is None:
        return []
    if origin in (typing.Union, types.UnionType):
        tries = [misfits(value, choice, at) for choice in inner]
        return [] if [] in tries else tries[0]
    if origin is typing.Literal:
        return [] if value in inner else [f"{at}: {value!r} is none of {inner[:6]}"]
    if isinstance(annotation, (typing.ForwardRef, str)):
        return expanded_misfits(value, at)
    if origin in (list, typing.List):  # noqa: UP006 - what the models are written with
        if not isinstance(value, list):
            return [f"{at}: not a list"]
        return [m for n, item in enumerate(value) for m in misfits(item, inner[0], f"{at}[{n}]")]
    if origin is not None:
        return list_misfits(value, origin, inner, at)
    return plain_misfits(value, annotation, at)


def list_misfits(value: object, origin: type, inner: tuple, at: str) -> list[str]:
    if origin.__name__ == "UntypedStripeObject":
        return [] if isinstance(value, dict) else [f"{at}: not an object"]
    if origin.__name__ != "ListObject" or not isinstance(value, dict):
        return [f"{at}: {value!r} does not fit {origin.__name__}"]
    return [m for n, item in enumerate(value["data"]) for m in misfits(item, inner[0], f"{at}.data[{n}]")]


def expanded_misfits(value: object, at: str) -> list[str]:
    if not isinstance(value, dict) or "object" not in value:
        return [f"{at}: {value!r} is no expanded object"]
    return object_misfits(value, model_of(value["object"]), at)


def plain_misfits(value: object, annotation: object, at: str) -> list[str]:
    if annotation is type(None):
        return [] if value is None else [f"{at}: not null"]
    if annotation is Decimal:
        return [] if isinstance(value, str) and Decimal(value) is not None else [f"{at}: not a decimal string"]
    if isinstance(annotation, type) and issubclass(annotation, stripe.StripeObject):
        return object_misfits(value, annotation, at) if isinstance(value, dict) else [f"{at}: not an object"]
    if annotation is float:
        annotation = (int, float)
    if annotation is int and isinstance(value, bool):
        return [f"{at}: a boolean, not a number"]
    return [] if isinstance(value, annotation) else [f"{at}: {value!r} is no {annotation}"]


def object_misfits(value: dict, model: type, at: str) -> list[str]:
    fields = annotations(model)
    if not fields:
        return []
    unknown = [f"{at}.{name}: unknown" for name in value if name not in fields]
    missing = [f"{at}.{n}: missing" for n, a in fields.items() if n not in value and not is_optional(a)]
    wrong = [m for n, v in value.items() if n in fields for m in misfits(v, fields[n], f"{at}.{n}")]
    return [*unknown, *missing, *wrong]
