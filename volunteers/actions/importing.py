"""Bringing in files: row by row, good rows are kept, bad rows come back with a sentence (volunteering.md 15)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.documents.tables import Line, Unreadable, read_table
from portal.jobs.actions import Progress, start
from portal.jobs.models import Job
from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import LARGEST_FILE, MOST_ROWS, Demand, Import, Place, Shift
from volunteers.queries.importing import (
    PEOPLE,
    SHIFTS,
    Bad,
    BadCell,
    Known,
    People,
    PersonRow,
    Sheet,
    ShiftRow,
    about,
    missing_columns,
    open_sheet,
    read_person_row,
    read_shift_row,
)
from volunteers.queries.rights import reach_of

from .asking import assign
from .demands import Wanted
from .planning import change_shift, open_shift

STEP = 10
EXCEL = (".xlsx", ".xlsm", ".xls")


class ImportRefused(Refused):
    """The file as a whole cannot be read."""


@dataclass
class Outcome:
    """What became of the rows: made, there already, and bad ones as (row, column, sentence)."""

    made: int = 0
    there: int = 0
    bad: list[Bad] = field(default_factory=list)


def take_file(*, kind: str, name: str, content: bytes, by: Person) -> Import:
    """Keep an uploaded file to be looked at. Raises ImportRefused with what to do about it."""
    if len(content) > LARGEST_FILE:
        raise ImportRefused(_("The file is larger than 2 MB. Please split it."))
    if name.lower().endswith(EXCEL) and not content.startswith(b"PK"):
        raise ImportRefused(str(sentences()["not_a_table"]))
    sheet = sheet_of(kind, content)
    missing = missing_columns(sheet)
    if missing:
        raise ImportRefused(
            _("These columns are missing: %(names)s. The template shows all of them.")
            % {"names": _(", ").join(missing)}
        )
    return Import.objects.create(kind=kind, name=name[-200:], content=content, by=by)


def sheet_of(kind: str, content: bytes) -> Sheet:
    """The table of a file with its columns found. Raises ImportRefused."""
    try:
        table = read_table(content, most_rows=MOST_ROWS)
    except Unreadable as problem:
        raise ImportRefused(str(sentences()[problem.why])) from problem
    return open_sheet(table, SHIFTS if kind == Import.Kind.SHIFTS else PEOPLE)


def sentences() -> dict[str, str]:
    return {
        "empty": _("There is no row below the header. Please fill in the template."),
        "too_long": _("The file has more than %(most)s rows. Please split it.") % {"most": f"{MOST_ROWS:,}"},
        "not_a_table": _("This is neither an Excel file (.xlsx) nor a CSV file. Please use the template."),
        "encoding": _("The letters of this file cannot be read. Save it as “CSV UTF-8” or as an Excel file."),
    }


@transaction.atomic
def bring_in(*, batch: Import, by: Person, publish: bool = False) -> Import:
    """Begin the work; a second call finds it begun. With `publish` new shifts are open for sign-up at once."""
    batch = Import.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    if batch.job_id is None:
        batch.job = start(kind="shift_import", parameters={"import": batch.pk, "publish": publish}, by=by)
        batch.save(update_fields=["job"])
        log(batch, "volunteers.import", user=by, data={"file": batch.name})
    return batch


def run_import(job: Job, progress: Progress) -> dict[str, Any]:
    """The job. Each row is a transaction of its own; begun again, it finds what it had made."""
    batch = Import.objects.select_related("by").get(pk=job.parameters["import"])
    with translation.override(batch.by.language):
        outcome = Outcome()
        lines = sheet_of(batch.kind, bytes(batch.content))
        keep = keeper(batch, lines, publish=bool(job.parameters.get("publish")))
        for number, line in enumerate(lines.table.lines, start=1):
            bring_row(outcome, line, keep)
            if number % STEP == 0 or number == len(lines.table.lines):
                progress(number, len(lines.table.lines))
    batch.outcome = {"made": outcome.made, "there": outcome.there, "bad": outcome.bad}
    batch.save(update_fields=["outcome"])
    return {"made": outcome.made, "there": outcome.there, "bad": len(outcome.bad)}


def bring_row(outcome: Outcome, line: Line, keep: Callable[[Line], bool]) -> None:
    """One row: made, there already, or bad with its sentence."""
    try:
        with transaction.atomic():
            made = keep(line)
    except BadCell as problem:
        outcome.bad.append((line.number, problem.column, problem.sentence))
    except Refused as refusal:
        outcome.bad.append((line.number, "", refusal.sentence))
    else:
        outcome.made += made
        outcome.there += not made


def keeper(batch: Import, sheet: Sheet, *, publish: bool) -> Callable[[Line], bool]:
    """What is done with a row; it says whether something was made."""
    known = Known.read(reach_of(batch.by))
    if batch.kind == Import.Kind.SHIFTS:
        return lambda line: keep_shift(read_shift_row(sheet, line, known), by=batch.by, publish=publish)
    people = People.read(sheet, known)
    return lambda line: keep_person(read_person_row(sheet, line, people), by=batch.by)


def keep_shift(row: ShiftRow, *, by: Person, publish: bool) -> bool:
    """Make the shift, or add the role to it; False where both are there, whatever became of them since."""
    Place.objects.select_for_update(of=("self",), no_key=True).get(pk=row.place.pk)  # two imports at once make one
    shift = Shift.objects.filter(
        place=row.place, start=row.start, end=row.end, title_ja=row.title_ja, title_en=row.title_en
    ).first()
    if shift is None:
        make_shift(row, by=by, publish=publish)
        return True
    demands = list(Demand.objects.filter(shift=shift).select_related("role"))
    if shift.is_cancelled or any(demand.role_id == row.role.pk for demand in demands):
        return False
    change_shift(shift=shift, changes={}, demands=[*map(as_it_is, demands), new_demand(row)], by=by)
    return True


def make_shift(row: ShiftRow, *, by: Person, publish: bool) -> None:
    shift = Shift.objects.create(
        place=row.place,
        report_at=row.report_at,
        start=row.start,
        end=row.end,
        title_ja=row.title_ja,
        title_en=row.title_en,
        lead=row.lead,
    )
    Demand.objects.create(shift=shift, role=row.role, min_needed=row.needed, capacity=row.capacity)
    if publish:
        open_shift(shift=shift, by=by)


def as_it_is(demand: Demand) -> Wanted:
    return Wanted(
        pk=demand.pk,
        role=demand.role,
        min_needed=demand.min_needed,
        capacity=demand.capacity,
        overflow=demand.overflow,
    )


def new_demand(row: ShiftRow) -> Wanted:
    return Wanted(
        pk=None,
        role=row.role,
        min_needed=row.needed,
        capacity=row.capacity,
        overflow=Demand.Overflow.WAITLIST,
    )


def keep_person(row: PersonRow, *, by: Person) -> bool:
    """Give the place; False where the person has it. Raises BadCell with the sentence of what the domain refuses: the
    preview has looked at the same, and much may have happened since."""
    if row.demand.signups.live().filter(person=row.person).exists():
        return False
    try:
        assign(person=row.person, demand=row.demand, by=by)
    except Refused as refusal:
        raise BadCell("", about(row.person, refusal.sentence)) from refusal
    return True
