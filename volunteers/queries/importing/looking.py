"""Looking at a file before it is brought in, and the files that go out: the template, and the rows to mend."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.documents.tables import Line, write_table
from volunteers.models import Import, Place, Role
from volunteers.queries.rights import Reach

from .cells import BadCell
from .columns import Column, Sheet
from .fitness import Fitness
from .people import People, read_person_row
from .shifts import Known, read_shift_row

SAMPLE = 20
SHOWN_BAD = 100
Bad = tuple[int, str, str]
Read = tuple[Any, bool, Callable[[], None]]


@dataclass
class Preview:
    """What would become of the rows; `sample` are the first few as (line, new or not)."""

    fresh: int = 0
    there: int = 0
    bad: list[Bad] = field(default_factory=list)
    sample: list[tuple[Line, bool]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.fresh + self.there + len(self.bad)

    @property
    def shown_bad(self) -> list[Bad]:
        return self.bad[:SHOWN_BAD]


def look_at(sheet: Sheet, kind: str, reach: Reach) -> Preview:
    """Read every row without writing anything; the same number of queries for any number of rows."""
    read = reader_of(sheet, kind, reach)
    found, seen = Preview(), set()
    for line in sheet.table.lines:
        try:
            thing, is_there, examine = read(line)
            is_new = not is_there and thing not in seen
            if is_new:
                examine()
        except BadCell as problem:
            found.bad.append((line.number, problem.column, problem.sentence))
            continue
        seen.add(thing)
        found.fresh += is_new
        found.there += not is_new
        if len(found.sample) < SAMPLE:
            found.sample.append((line, is_new))
    return found


def reader_of(sheet: Sheet, kind: str, reach: Reach) -> Callable[[Line], Read]:
    """Reads a row: what it means, as something to compare with other rows, whether that is there already, and what
    looks at a new one more closely. Each raises BadCell."""
    known = Known.read(reach)
    if kind == Import.Kind.SHIFTS:

        def read_shift(line: Line) -> Read:
            row = read_shift_row(sheet, line, known)
            return (row.key, row.role.pk), known.has(row), lambda: None

        return read_shift
    people = People.read(sheet, known)
    fitness = Fitness.read(people.by_email.values(), known.now)

    def read_person(line: Line) -> Read:
        row = read_person_row(sheet, line, people)
        return (row.demand.pk, row.person.pk), people.has(row), lambda: fitness.examine(row)

    return read_person


def returned(sheet: Sheet, bad: Iterable[Sequence[Any]]) -> bytes:
    """The rows to mend as an Excel file of the same shape, each with its sentence in a last column that is passed
    over when the file comes back."""
    wrong: dict[int, str] = {}
    for number, column, sentence in bad:
        wrong[number] = f"{column}: {sentence}" if column else sentence
    width = len(sheet.table.header)
    rows = [
        [*line.cells[:width], *[""] * (width - len(line.cells)), wrong[line.number]]
        for line in sheet.table.lines
        if line.number in wrong
    ]
    header = [name for name in sheet.table.header if name != _("To mend")] + [_("To mend")]
    if len(header) != width + 1:  # it came back with last time's sentences: they make room for the new ones
        place = sheet.table.header.index(_("To mend"))
        rows = [[cell for number, cell in enumerate(row) if number != place] for row in rows]
    return write_table(header, rows, title=_("To mend"))


def template(columns: Sequence[Column]) -> bytes:
    """An empty file to fill in, with one row as an example made of a real place and a real role."""
    place, role = Place.objects.order_by("pk").first(), Role.objects.order_by("pk").first()
    real = {"place": place.name if place else "", "role": role.name if role else ""}
    header = [f"{column.name} *" if column.needed else column.name for column in columns]
    row = [real.get(column.key) or column.example for column in columns]
    return write_table(header, [row], title=_("Template"))
