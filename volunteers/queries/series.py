"""Series: the days that still want a shift, the shifts there are, and who comes every time."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from portal.people.models import Person
from volunteers.models import (
    Promise,
    RestDay,
    Role,
    SeriesDemand,
    SeriesException,
    Shift,
    ShiftSeries,
    ShiftState,
    StandingMember,
)

from .choices import Card, card_of, with_demands
from .rhythm import rhythm
from .staffing import missing
from .standing import Standing

# Shifts of a series are made this far ahead.
HORIZON = dt.timedelta(weeks=10)


def horizon() -> dt.date:
    """The last day for which shifts of series are made today."""
    return timezone.localdate() + HORIZON


def days_off(series: ShiftSeries, since: dt.date, until: dt.date) -> set[dt.date]:
    """Days of that time on which the series rests: its own exceptions, and days off where it keeps them."""
    off = set(SeriesException.objects.filter(series=series).values_list("date", flat=True))
    if series.rests:
        off |= set(RestDay.objects.filter(date__range=(since, until)).values_list("date", flat=True))
    return off


def wanted_days(series: ShiftSeries, *, since: dt.date, until: dt.date) -> list[dt.date]:
    """The days of the rule in that time, without days off."""
    off = days_off(series, since, until)
    return [day for day in series.days_until(until) if day >= since and day not in off]


def missing_days(series: ShiftSeries, *, now: dt.datetime, until: dt.date) -> list[dt.date]:
    """Wanted days to come that have never had a shift: moved and cancelled ones count as had (no ghosts)."""
    had = set(Shift.objects.filter(series=series).values_list("occurrence_date", flat=True))
    days = wanted_days(series, since=timezone.localdate(now), until=until)
    return [day for day in days if day not in had and series.times_on(day)["start"] > now]


def to_come(series: ShiftSeries, now: dt.datetime) -> QuerySet[Shift]:
    """Shifts of the series that have not begun, in order of time, cancelled ones included."""
    return Shift.objects.filter(series=series, start__gt=now).order_by("start", "pk")


def with_series_demands(series: QuerySet[ShiftSeries]) -> QuerySet[ShiftSeries]:
    """Series with place and roles, in one further query however many there are."""
    demands = Prefetch("demands", queryset=SeriesDemand.objects.select_related("role"))
    return series.select_related("place", "lead").prefetch_related(demands)


@dataclass(frozen=True)
class Asked:
    """What one role asks to be read and promised; `given` is what was ticked already."""

    role: Role
    kinds: tuple[Promise.Kind, ...]
    given: frozenset[str]


@dataclass(frozen=True)
class SeriesPage:
    """A series as one reader sees it: its dates, and whether they come every time."""

    series: ShiftSeries
    rhythm: str
    cards: list[Card]
    duty: StandingMember | None
    promised: Mapping[int, Collection[str]] = field(default_factory=dict)

    @property
    def several(self) -> bool:
        """Whether there is more than one role to choose from."""
        return len(self.series.demands.all()) > 1

    @property
    def asks(self) -> list[Asked]:
        """What the reader has yet to read and to promise for dates they could take, role by role."""
        found: dict[int, Asked] = {}
        for offer in (offer for card in self.cards for offer in card.offers if offer.is_for_me and offer.promises):
            role, kinds = offer.demand.role, offer.promises
            if role.pk not in found or len(found[role.pk].kinds) < len(kinds):
                found[role.pk] = Asked(role, kinds, frozenset(self.promised.get(role.pk, ())))
        return list(found.values())

    @property
    def can_take_any(self) -> bool:
        """Whether there is at least one date to take or to wait for."""
        return any(offer.can_sign_up or offer.can_wait for card in self.cards for offer in card.offers)


def public_series(pk: int) -> ShiftSeries | None:
    """A series of which at least one shift to come is published."""
    published = Shift.objects.published().filter(end__gt=timezone.now(), series__isnull=False)
    return with_series_demands(ShiftSeries.objects.filter(pk=pk, pk__in=published.values("series"))).first()


def series_page(
    series: ShiftSeries, standing: Standing | None, *, now: dt.datetime, promised: Mapping[int, Collection[str]]
) -> SeriesPage:
    """The published dates to come, as cards, the reader's standing duty, and what they ticked for each role."""
    shifts = with_demands(Shift.objects.published().filter(series=series, start__gt=now))
    duty = duty_of(series, standing.person) if standing else None
    cards = [card_of(shift, standing, now=now) for shift in shifts.order_by("start", "pk")]
    return SeriesPage(series=series, rhythm=rhythm(series), cards=cards, duty=duty, promised=promised)


