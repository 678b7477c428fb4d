"""The staffing board: weeks by roles, and a strip for each shift of a day, from one query however many there are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from volunteers.models import Demand, Place, Role, Shift, ShiftState, Zone

from .choices import NEAR
from .rights import Reach
from .staffing import midnight

WEEKS = 8
# Of these the days are drawn too.
WEEKS_BY_DAY = 4
# So many strips stand in one day; the rest is a number with a link.
STRIPS = 6


@dataclass(frozen=True)
class Filter:
    """What part of the board is looked at; 0 or empty means all of it."""

    zone: int = 0
    place: int = 0
    kind: str = ""
    role: str = ""

    def matches(self, demand: Demand) -> bool:
        shift, role = demand.shift, demand.role
        return (
            self.zone in (0, shift.place.zone_id)
            and self.place in (0, shift.place_id)
            and self.kind in ("", role.kind)
            and self.role in ("", role.slug)
        )


@dataclass
class Figures:
    """People coming, needed and taken at most, summed over demands; `missing` counts each gap for itself."""

    shifts: set[int] = field(default_factory=set)
    taken: int = 0
    needed: int = 0
    capacity: int = 0
    missing: int = 0
    only_minimum: int = 0
    seats: int = 0  # capacity, and what is taken beyond it: the width of a bar

    def add(self, demand: Demand) -> None:
        self.shifts.add(demand.shift_id)
        self.taken += demand.taken
        self.needed += demand.min_needed
        self.capacity += demand.capacity
        self.seats += max(demand.capacity, demand.taken)
        self.missing += max(demand.min_needed - demand.taken, 0)
        self.only_minimum += demand.taken == demand.min_needed < demand.capacity

    @property
    def state(self) -> str:
        """`none`, `short` (red), `bare` (amber: nobody may fall ill), `enough`."""
        if not self.shifts:
            return "none"
        if self.missing:
            return "short"
        return "bare" if self.only_minimum else "enough"

    @property
    def widths(self) -> tuple[int, int]:
        """Taken and missing on a line of 100."""
        whole = self.seats or 1
        return round(100 * self.taken / whole), round(100 * self.missing / whole)


class Strip(Figures):
    """One shift of a day."""

    def __init__(self, shift: Shift) -> None:
        super().__init__()
        self.shift = shift
        self.roles: list[Role] = []

    @property
    def name(self) -> str:
        return self.shift.title or " / ".join(role.name for role in self.roles)


@dataclass
class Row:
    """A role with its weeks."""

    role: Role
    weeks: list[Figures]


@dataclass
class Day:
    """A Tokyo day with the shifts that begin on it."""

    date: dt.date
    strips: list[Strip]

    @cached_property
    def shown(self) -> list[Strip]:
        """The first few, those that lack people before the others, in order of time."""
        first = sorted(self.strips, key=lambda strip: strip.state != "short")[:STRIPS]
        return [strip for strip in self.strips if strip in first]

    @property
    def more(self) -> int:
        return len(self.strips) - len(self.shown)

    @property
    def missing(self) -> int:
        return sum(strip.missing for strip in self.strips)


@dataclass
class Board:
    """Eight weeks by roles, the first four of them by days."""

    mondays: list[dt.date]
    calm_from: dt.date  # weeks from here on are far: a gap there is no alarm yet
    rows: list[Row]
    days: list[list[Day]]

    @property
    def missing(self) -> int:
        return sum(week.missing for row in self.rows for week in row.weeks)


def board(monday: dt.date, reach: Reach, wanted: Filter) -> Board:
    """The board from a Monday on: published shifts within `reach`. Cancelled ones need nobody."""
    demands = [demand for demand in demands_between(monday, WEEKS, reach) if wanted.matches(demand)]
    return Board(
        mondays=[monday + dt.timedelta(weeks=n) for n in range(WEEKS)],
        calm_from=timezone.localdate() + NEAR,
        rows=rows_of(demands, monday),
        days=weeks_of_days(demands, monday),
    )


def demands_between(monday: dt.date, weeks: int, reach: Reach) -> Iterable[Demand]:
    """Every demand of published, not cancelled shifts of these weeks, in order of time: one query."""
    until = midnight(monday + dt.timedelta(weeks=weeks))
    shifts = reach.shifts(Shift.objects.happening().filter(start__gte=midnight(monday), start__lt=until))
    found = Demand.objects.filter(shift__in=shifts).with_counts().select_related("role", "shift__place")
    return found.order_by("shift__start", "shift", "pk")


def rows_of(demands: Iterable[Demand], monday: dt.date) -> list[Row]:
    """By role, those that lack most people first."""
    rows: dict[int, Row] = {}
    for demand in demands:
        row = rows.setdefault(demand.role_id, Row(demand.role, [Figures() for _week in range(WEEKS)]))
        row.weeks[(demand.shift.day - monday).days // 7].add(demand)
    return sorted(rows.values(), key=lambda row: (-sum(week.missing for week in row.weeks), row.role.slug))


def weeks_of_days(demands: Iterable[Demand], monday: dt.date) -> list[list[Day]]:
    """Four weeks of seven days."""
    by_day: dict[dt.date, list[Strip]] = {}
    for strip in strips_of(demands):
        by_day.setdefault(strip.shift.day, []).append(strip)
    days = [monday + dt.timedelta(days=n) for n in range(7 * WEEKS_BY_DAY)]
    drawn = [Day(date, by_day.get(date, [])) for date in days]
    return [drawn[n : n + 7] for n in range(0, len(drawn), 7)]


def shifts_of(first: dt.date, days: int, reach: Reach, wanted: Filter) -> list[Strip]:
    """Every shift of some days as strips, for the page behind a cell of the board."""
    demands = [
        demand
        for demand in demands_between(first, (days + 6) // 7, reach)
        if wanted.matches(demand) and demand.shift.day < first + dt.timedelta(days=days)
    ]
    return strips_of(demands)


def strips_of(demands: Iterable[Demand]) -> list[Strip]:
    """One strip for each shift, in the order of its first demand."""
    strips: dict[int, Strip] = {}
    for demand in demands:
        strip = strips.setdefault(demand.shift_id, Strip(demand.shift))
        strip.add(demand)
        strip.roles.append(demand.role)
    return list(strips.values())


@dataclass(frozen=True)
class Choices:
    """What the board can be narrowed to, within reach."""

    zones: list[Zone]
    places: list[Place]


def choices(reach: Reach) -> Choices:
    """Places in use and their zones: one query."""
    used = Shift.objects.filter(end__gt=timezone.now() - dt.timedelta(days=60)).exclude(state=ShiftState.DRAFT)
    places = list(
        reach.places_of(Place.objects.filter(pk__in=used.values("place"))).select_related("zone").order_by("name_ja")
    )
    zones = {place.zone.pk: place.zone for place in places if place.zone is not None}
    return Choices(zones=sorted(zones.values(), key=lambda zone: zone.name_ja), places=places)
