"""How well shifts are staffed: the week strip, the board of the coordinators, the figure of the home page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from volunteers.models import Demand, Shift, ShiftState, Signup

from .choices import NEAR, is_near, with_demands
from .rights import Reach
from .standing import Standing

# A bar of full height on the week strip.
TALL = 8


@dataclass(frozen=True)
class Bar:
    """One shift on the strip; `kind` is mine, short, full or open, `share` its height from 0 to 1."""

    kind: str
    share: float
    shift: Shift


@dataclass
class Day:
    """A Tokyo day with its shifts and what they need."""

    date: dt.date
    bars: list[Bar] = field(default_factory=list)
    needed: int = 0
    taken: int = 0
    capacity: int = 0

    @property
    def short(self) -> int:
        """How many people are missing, shift by shift: a full shift does not help an empty one."""
        return sum(missing(bar.shift) for bar in self.bars if bar.kind == "short")


def midnight(day: dt.date) -> dt.datetime:
    """When the Tokyo day begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def missing(shift: Shift) -> int:
    """How many people a shift (read by `with_demands`) still needs."""
    return sum(max(demand.min_needed - demand.taken, 0) for demand in shift.demands.all())


def days_of(shifts: Iterable[Shift], first: dt.date, count: int, *, standing: Standing | None = None) -> list[Day]:
    """`count` Tokyo days from `first` with those of `shifts` (read by `with_demands`) that are not cancelled."""
    days = {first + dt.timedelta(days=n): Day(first + dt.timedelta(days=n)) for n in range(count)}
    for shift in shifts:
        if shift.is_cancelled or shift.day not in days:
            continue
        day = days[shift.day]
        capacity = sum(demand.capacity for demand in shift.demands.all())
        day.bars.append(Bar(kind=kind_of(shift, standing), share=min(capacity, TALL) / TALL, shift=shift))
        day.capacity += capacity
        day.taken += sum(demand.taken for demand in shift.demands.all())
        day.needed += sum(demand.min_needed for demand in shift.demands.all())
    return list(days.values())


def kind_of(shift: Shift, standing: Standing | None) -> str:
    """How a shift's bar is drawn."""
    if standing and (signup := standing.signup_for(shift)) and signup.holds_a_place:
        return "mine"
    if missing(shift) and is_near(shift, now=timezone.now()):
        return "short"
    return "full" if all(demand.taken >= demand.capacity for demand in shift.demands.all()) else "open"


def at_risk(now: dt.datetime, reach: Reach) -> list[Shift]:
    """Shifts of the next three weeks within `reach` that need more people than have a place, the nearest first."""
    soon = reach.shifts(Shift.objects.happening().filter(start__gt=now, start__lt=now + NEAR))
    return [shift for shift in with_demands(soon).order_by("start", "pk") if missing(shift)]


def open_demands(since: dt.datetime, until: dt.datetime, *, now: dt.datetime) -> QuerySet[Demand]:
    """Demands of that time that take sign-ups at `now` and have a place left, with their counts."""
    window = Q(shift__sign_up_opens_at__isnull=True) | Q(shift__sign_up_opens_at__lte=now)
    window &= Q(shift__sign_up_closes_at__isnull=True) | Q(shift__sign_up_closes_at__gt=now)
    return Demand.objects.filter(
        window, shift__state=ShiftState.OPEN, shift__start__gt=max(since, now), shift__start__lt=until
    ).not_full()


def open_places_this_week() -> int:
    """How many places anybody could take in the next seven days."""
    now = timezone.now()
    demands = open_demands(now, now + dt.timedelta(days=7), now=now)
    return sum(demand.capacity - demand.taken for demand in demands)


def demands_to_move(now: dt.datetime) -> list[Demand]:
    """Demands where an offer ran out, or where somebody waits while a place is free."""
    ran_out = Demand.objects.filter(signups__in=Signup.objects.expired(now)).distinct()
    open_ones = Demand.objects.filter(shift__state=ShiftState.OPEN, shift__start__gt=now)
    could_offer = open_ones.with_people_waiting().not_full()
    return sorted({*ran_out, *could_offer}, key=lambda demand: demand.pk)
