"""Search that finds Japanese: text is folded when it is stored, and a word is looked for anywhere in it.

Japanese is not split by spaces, so word indexes miss 難民 inside 「日本の難民認定」. A folded column and a plain
LIKE find it on SQLite and PostgreSQL alike. Personal names are never folded this way (see portal.people.folding).
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import models
from wagtail.blocks import StreamValue

LONGEST_QUERY = 100
MOST_WORDS = 6
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"})
AnyModel = TypeVar("AnyModel", bound=models.Model)


def fold_text(text: str) -> str:
    """Full and half width, upper and lower case, curly and straight quotes become one; control characters go."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    printable = (" " if unicodedata.category(letter) == "Cc" else letter for letter in folded)
    return " ".join("".join(printable).split())


def words_of(query: str) -> list[str]:
    """What somebody typed, as folded words; at most six words of at most 100 letters together."""
    return fold_text(query[:LONGEST_QUERY]).split()[:MOST_WORDS]


def with_words(
    found: models.QuerySet[AnyModel], query: str, *, column: str = "search_text"
) -> models.QuerySet[AnyModel]:
    """The rows whose folded column holds every word of `query`, wherever in the text."""
    for word in words_of(query):
        found = found.filter(**{f"{column}__contains": word})
    return found


class FoldedTextField(models.TextField):  # type: ignore[type-arg]  # Django fields take no parameters at run time
    """A column that holds the folded text of other fields of the same row, written whenever the row is saved."""

    def __init__(self, *args: Any, sources: Sequence[str] = (), **kwargs: Any) -> None:
        self.sources = list(sources)
        super().__init__(*args, **(kwargs | {"editable": False, "default": "", "blank": True}))

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        pieces = (piece for source in self.sources for piece in plain_pieces(getattr(model_instance, source)))
        text = fold_text(" ".join(pieces))
        setattr(model_instance, self.attname, text)
        return text


def plain_pieces(value: object) -> Iterable[str]:
    """The words inside a field's value: a string as it is, a StreamField block by block."""
    if isinstance(value, StreamValue):
        return [str(piece) for piece in value.stream_block.get_searchable_content(value)]
    return [str(value)] if value else []
