"""Marks on the list of a shift: every mark counts once, and the last one by the clock counts (volunteering.md 9).

A phone sends what it has whenever it can, perhaps twice, perhaps after another phone. So no mark changes a state by
itself: it is written down, and the state is worked out from all marks of a sign-up in the order of (at, key).
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import Person
from portal.ui import words
from volunteers.models import Mark, Shift, Signup, Status
from volunteers.queries.days import LIST_OPENS, LIST_STAYS, SELF_OPENS

from .locks import lock
from .refusals import NotNow, NotSignedUp
from .steps import move

ON_THE_DAY = frozenset({Status.CONFIRMED, Status.CHECKED_IN, Status.NO_SHOW})
K, R = Mark.Kind, Mark.Refusal


@dataclass(frozen=True)
class Tap:
    """One mark as a phone sends it. `at` is by its own clock."""

    kind: str
    signup: int | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    at: dt.datetime = field(default_factory=timezone.now)


@dataclass(frozen=True)
class Whereabouts:
    """What all marks of one sign-up come to."""

    status: Status = Status.CONFIRMED
    came_at: dt.datetime | None = None
    left_at: dt.datetime | None = None


@transaction.atomic
def mark(*, shift: Shift, tap: Tap, by: Person, via: str = Mark.Via.LIST, only: Collection[int] | None = None) -> Mark:
    """Write one mark down and let it count; a second call with the same key changes nothing and returns the first.
    `only` are the sign-ups on which `by` may mark, where they do not keep the whole list.

    What cannot count is kept too, with its reason in `refused`: the phone learns of it however often it asks.
    """
    now = timezone.now()
    listed = Signup.objects.filter(pk=tap.signup or 0, shift=shift).first()
    lock(people=[listed.person_id] if listed else [], demands=[listed.demand_id] if listed else [])
    if already := Mark.objects.filter(key=tap.key).first():
        return already
    signup = Signup.objects.select_related("shift").filter(pk=tap.signup or 0, shift=shift).first()
    if signup is not None and only is not None and signup.pk not in only:
        signup = None
    at = min(tap.at, now)
    refused = why_not(signup, kind=tap.kind, at=at, now=now)
    row = Mark.objects.create(
        key=tap.key, shift=shift, signup=signup, kind=tap.kind, via=via, at=at, received_at=now, by=by, refused=refused
    )
    if signup is not None and not refused:
        settle(signup, by=by, now=now)
    return row


def why_not(signup: Signup | None, *, kind: str, at: dt.datetime, now: dt.datetime) -> str:
    """The reason why a mark cannot count; empty where it can."""
    if signup is None:
        return R.UNKNOWN
    shift = signup.shift
    if shift.is_cancelled:
        return R.CANCELLED
    if signup.status == Status.ATTENDED or now > shift.end + LIST_STAYS:
        return R.CLOSED
    if signup.status not in ON_THE_DAY:
        return R.GONE
    if at < shift.report_at - LIST_OPENS:
        return R.TOO_EARLY
    return R.NOT_BEGUN if kind == K.NO_SHOW and at < shift.start else ""


def settle(signup: Signup, *, by: Person, now: dt.datetime) -> None:
    """Bring a locked sign-up to where its marks say it is, along the table."""
    goal = fold(Mark.objects.filter(signup=signup, refused="").order_by("at", "key"))
    way = way_to(Status(signup.status), goal.status)
    for status in way[:-1]:
        move(signup, status, by=by, now=now)
    if way:
        move(signup, way[-1], by=by, now=now, came_at=goal.came_at, left_at=goal.left_at)
    else:
        signup.came_at, signup.left_at = goal.came_at, goal.left_at
        signup.save(update_fields=["came_at", "left_at"])


def fold(marks: Iterable[Mark]) -> Whereabouts:
    """The marks of one sign-up, oldest first."""
    where = Whereabouts()
    for each in marks:
        if each.kind == K.LEFT:
            where = Whereabouts(Status.CHECKED_IN, where.came_at, each.at)
        elif each.kind in (K.HERE, K.WALK_IN):
            where = Whereabouts(Status.CHECKED_IN, where.came_at or each.at, None)
        else:
            where = Whereabouts(Status.NO_SHOW if each.kind == K.NO_SHOW else Status.CONFIRMED)
    return where


def way_to(here: Status, goal: Status) -> list[Status]:
    """The steps from one of the day's states to another: they meet at `confirmed`."""
    if here == goal:
        return []
    return [status for status in (Status.CONFIRMED, goal) if status != here][: 2 if goal != Status.CONFIRMED else 1]


def check_in_oneself(*, person: Person, shift: Shift, by: Person) -> Mark:
    """Say that one is there, from half an hour before people meet until the end. Raises NotSignedUp or NotNow."""
    now = timezone.now()
    signup = Signup.objects.filter(person=person, shift=shift, status__in=ON_THE_DAY | {Status.ATTENDED}).first()
    if signup is None:
        raise NotSignedUp(_("You are not signed up for this shift."))
    if not shift.report_at - SELF_OPENS <= now < shift.end:
        opens = {"time": words.clock(shift.report_at - SELF_OPENS)}
        raise NotNow(_("You can check in on the day, from %(time)s until the shift ends.") % opens)
    row = mark(shift=shift, tap=Tap(kind=K.HERE, signup=signup.pk), by=by, via=Mark.Via.SELF)
    if row.refused:
        raise NotNow(str(Mark.Refusal(row.refused).label))
    return row
