"""A row of a file that gives people places."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.documents.tables import Line
from portal.people.folding import fold_email
from portal.people.models import Person
from volunteers.models import LIVE, Demand, Signup

from .cells import BadCell, as_day, as_time
from .columns import Column, Sheet
from .shifts import Known, moment, place_of, role_of

PEOPLE = (
    Column("email", "メール", "E-mail", "hanako@example.org", "hanako@example.org"),
    Column("name", "氏名", "Name", "山田 花子", "Hanako Yamada", needed=False),
    Column("date", "日付", "Date", "2027/03/01", "2027-03-01"),
    Column("start", "開始", "Start", "10:00", "10:00"),
    Column("place", "場所", "Place", "事務所", "Office"),
    Column("role", "役割", "Role", "食料の仕分け", "Portioning food"),
)
Where = tuple[int, dt.datetime, int]


@dataclass(frozen=True)
class PersonRow:
    """What a row wants: a place for somebody."""

    person: Person
    demand: Demand


@dataclass(frozen=True)
class People:
    """What rows are compared with, read once for a whole file."""

    known: Known
    by_email: dict[str, Person]
    demands: dict[Where, list[Demand]]
    there: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def read(cls, sheet: Sheet, known: Known) -> "People":
        """Four queries more."""
        wanted = {fold_email(sheet.cell(line, "email")) for line in sheet.table.lines}
        people = {person.email: person for person in Person.objects.filter(email__in=wanted, is_active=True)}
        coming = Demand.objects.with_counts().filter(shift__end__gt=known.now).select_related("shift__place", "role")
        coming = coming.prefetch_related("role__qualifications")
        demands: dict[Where, list[Demand]] = {}
        for demand in coming:
            shift = demand.shift
            demands.setdefault((shift.place_id, shift.start, demand.role_id), []).append(demand)
        return cls(known, people, demands, seats(people.values()))

    def has(self, row: PersonRow) -> bool:
        """Whether the person is in this shift in this role already."""
        return (row.demand.pk, row.person.pk) in self.there


def seats(people: Iterable[Person]) -> set[tuple[int, int]]:
    rows = Signup.objects.filter(person__in=list(people), status__in=LIVE).values_list("demand", "person")
    return {(demand, person) for demand, person in rows if person is not None}


def read_person_row(sheet: Sheet, line: Line, people: People) -> PersonRow:
    """Raises BadCell."""
    address = fold_email(sheet.needed(line, "email"))
    person = people.by_email.get(address)
    if person is None:
        raise BadCell(
            sheet.name_of("email"),
            _("Nobody has an account with the address “%(text)s”. Ask them to make one first.") % {"text": address},
        )
    return PersonRow(person, demand_of(sheet, line, people))


def demand_of(sheet: Sheet, line: Line, people: People) -> Demand:
    """The one role of the one shift that is meant."""
    day = as_day(sheet.needed(line, "date"), sheet.name_of("date"))
    clock, _late = as_time(sheet.needed(line, "start"), sheet.name_of("start"))
    place, role = place_of(sheet, line, people.known), role_of(sheet, line, people.known)
    found = people.demands.get((place.pk, moment(day, clock), role.pk), [])
    if not found:
        raise BadCell(sheet.name_of("start"), _("At this time there is no shift at this place that needs this role."))
    if len(found) > 1:
        raise BadCell(
            sheet.name_of("start"),
            _("Two shifts begin here at this time. Please give this place on the page of the shift."),
        )
    return found[0]