def duty_of(series: ShiftSeries, person: Person) -> StandingMember | None:
    """The person's standing duty in a series, if it has not ended."""
    return StandingMember.objects.current().filter(series=series, person=person).select_related("role").first()


def unserved(series: ShiftSeries, now: dt.datetime) -> list[tuple[StandingMember, Shift]]:
    """Members and open shifts to come for which the member never had a sign-up: neither taken nor given back."""
    members = list(StandingMember.objects.current().filter(series=series).select_related("person", "role", "series"))
    shifts = list(to_come(series, now).filter(state=ShiftState.OPEN).prefetch_related("signups"))
    return [
        (member, shift)
        for shift in shifts
        for member in members
        if comes_on(member, shift) and member.person_id not in {signup.person_id for signup in shift.signups.all()}
    ]


def comes_on(member: StandingMember, shift: Shift) -> bool:
    """Whether the duty covers the shift's day in its series."""
    day = shift.occurrence_date or shift.day
    return member.since <= day and (member.until is None or day <= member.until)


@dataclass(frozen=True)
class SeriesRow:
    """A series in the coordinators' list."""

    series: ShiftSeries
    rhythm: str
    next: Shift | None
    members: int
    missing: int


def series_board(now: dt.datetime) -> list[SeriesRow]:
    """Every series that may have a date to come, in four queries however many there are."""
    running = with_series_demands(ShiftSeries.objects.running(timezone.localdate(now)))
    shifts: dict[int, list[Shift]] = {}
    for shift in with_demands(Shift.objects.happening().filter(series__isnull=False, start__gt=now)).order_by("start"):
        shifts.setdefault(shift.series_id or 0, []).append(shift)
    members: dict[int, int] = {}
    for key in StandingMember.objects.current().values_list("series", flat=True):
        members[key] = members.get(key, 0) + 1
    return [
        SeriesRow(
            series=series,
            rhythm=rhythm(series),
            next=next(iter(shifts.get(series.pk, [])), None),
            members=members.get(series.pk, 0),
            missing=sum(missing(shift) for shift in shifts.get(series.pk, [])[:3]),
        )
        for series in running.order_by("place__name_ja", "begins", "pk")
    ]


@dataclass(frozen=True)
class SeriesDate:
    """One date on the coordinators' page of a series: `moved` where its day is not the rule's, `own` its other times."""

    shift: Shift
    moved: bool
    own: bool
    taken: int
    capacity: int
    missing: int


@dataclass(frozen=True)
class SeriesDesk:
    """One series for coordinators."""

    series: ShiftSeries
    rhythm: str
    dates: list[SeriesDate]
    members: list[StandingMember]
    off: list[dt.date]


def series_desk(series: ShiftSeries, now: dt.datetime) -> SeriesDesk:
    """The dates to come as they are, who comes every time, and the days that are left out."""
    shifts = with_demands(Shift.objects.filter(series=series, end__gt=now)).order_by("start", "pk")
    today, until = timezone.localdate(now), horizon()
    return SeriesDesk(
        series=series,
        rhythm=rhythm(series),
        dates=[date_of(series, shift) for shift in shifts],
        members=list(StandingMember.objects.current().filter(series=series).select_related("person", "role")),
        off=sorted(day for day in days_off(series, today, until) if day in series.days_until(until) and day >= today),
    )


def date_of(series: ShiftSeries, shift: Shift) -> SeriesDate:
    demands = shift.demands.all()
    usual = series.times_on(shift.occurrence_date or shift.day)
    moved = shift.day != shift.occurrence_date
    return SeriesDate(
        shift=shift,
        moved=moved,
        own=not moved and (shift.start, shift.end) != (usual["start"], usual["end"]),
        taken=sum(demand.taken for demand in demands),
        capacity=sum(demand.capacity for demand in demands),
        missing=missing(shift),
    )


def first_days(series: ShiftSeries, count: int = 12) -> list[tuple[dt.date, bool]]:
    """The first days of a series that is not saved yet, each with whether it rests then."""
    until = series.first_day + dt.timedelta(days=400)
    days = series.days_until(until)[:count]
    off = set(RestDay.objects.filter(date__in=days).values_list("date", flat=True)) if series.rests else set()
    return [(day, day in off) for day in days]
