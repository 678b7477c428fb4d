"""Reading files of shifts and of people: what each row wants, or why it cannot be read."""

from .cells import BadCell
from .columns import Column, Sheet, missing_columns, open_sheet
from .fitness import about
from .looking import Bad, Preview, look_at, returned, template
from .people import PEOPLE, People, PersonRow, read_person_row
from .shifts import SHIFTS, Known, ShiftRow, read_shift_row

__all__ = [
    "PEOPLE",
    "SHIFTS",
    "Bad",
    "BadCell",
    "Column",
    "Known",
    "People",
    "PersonRow",
    "Preview",
    "Sheet",
    "ShiftRow",
    "about",
    "look_at",
    "missing_columns",
    "open_sheet",
    "read_person_row",
    "read_shift_row",
    "returned",
    "template",
]
