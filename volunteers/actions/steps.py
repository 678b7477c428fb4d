"""The only place that writes a state: along the table, with a step in the record."""

import datetime as dt
from typing import Any

from django.utils import timezone

from portal.calendars.stamp import stamp_changed
from portal.people.models import Person
from volunteers.models import (
    CALENDAR_STATE,
    INITIAL,
    SHIFT_TRANSITIONS,
    TRANSITIONS,
    Demand,
    Shift,
    ShiftState,
    Signup,
    SignupEvent,
    Status,
)


class NoSuchStep(Exception):
    """The table does not know this way: a mistake of the program, not of a person."""


def begin(
    demand: Demand, person: Person, status: Status, *, by: Person | None, now: dt.datetime, **fields: Any
) -> Signup:
    """A new sign-up. Its calendar entry goes on from the person's earlier tries at the same shift."""
    if status not in INITIAL:
        raise NoSuchStep(f"a sign-up cannot begin as {status}")
    earlier = Signup.objects.filter(shift=demand.shift, person=person).order_by("-pk").first()
    signup = Signup.objects.create(
        demand=demand,
        shift=demand.shift,
        person=person,
        status=status,
        period_start=demand.shift.start,
        period_end=demand.shift.end,
        created_at=now,
        calendar_sequence=earlier.calendar_sequence + 1 if earlier else 0,
        calendar_changed_at=now,
        **fields,
    )
    SignupEvent.objects.create(signup=signup, to_status=status, actor=by, at=now)
    return signup


def move(
    signup: Signup,
    to: Status,
    *,
    by: Person | None,
    now: dt.datetime,
    reason: str = "",
    stamp: bool = True,
    **fields: Any,
) -> Signup:
    """One step along the table; `fields` are written with it. Raises NoSuchStep.

    The person's calendar entry is stamped where the step shows in it, unless the shift itself was stamped in the
    same transaction (`stamp=False`): SEQUENCE rises once per transaction (calendars.md 8).
    """
    before = Status(signup.status)
    if to not in TRANSITIONS[before]:
        raise NoSuchStep(f"{before} → {to}")
    if stamp and CALENDAR_STATE.get(before) != CALENDAR_STATE.get(to):
        fields |= {"calendar_sequence": signup.calendar_sequence + 1, "calendar_changed_at": now}
    for name, value in fields.items():
        setattr(signup, name, value)
    signup.status = to
    signup.save(update_fields=["status", *fields])
    SignupEvent.objects.create(signup=signup, from_status=before, to_status=to, actor=by, reason=reason, at=now)
    return signup


def move_shift(shift: Shift, to: ShiftState, *, reason_ja: str = "", reason_en: str = "") -> Shift:
    """One step of a shift along its table; calendars hear of it. Raises NoSuchStep."""
    if to not in SHIFT_TRANSITIONS[ShiftState(shift.state)]:
        raise NoSuchStep(f"{shift.state} → {to}")
    shift.state = to
    shift.reason_ja, shift.reason_en = reason_ja, reason_en
    shift.save(update_fields=["state", "reason_ja", "reason_en"])
    stamp_changed(shift)
    return shift


def reminder_due(start: dt.datetime, *, now: dt.datetime) -> dt.datetime | None:
    """17:00 in Tokyo on the day before; None where that is over, because the confirmation has just said it all."""
    eve = timezone.localdate(start) - dt.timedelta(days=1)
    due = timezone.make_aware(dt.datetime.combine(eve, dt.time(17)))
    return due if due > now else None
