"""Which day of a new rule each shift of a series gets."""

import datetime as dt

from django.utils import timezone

from volunteers.models import Shift, ShiftSeries
from volunteers.models.recurrence import parts_of

from .series import horizon, wanted_days


def new_days(
    before: ShiftSeries, after: ShiftSeries, shifts: list[Shift], *, since: dt.date | None, now: dt.datetime
) -> dict[int, dt.date | None]:
    """Which day of the new rule each shift gets: its own where the rule still has it, else another one of the same
    week (of the same month, for a monthly rule); None where the rule has no day for it any more."""
    own = {shift.pk: shift.occurrence_date or shift.day for shift in shifts}
    if all(getattr(before, name) == getattr(after, name) for name in ("rule", "first_day", "last_day", "count")):
        return dict(own)
    until = max([horizon(), *own.values()])
    taken = set(Shift.objects.filter(series=before).values_list("occurrence_date", flat=True))
    days = wanted_days(after, since=max(after.first_day, timezone.localdate(now)), until=until)
    result: dict[int, dt.date | None] = {pk: day for pk, day in own.items() if day in days}
    free = [day for day in days if day not in taken and after.times_on(day)["start"] > now]
    same = same_month if parts_of(after.rule)["FREQ"] == "MONTHLY" else same_week
    for pk, day in sorted(own.items(), key=lambda item: item[1]):
        if pk not in result:
            partner = result[pk] = next((other for other in free if same(day, other)), None)
            if partner is not None:
                free.remove(partner)
    return result


def same_week(one: dt.date, other: dt.date) -> bool:
    return one.isocalendar()[:2] == other.isocalendar()[:2]


def same_month(one: dt.date, other: dt.date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
