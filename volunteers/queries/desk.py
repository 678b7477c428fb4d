"""The people of one shift as its coordinator sees them, each with what can be done about them now."""

import datetime as dt
from dataclasses import dataclass, field

from portal.people.models import Person
from volunteers.models import LIVE, Demand, Mark, Shift, Signup, Status

from .days import LIST_OPENS, LIST_STAYS

STAYS_IN_THE_RECORD = frozenset({Status.ATTENDED, Status.NO_SHOW})
ON_THE_LIST = frozenset({Status.CONFIRMED, Status.CHECKED_IN, Status.NO_SHOW})


@dataclass(frozen=True)
class Line:
    """One seat or turn; `ways` are the names of what can be done with it: take_off, seat, first, here, no_show, undo."""

    signup: Signup
    ways: frozenset[str] = frozenset()
    turn: int = 0


@dataclass(frozen=True)
class Table:
    """One role of a shift with its people."""

    demand: Demand
    lines: list[Line] = field(default_factory=list)

    @property
    def free(self) -> int:
        return max(self.demand.capacity - self.demand.taken, 0)


def tables(shift: Shift, *, now: dt.datetime) -> list[Table]:
    """The roles of a shift (read by `with_demands`) with everybody who is on it or waits, in their order."""
    live = Signup.objects.live().filter(shift=shift).select_related("person", "party__captain")
    signups = list(live.order_by("status", "priority", "waitlisted_at", "created_at"))
    found = []
    for demand in shift.demands.all():
        table = Table(demand)
        turns = 0
        for signup in (each for each in signups if each.demand_id == demand.pk):
            turns += signup.status == Status.WAITLISTED
            turn = turns if signup.status == Status.WAITLISTED else 0
            table.lines.append(Line(signup, ways(signup, shift, turn=turn, free=table.free, now=now), turn))
        found.append(table)
    return found


def ways(signup: Signup, shift: Shift, *, turn: int, free: int, now: dt.datetime) -> frozenset[str]:
    """What can be done with one seat at this moment."""
    status = Status(signup.status)
    if shift.is_cancelled:
        return frozenset()
    found = set()
    if now < shift.end:
        if status not in STAYS_IN_THE_RECORD:
            found.add("take_off")
        if status == Status.OFFERED or (turn and free):
            found.add("seat")
        if turn > 1:
            found.add("first")
    if status in ON_THE_LIST and shift.report_at - LIST_OPENS <= now <= shift.end + LIST_STAYS:
        found |= {"undo"} if status != Status.CONFIRMED else set()
        found |= {"here"} if status != Status.CHECKED_IN else set()
        found |= {"no_show"} if status != Status.NO_SHOW and now >= shift.start else set()
    return frozenset(found)


# How the list of the day names what the desk does.
MARKS = {"here": Mark.Kind.HERE, "no_show": Mark.Kind.NO_SHOW, "undo": Mark.Kind.UNDO}


def told_of_a_cancellation(shift: Shift) -> list[Person]:
    """Who gets the mail when a shift is cancelled, each once: people on it or in line, captains for unnamed seats."""
    concerned = Signup.objects.filter(shift=shift, status__in=LIVE - STAYS_IN_THE_RECORD)
    rows = concerned.select_related("person", "party__captain").order_by("pk")
    return list({signup.reader.pk: signup.reader for signup in rows}.values())
