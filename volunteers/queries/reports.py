"""Hours and absences by person, and who is insured: on the screen and as Excel."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.documents.sheets import Sheet, workbook
from portal.people.models import InsuranceCover, Person
from volunteers.models import Guest, HoursEntry, Signup, Status

from .rights import Reach
from .staffing import midnight


@dataclass(frozen=True)
class Tally:
    """One person in a span of days."""

    person: Person
    minutes: int
    attended: int
    absent: int
    late: int

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 2)


def tallies(reach: Reach, *, since: dt.date, until: dt.date) -> list[Tally]:
    """Everybody who was expected from `since` to `until`, both included, most hours first; four queries."""
    seats = reach.signups(
        Signup.objects.of_people().filter(
            period_start__gte=midnight(since), period_start__lt=midnight(until + dt.timedelta(days=1))
        )
    )
    counts = (
        seats.order_by()
        .values("person")
        .annotate(
            attended=Count("pk", filter=Q(status=Status.ATTENDED)),
            absent=Count("pk", filter=Q(status=Status.NO_SHOW)),
            withdrawn_late=Count("pk", filter=Q(late=True)),
        )
    )
    found = {row["person"]: row for row in counts if row["attended"] or row["absent"] or row["withdrawn_late"]}
    entries = HoursEntry.objects.filter(day__range=(since, until))
    if not reach.everywhere:
        entries = entries.filter(signup__shift__place__in=reach.places)
    minutes = dict(entries.order_by().values_list("person").annotate(sum=Sum("minutes")).values_list("person", "sum"))
    people = Person.objects.in_bulk(found.keys() | minutes.keys())
    rows = [tally(person, found.get(pk, {}), minutes.get(pk, 0)) for pk, person in people.items()]
    return sorted(rows, key=lambda row: (-row.minutes, -row.attended, row.person.family_kana, row.person.pk))


def tally(person: Person, counts: dict[str, Any], minutes: int) -> Tally:
    return Tally(
        person=person,
        minutes=minutes,
        attended=counts.get("attended", 0),
        absent=counts.get("absent", 0),
        late=counts.get("withdrawn_late", 0),
    )


def hours_workbook(reach: Reach, *, since: dt.date, until: dt.date) -> bytes:
    """The tallies as .xlsx."""
    rows = [
        (t.person.display_name, kana(t.person), t.hours, t.attended, t.absent, t.late)
        for t in tallies(reach, since=since, until=until)
    ]
    columns = [
        (pgettext("person", "Name"), 24), (_("Kana"), 24), (_("Approved hours"), 16), (_("Times there"), 12),
        (_("Times absent"), 12), (_("Withdrawn late"), 14),
    ]  # fmt: skip
    return workbook([Sheet(f"{since.isoformat()} {until.isoformat()}", columns, rows)])


def insured_workbook(year: int) -> bytes:
    """Who is insured from 1 April of `year` to 31 March, with the days; and guests without an account whose names we
    still hold, because the insurance asks for them too."""
    ends = dt.date(year + 1, 3, 31)
    covers = InsuranceCover.objects.filter(year=year).select_related("person")
    rows = [
        (number, cover.person.display_name, kana(cover.person), cover.person.latin_name, cover.starts_on, ends)
        for number, cover in enumerate(covers.order_by("person__family_kana", "person__given_kana", "person"), start=1)
    ]
    days = (midnight(dt.date(year, 4, 1)), midnight(ends + dt.timedelta(days=1)))
    guests = Guest.objects.filter(shift__start__gte=days[0], shift__start__lt=days[1], taken_back_at__isnull=True)
    named = [
        (guest.name, guest.shift.day, guest.demand.role.name)
        for guest in guests.exclude(name="").select_related("shift__place", "demand__role").order_by("came_at")
    ]
    insured = [
        (_("No."), 6), (pgettext("person", "Name"), 24), (_("Kana"), 24), (_("name in Latin letters"), 24),
        (_("Covered from"), 14), (_("Covered until"), 14),
    ]  # fmt: skip
    return workbook(
        [
            Sheet(_("Insured"), insured, rows),
            Sheet(
                _("Came without a sign-up"), [(pgettext("person", "Name"), 24), (_("Day"), 14), (_("Role"), 24)], named
            ),
        ]
    )


def kana(person: Person) -> str:
    return f"{person.family_kana} {person.given_kana}".strip()
