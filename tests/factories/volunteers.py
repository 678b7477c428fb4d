"""Places, roles and shifts for tests."""

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from tests.factories.people import make_person
from volunteers.actions import sign_up, start_series
from volunteers.models import Demand, Place, Role, Shift, ShiftSeries, ShiftState, Signup
from volunteers.queries import Need

_number = itertools.count(1)


def tokyo(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """A moment by the clock of Tokyo."""
    return timezone.make_aware(dt.datetime(year, month, day, hour, minute))  # noqa: DTZ001


def make_place(**overrides: Any) -> Place:
    n = next(_number)
    return Place.objects.create(**{"name_ja": f"場所{n}", "name_en": f"Place {n}"} | overrides)


def make_role(*, qualifications: Any = (), **overrides: Any) -> Role:
    n = next(_number)
    role = Role.objects.create(**{"slug": f"role-{n}", "name_ja": f"仕事{n}", "name_en": f"Work {n}"} | overrides)
    role.qualifications.set(qualifications)
    return role


def make_shift(*, hours: float = 3, **overrides: Any) -> Shift:
    """An open shift without demands, three days from now at this hour unless told otherwise."""
    start = overrides.pop("start", None) or timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(
        days=3
    )
    fields = {
        "start": start,
        "end": start + dt.timedelta(hours=hours),
        "report_at": start - dt.timedelta(minutes=15),
        "state": ShiftState.OPEN,
    } | overrides
    if "place" not in fields:
        fields["place"] = make_place()
    return Shift.objects.create(**fields)


def make_demand(*, shift: Shift | None = None, role: Role | None = None, **overrides: Any) -> Demand:
    """A demand of two places with a waiting list, of a shift of its own unless told otherwise; `start`, `hours`
    and `place` go to that shift."""
    shift_fields = {name: overrides.pop(name) for name in ("start", "hours", "place", "state") if name in overrides}
    fields = {"min_needed": 1, "capacity": 2} | overrides
    return Demand.objects.create(shift=shift or make_shift(**shift_fields), role=role or make_role(), **fields)


def make_signup(*, demand: Demand | None = None, person: Any = None, wait: bool = False) -> Signup:
    """A sign-up that came about as in life: by the action."""
    person = person or make_person()
    return sign_up(person=person, demand=demand or make_demand(), by=person, wait=wait)


def make_series(*, needs: Any = None, by: Any = None, **overrides: Any) -> ShiftSeries:
    """A weekly series on Tuesdays from 10:00 to 13:00, with its first dates made as in life; `needs` are Needs."""
    fields = {
        "rule": "FREQ=WEEKLY;BYDAY=TU",
        "first_day": timezone.localdate(),
        "meets": dt.time(9, 45),
        "begins": dt.time(10),
        "ends": dt.time(13),
        "rests": False,
    } | overrides
    if "place" not in fields:
        fields["place"] = make_place()
    needs = needs if needs is not None else [Need(make_role(), 1, 3, Demand.Overflow.WAITLIST)]
    return start_series(series=ShiftSeries(**fields), needs=needs, by=by or make_person())
