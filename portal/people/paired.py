"""Paired columns: `name_ja` and `name_en`, read as `name` in the language of the moment."""

from typing import Any, Self, overload

from django.utils.translation import get_language


class Paired:
    """A read-only view of `<field>_ja` / `<field>_en`: the active language, else the other one.

    Example: `name = Paired("name")` on a model with both columns. Writing goes to the columns.
    """

    def __init__(self, field: str) -> None:
        self.field = field

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any]) -> str: ...
    def __get__(self, instance: object | None, owner: type[Any]) -> Self | str:
        if instance is None:
            return self
        first, second = ("en", "ja") if (get_language() or "ja").startswith("en") else ("ja", "en")
        return getattr(instance, f"{self.field}_{first}") or getattr(instance, f"{self.field}_{second}") or ""
