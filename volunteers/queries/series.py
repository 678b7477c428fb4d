"""Series: the days that still want a shift, the shifts there are, and who comes every time."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from portal.people.models import Person
from volunteers.models import (
    RestDay,
    SeriesDemand,
    SeriesException,
    Shift,
    ShiftSeries,
    ShiftState,
    StandingMember,
)

from .choices import Card, card_of, with_demands
from .rhythm import rhythm
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
class SeriesPage:
    """A series as one reader sees it: its dates, and whether they come every time."""

    series: ShiftSeries
    rhythm: str
    cards: list[Card]
    duty: StandingMember | None

    @property
    def can_take_any(self) -> bool:
        """Whether there is at least one date to take or to wait for."""
        return any(offer.can_sign_up or offer.can_wait for card in self.cards for offer in card.offers)


def public_series(pk: int) -> ShiftSeries | None:
    """A series of which at least one shift to come is published."""
    published = Shift.objects.published().filter(end__gt=timezone.now(), series__isnull=False)
    return with_series_demands(ShiftSeries.objects.filter(pk=pk, pk__in=published.values("series"))).first()


def series_page(series: ShiftSeries, standing: Standing | None, *, now: dt.datetime) -> SeriesPage:
    """The published dates to come, as cards, and the reader's standing duty."""
    shifts = with_demands(Shift.objects.published().filter(series=series, start__gt=now))
    duty = duty_of(series, standing.person) if standing else None
    cards = [card_of(shift, standing, now=now) for shift in shifts.order_by("start", "pk")]
    return SeriesPage(series=series, rhythm=rhythm(series), cards=cards, duty=duty)


def duty_of(series: ShiftSeries, person: Person) -> StandingMember | None:
    """The person's standing duty in a series, if it has not ended."""
    return StandingMember.objects.current().filter(series=series, person=person).select_related("role").first()


def duties_of(person: Person) -> list[StandingMember]:
    """Everything this person comes to every time."""
    mine = StandingMember.objects.current().filter(person=person).select_related("series__place", "role")
    return list(mine.prefetch_related("series__demands__role").order_by("series__begins", "pk"))


def unserved(series: ShiftSeries, now: dt.datetime) -> list[tuple[StandingMember, Shift]]:
    """Members and open shifts to come for which the member never had a sign-up: neither taken nor given back."""
    members = list(StandingMember.objects.current().filter(series=series).select_related("person", "role"))
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
