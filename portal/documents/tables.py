"""Tables that people keep in a spreadsheet: CSV and Excel read with care, and written in the same shape."""

import codecs
import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .sheets import FORMULA, Sheet, workbook

# A small file can hold a very large one.
LARGEST_UNPACKED = 40_000_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


# Letters that no table has: a picture, or a program.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class Unreadable(Exception):
    """Not a table that we can read. `why` is one of: empty, too_long, not_a_table, encoding."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Line:
    """One row under its number in the spreadsheet, the header being 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A header and what stands below it; empty rows are left out and keep their number."""

    header: list[str]
    lines: list[Line]


def read_table(content: bytes, *, most_rows: int) -> Table:
    """The first sheet of an Excel file, or a CSV file in UTF-8 (with or without mark), UTF-16 or Shift_JIS (CP932).

    Raises Unreadable.
    """
    rows = _excel(content, most_rows) if content[:4] == b"PK\x03\x04" else _csv(content, most_rows)
    numbered = [Line(number, cells) for number, cells in enumerate(rows, start=1) if any(cells)]
    if len(numbered) < 2:
        raise Unreadable("empty")
    header = numbered[0].cells
    width = max(place for place, name in enumerate(header, start=1) if name)  # a sheet may go on in empty columns
    lines = [Line(line.number, (line.cells + [""] * width)[:width]) for line in numbered[1:]]
    return Table(header=header[:width], lines=[line for line in lines if any(line.cells)])


def _excel(content: bytes, most_rows: int) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise Unreadable("too_long")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Unreadable("not_a_table") from error
    sheet = book.worksheets[0]
    rows = [
        [_text(value) for value in row]
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, max_row=most_rows + 2, values_only=True)
    ]
    book.close()
    return _bounded(rows, most_rows)


def _csv(content: bytes, most_rows: int) -> list[list[str]]:
    text = _decoded(content)
    if _BINARY.search(text):
        raise Unreadable("not_a_table")
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([_text(cell) for cell in row[:MOST_COLUMNS]])
            if len(rows) > most_rows + 1:
                break
    except csv.Error as error:
        raise Unreadable("not_a_table") from error
    return _bounded(rows, most_rows)


def _bounded(rows: list[list[str]], most_rows: int) -> list[list[str]]:
    if len(rows) > most_rows + 1:
        raise Unreadable("too_long")
    return rows


def _decoded(content: bytes) -> str:
    """Strictly, so that a wrong guess is an error and never a wrong letter."""
    encodings = ["utf-16"] if content.startswith(_UTF16) else ["utf-8-sig", "cp932"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def _text(value: object) -> str:
    """A cell as its reader would write it: days as 2026-03-01, times as 9:30, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value.replace(microsecond=0)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()[:LONGEST_CELL]
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text  # as sheets.neutral wrote it


def write_table(header: Sequence[str], rows: Iterable[Sequence[str | int]], *, title: str) -> bytes:
    """An Excel workbook of one sheet with columns as wide as their names need; what read_table reads back unchanged."""
    return workbook([Sheet(title, [(name, max(12, min(40, 2 * len(name) + 4))) for name in header], rows)])
