"""Excel workbooks. What people typed is text in every spreadsheet program, never a formula."""

import datetime as dt
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | int | float | dt.date | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: (heading, width in characters) of each column, its rows, and the columns, counted from 0, whose whole
    numbers are written with thousands apart."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]] = field(default_factory=list)
    thousands: Collection[int] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx with a head that stays in sight and can be filtered."""
    book = Workbook()
    book.remove(book.active)
    for each in sheets:
        sheet = book.create_sheet(each.title[:31])
        sheet.append([name for name, _width in each.columns])
        for row in each.rows:
            sheet.append([neutral(cell) if isinstance(cell, str) else cell for cell in row])
        for head, (_name, width) in zip(sheet[1], each.columns, strict=True):
            head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="23407A")
            head.alignment = Alignment(vertical="center", wrap_text=True)
            sheet.column_dimensions[head.column_letter].width = width
        for number in each.thousands:
            for cell in list(sheet.columns)[number][1:]:
                cell.number_format = "#,##0"
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def neutral(text: str) -> str:
    """Text that a spreadsheet would take for a formula begins with an apostrophe; control characters are dropped."""
    text = "".join(letter for letter in text if letter >= " " or letter in "\t\r\n")
    return f"'{text}" if text.startswith(FORMULA) else text
