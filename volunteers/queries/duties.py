"""Standing duties as their member sees them: how often, and the next date."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from portal.people.models import Person
from volunteers.models import Shift, Signup, StandingMember, Status

from .rhythm import rhythm
from .series import comes_on


@dataclass(frozen=True)
class Duty:
    """One standing duty: `next` is the first date with a place or a turn, `without` are dates before it that were
    given back or refused. `has_page` is False while nothing of the series is published."""

    member: StandingMember
    rhythm: str
    next: Signup | None
    without: list[Shift]
    has_page: bool

    @property
    def may_give_back(self) -> bool:
        """Whether the next date is a place that can be handed over or given back."""
        return self.next is not None and self.next.status == Status.CONFIRMED


def duties_of(person: Person, *, now: dt.datetime) -> list[Duty]:
    """Everything this person comes to every time, the earliest in the day first; four queries however many there are."""
    members = list(
        StandingMember.objects.current()
        .filter(person=person)
        .select_related("series__place", "role")
        .prefetch_related("series__demands__role")
        .order_by("series__begins", "pk")
    )
    if not members:
        return []
    mine = Signup.objects.live().filter(person=person)
    dates = Shift.objects.published().filter(series__in=[member.series_id for member in members], start__gt=now)
    dates = dates.order_by("start", "pk").prefetch_related(Prefetch("signups", queryset=mine, to_attr="of_reader"))
    by_series: dict[int, list[Shift]] = {}
    for shift in dates:
        by_series.setdefault(shift.series_id or 0, []).append(shift)
    return [duty(member, by_series.get(member.series_id, [])) for member in members]


def duty(member: StandingMember, dates: list[Shift]) -> Duty:
    """A duty with the dates to come of its series, in order of time."""
    without: list[Shift] = []
    for shift in dates:
        if not comes_on(member, shift):
            continue
        if seats := getattr(shift, "of_reader", []):
            return Duty(member, rhythm(member.series), next=seats[0], without=without, has_page=True)
        without.append(shift)
    return Duty(member, rhythm(member.series), next=None, without=without, has_page=bool(dates))
