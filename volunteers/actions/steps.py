"""The only place that writes a state: along the table, with a step in the record."""

import datetime as dt
from dataclasses import dataclass
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
    HandOver,
    Shift,
    ShiftState,
    Signup,
    SignupEvent,
    Status,
)


@dataclass(frozen=True)
class Note:
    """What the record of a step says besides: why, and which rules were overridden by name."""

    reason: str = ""
    rules: str = ""


NOTHING_TO_SAY = Note()


class NoSuchStep(Exception):
    """The table does not know this way: a mistake of the program, not of a person."""


def begin(
    demand: Demand,
    person: Person | None,
    status: Status,
    *,
    by: Person | None,
    now: dt.datetime,
    note: Note = NOTHING_TO_SAY,
    **fields: Any,
) -> Signup:
    """A new seat or turn; without a person a seat of the party in `fields`."""
    if status not in INITIAL:
        raise NoSuchStep(f"a sign-up cannot begin as {status}")
    signup = Signup.objects.create(
        demand=demand,
        shift=demand.shift,
        person=person,
        status=status,
        created_at=now,
        calendar_sequence=next_sequence(demand.shift, person),
        calendar_changed_at=now,
        **demand.shift.times(),
        **fields,
    )
    SignupEvent.objects.create(
        signup=signup, to_status=status, actor=by, at=now, reason=note.reason, rule_overridden=note.rules
    )
    return signup


def next_sequence(shift: Shift, person: Person | None) -> int:
    """A person's calendar entry goes on from their earlier tries at the same shift."""
    earlier = Signup.objects.filter(shift=shift, person=person).order_by("-pk").first() if person else None
    return earlier.calendar_sequence + 1 if earlier else 0


def move(
    signup: Signup,
    to: Status,
    *,
    by: Person | None,
    now: dt.datetime,
    reason: str = "",
    rules: str = "",
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
    SignupEvent.objects.create(
        signup=signup, from_status=before, to_status=to, actor=by, reason=reason, rule_overridden=rules, at=now
    )
    if before == Status.CONFIRMED:
        # Whoever no longer has the duty looks for nobody; who takes over closes the hand-over first.
        HandOver.objects.filter(signup=signup, outcome=HandOver.Outcome.OPEN).update(
            outcome=HandOver.Outcome.STOPPED, closed_at=now
        )
    return signup


def begin_shift(*, opens: bool, **facts: Any) -> Shift:
    """A new shift, published at once or a draft."""
    return Shift.objects.create(state=ShiftState.OPEN if opens else ShiftState.DRAFT, **facts)


def name_seat(seat: Signup, *, by: Person, now: dt.datetime, person: Person | None = None, **fields: Any) -> Signup:
    """Put a person, or a child with its captain, on an unnamed seat of a party: no step, but a line in the record."""
    seat.person = person
    if person is not None:
        fields |= {
            "calendar_sequence": next_sequence(seat.shift, person),
            "calendar_changed_at": now,
            "remind_at": reminder_due(seat.period_start, now=now),
        }
    for name, value in fields.items():
        setattr(seat, name, value)
    seat.save(update_fields=["person", *fields])
    SignupEvent.objects.create(
        signup=seat, from_status=seat.status, to_status=seat.status, actor=by, reason="named", at=now
    )
    return seat


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
