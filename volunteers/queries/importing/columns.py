"""Which column is which: by its name, in Japanese or English, in any order."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.documents.tables import Line, Table

from .cells import BadCell


@dataclass(frozen=True)
class Column:
    """One column of a template: its names, whether it must be there, and an example."""

    key: str
    ja: str
    en: str
    example_ja: str
    example_en: str
    needed: bool = True

    @property
    def name(self) -> str:
        return self.en if (get_language() or "ja").startswith("en") else self.ja

    @property
    def example(self) -> str:
        return self.example_en if (get_language() or "ja").startswith("en") else self.example_ja


@dataclass(frozen=True)
class Sheet:
    """A table of which we know the columns: where each one stands."""

    table: Table
    columns: Sequence[Column]
    places: Mapping[str, int]

    def cell(self, line: Line, key: str) -> str:
        """The text of a cell; empty where the column or the cell is missing."""
        place = self.places.get(key)
        return line.cells[place] if place is not None and place < len(line.cells) else ""

    def needed(self, line: Line, key: str) -> str:
        """The text of a cell that must not be empty. Raises BadCell."""
        text = self.cell(line, key)
        if not text:
            raise BadCell(self.name_of(key), _("Nothing is written here, and it is needed."))
        return text

    def name_of(self, key: str) -> str:
        """The column as the file calls it, with its letter in the spreadsheet."""
        place = self.places.get(key)
        if place is None:
            return next(column.name for column in self.columns if column.key == key)
        return f"{self.table.header[place]} ({letter(place)})"


def letter(place: int) -> str:
    """A to Z, AA, AB, …: how spreadsheets call their columns, counted from 0."""
    name = ""
    while place >= 0:
        name = chr(ord("A") + place % 26) + name
        place = place // 26 - 1
    return name


def bare(name: str) -> str:
    """A name without what differs from file to file: width, case, spaces, a star for "needed", a note in brackets."""
    text = unicodedata.normalize("NFKC", name).casefold().partition("(")[0]
    return "".join(text.replace("*", "").replace("※", "").split())


def same(name: str) -> str:
    """A name of a place or a role, compared without regard to width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def open_sheet(table: Table, columns: Sequence[Column]) -> Sheet:
    """Find the columns; the first of two with the same name counts, unknown ones are passed over."""
    names = {bare(name): column.key for column in columns for name in (column.ja, column.en, column.key)}
    places: dict[str, int] = {}
    for place, name in enumerate(table.header):
        key = names.get(bare(name))
        if key is not None:
            places.setdefault(key, place)
    return Sheet(table, columns, places)


def missing_columns(sheet: Sheet) -> list[str]:
    """Needed columns that the file lacks, by name."""
    return [column.name for column in sheet.columns if column.needed and column.key not in sheet.places]
