"""A row of a file of shifts."""

import datetime as dt
import difflib
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.documents.tables import Line
from portal.people.folding import fold_email
from portal.people.models import Person
from volunteers.models import Demand, Place, Role
from volunteers.queries.rights import Reach

from .cells import BadCell, as_day, as_number, as_time
from .columns import Column, Sheet, same

MOST_PEOPLE = 500
FARTHEST = dt.timedelta(days=800)
SHIFTS = (
    Column("date", "日付", "Date", "2027/03/01", "2027-03-01"),
    Column("meet", "集合", "Meet", "9:45", "9:45", needed=False),
    Column("start", "開始", "Start", "10:00", "10:00"),
    Column("end", "終了", "End", "13:00", "13:00"),
    Column("place", "場所", "Place", "事務所", "Office"),
    Column("role", "役割", "Role", "食料の仕分け", "Portioning food"),
    Column("needed", "必要人数", "Needed", "2", "2", needed=False),
    Column("capacity", "定員", "Places", "4", "4"),
    Column("title_ja", "題名", "Title in Japanese", "", "", needed=False),
    Column("title_en", "題名英語", "Title in English", "", "", needed=False),
    Column("lead", "担当者メール", "Lead", "", "", needed=False),
)
Key = tuple[int, dt.datetime, dt.datetime, str, str]


@dataclass(frozen=True)
class ShiftRow:
    """What a row wants: one role of one shift."""

    place: Place
    role: Role
    report_at: dt.datetime
    start: dt.datetime
    end: dt.datetime
    needed: int
    capacity: int
    title_ja: str = ""
    title_en: str = ""
    lead: Person | None = None

    @property
    def key(self) -> Key:
        """The shift that is meant: what makes two rows one shift, and a second import nothing new."""
        return (self.place.pk, self.start, self.end, self.title_ja, self.title_en)


@dataclass(frozen=True)
class Known:
    """What rows are compared with, read once for a whole file."""

    places: dict[str, Place]
    roles: dict[str, Role]
    leads: dict[str, Person]
    there: set[tuple[Key, int]]
    reach: Reach
    now: dt.datetime

    @classmethod
    def read(cls, reach: Reach) -> "Known":
        """Four queries."""
        now = timezone.now()
        places, roles = Place.objects.all(), Role.objects.all()
        demands = Demand.objects.filter(shift__end__gt=now - dt.timedelta(days=1)).values_list(
            "shift__place", "shift__start", "shift__end", "shift__title_ja", "shift__title_en", "role"
        )
        return cls(
            places={same(name): place for place in places for name in (place.name_en, place.name_ja) if name},
            roles={same(name): role for role in roles for name in (role.slug, role.name_en, role.name_ja)},
            leads={person.email: person for person in Person.objects.filter(is_staff=True, is_active=True)},
            there={((place, start, end, ja, en), role) for place, start, end, ja, en, role in demands},
            reach=reach,
            now=now,
        )

    def has(self, row: ShiftRow) -> bool:
        """Whether this role of this shift is there already."""
        return (row.key, row.role.pk) in self.there


def read_shift_row(sheet: Sheet, line: Line, known: Known) -> ShiftRow:
    """Raises BadCell for the first thing that cannot be right."""
    day = as_day(sheet.needed(line, "date"), sheet.name_of("date"))
    start, end = span(sheet, line, day)
    place, role = place_of(sheet, line, known), role_of(sheet, line, known)
    if start <= known.now:
        raise BadCell(sheet.name_of("date"), _("This time is over. A shift lies in the future."))
    if start > known.now + FARTHEST:
        raise BadCell(sheet.name_of("date"), _("This is more than two years ahead. Please check the year."))
    capacity = as_number(sheet.needed(line, "capacity"), sheet.name_of("capacity"), least=1, most=MOST_PEOPLE)
    needed = as_number(sheet.cell(line, "needed") or "1", sheet.name_of("needed"), least=0, most=MOST_PEOPLE)
    if needed > capacity:
        raise BadCell(sheet.name_of("needed"), _("More people are needed than there are places."))
    return ShiftRow(
        place=place,
        role=role,
        report_at=meeting(sheet, line, day, start),
        start=start,
        end=end,
        needed=needed,
        capacity=capacity,
        title_ja=sheet.cell(line, "title_ja")[:120],
        title_en=sheet.cell(line, "title_en")[:120],
        lead=lead_of(sheet, line, known),
    )


A_DAY = dt.timedelta(days=1)
EVENING, LONGEST_NIGHT = dt.time(17), dt.timedelta(hours=12)


def span(sheet: Sheet, line: Line, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Beginning and end in Tokyo. 24:00 is the end of the day; an end that seems to come before an evening's beginning
    is the next morning's."""
    start, _late = as_time(sheet.needed(line, "start"), sheet.name_of("start"))
    end, at_midnight = as_time(sheet.needed(line, "end"), sheet.name_of("end"))
    begins = moment(day, start)
    ends = moment(day + dt.timedelta(days=1) if at_midnight else day, end)
    if ends < begins and start >= EVENING and ends + A_DAY - begins <= LONGEST_NIGHT:
        ends += A_DAY
    if ends <= begins:
        raise BadCell(sheet.name_of("end"), _("The shift ends before it begins."))
    return begins, ends


def moment(day: dt.date, clock: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, clock))


def meeting(sheet: Sheet, line: Line, day: dt.date, start: dt.datetime) -> dt.datetime:
    """When people meet: as written, else when the shift begins."""
    text = sheet.cell(line, "meet")
    if not text:
        return start
    clock, _late = as_time(text, sheet.name_of("meet"))
    if moment(day, clock) > start:
        raise BadCell(sheet.name_of("meet"), _("People meet before the shift begins, not after."))
    return moment(day, clock)


def place_of(sheet: Sheet, line: Line, known: Known) -> Place:
    text = sheet.needed(line, "place")
    place = known.places.get(same(text))
    if place is None:
        raise BadCell(
            sheet.name_of("place"),
            _("There is no place called “%(text)s”.") % {"text": text}
            + did_you_mean(text, [one.name for one in known.places.values()]),
        )
    if not known.reach.has_place(place.pk):
        raise BadCell(sheet.name_of("place"), _("This place is not among those that you look after."))
    return place


def role_of(sheet: Sheet, line: Line, known: Known) -> Role:
    text = sheet.needed(line, "role")
    role = known.roles.get(same(text))
    if role is None:
        raise BadCell(
            sheet.name_of("role"),
            _("There is no role called “%(text)s”.") % {"text": text}
            + did_you_mean(text, [one.name for one in known.roles.values()]),
        )
    return role


def lead_of(sheet: Sheet, line: Line, known: Known) -> Person | None:
    text = fold_email(sheet.cell(line, "lead"))
    if text and text not in known.leads:
        raise BadCell(sheet.name_of("lead"), _("Nobody of the staff has the address “%(text)s”.") % {"text": text})
    return known.leads.get(text)


def did_you_mean(text: str, names: list[str]) -> str:
    """The nearest name as a question, or nothing."""
    near = difflib.get_close_matches(text, names, n=1, cutoff=0.4)
    return " " + _("Did you mean “%(name)s”?") % {"name": near[0]} if near else ""
