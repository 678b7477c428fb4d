"""Taking a place and giving it back."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import Person
from volunteers.models import Demand, Shift, Signup, Status
from volunteers.queries.choices import SECOND_THOUGHTS
from volunteers.queries.standing import standing_of

from .juniors import refuse_children_alone
from .locks import Held, free_places, lock
from .promising import keep_promises
from .refusals import NotSignedUp, ShiftFull, ShiftHasBegun, refuse_for
from .steps import NOTHING_TO_SAY, Note, begin, move, reminder_due
from .telling import tell, tell_lead
from .waiting import lock_own, offer_free_places

# Who withdraws later than this before people meet leaves a hole that is hard to fill.
LATE = dt.timedelta(hours=24)


@transaction.atomic
def sign_up(
    *, person: Person, demand: Demand, by: Person, wait: bool = False, promised: Collection[str] = ()
) -> Signup:
    """Take a place of `demand` for `person`; with `wait`, a turn on the waiting list where it is full. Where every
    place is asked for, ask. `promised` are the kinds of Promise that were ticked.

    Raises ShiftFull, Overlapping, WindowClosed, AlreadySignedUp, ShiftCancelled, or what the role asks
    (volunteering.md 12) and the limits (5). Whoever waits already is served first.
    """
    now = timezone.now()
    held = lock(people=[person.pk], demands=[demand.pk])
    demand = held.demands[demand.pk]
    offer_free_places(demand, held, now=now)
    person = held.people[person.pk]
    keep_promises(person, demand.role, promised, now=now)
    refuse_for(standing_of(person, now=now).obstacle(demand, now=now))
    if demand.overflow == Demand.Overflow.APPROVE:
        return begin(demand, person, Status.REQUESTED, by=by, now=now)
    if free_places(demand):
        return confirm_new(demand, person, by=by, now=now)
    waiting_list = demand.overflow == Demand.Overflow.WAITLIST and now < demand.shift.offers_end_at
    if wait and waiting_list:
        return begin(demand, person, Status.WAITLISTED, by=by, now=now, waitlisted_at=now)
    raise full(demand, waiting_list=waiting_list)


def confirm_new(
    demand: Demand, person: Person, *, by: Person, now: dt.datetime, note: Note = NOTHING_TO_SAY, **fields: Any
) -> Signup:
    """A confirmed seat of a locked demand, with its reminder and its mail."""
    due = reminder_due(demand.shift.start, now=now)
    signup = begin(
        demand, person, Status.CONFIRMED, by=by, now=now, note=note, confirmed_at=now, remind_at=due, **fields
    )
    tell("shift_confirmed", signup)
    return signup


def join_waiting_list(*, person: Person, demand: Demand, by: Person) -> Signup:
    """A turn on the waiting list of `demand`, or a place at once where one is free. Raises what sign_up raises."""
    return sign_up(person=person, demand=demand, by=by, wait=True)


def full(demand: Demand, *, waiting_list: bool) -> ShiftFull:
    """The refusal of a full demand, with what one can do instead."""
    if waiting_list:
        return ShiftFull(
            _(
                "The last place has just been taken. You can join the waiting list: if a place becomes free, we hold it for you."
            ),
            way_out_url=reverse("volunteers:shift-detail", args=[demand.shift_id]),
            way_out_label=_("To the waiting list"),
        )
    return ShiftFull(
        _("The last place has just been taken. Here are other shifts of this kind."),
        way_out_url=f"{reverse('volunteers:shift-list')}?kind={demand.role.kind}",
        way_out_label=_("See similar shifts"),
    )


@transaction.atomic
def withdraw(*, person: Person, shift: Shift, by: Person, reason: str = "") -> Signup:
    """Give back a place or a turn on the waiting list; the place is offered to the next in line at once.

    Raises NotSignedUp, or ShiftHasBegun where only a telephone call helps. A confirmed place that is given
    back within 24 hours of meeting is marked `late`, except as an undo within 15 minutes.
    """
    now = timezone.now()
    signup, held = lock_own(person, shift)
    if signup is None:
        raise NotSignedUp(
            _("You are not signed up for this shift."),
            way_out_url=reverse("volunteers:shift-detail", args=[shift.pk]),
            way_out_label=_("Look at it"),
        )
    refuse_to_leave(signup, now=now)
    give_back(signup, held, by=by, now=now, reason=reason)
    return signup


def refuse_to_leave(signup: Signup, *, now: dt.datetime) -> None:
    """Raises ShiftHasBegun where only a telephone call helps, or what keeps a child from staying alone."""
    if signup.shift.start <= now:
        raise ShiftHasBegun(_("The shift has begun. If you cannot come, please call the coordinator."))
    if signup.status not in {Status.REQUESTED, Status.WAITLISTED, Status.OFFERED, Status.CONFIRMED}:
        raise ShiftHasBegun(_("You have been checked in already. If you must leave, please tell whoever leads."))
    refuse_children_alone(signup.party, [signup.pk])


def give_back(signup: Signup, held: Held, *, by: Person, now: dt.datetime, reason: str = "") -> None:
    """A locked place or turn goes, and who holds it and who leads are told."""
    had_a_place, undone = signup.status == Status.CONFIRMED, is_fresh(signup, now=now)
    release(signup, held, by=by, now=now, reason=reason)
    if had_a_place:
        tell("shift_withdrawn", signup)
        if not undone:
            tell_lead(signup, reason=reason)


def release(
    signup: Signup, held: Held, *, by: Person, now: dt.datetime, reason: str = "", by_team: bool = False
) -> None:
    """A locked place or turn goes: back to its party while names are still wanted, else to the next in line. What the
    team takes (`by_team`) is never late."""
    had_a_place = signup.status == Status.CONFIRMED
    move(
        signup, Status.CANCELLED_BY_TEAM if by_team else Status.CANCELLED_BY_VOLUNTEER, by=by, now=now, reason=reason,
        late=not by_team and had_a_place and is_late(signup, now=now), offered_until=None, remind_at=None,
    )  # fmt: skip
    party = signup.party
    demand = held.demands[signup.demand_id]
    if had_a_place and party is not None and now < party.naming_deadline:
        begin(demand, None, Status.CONFIRMED, by=by, now=now, party=party, confirmed_at=now)
        return
    offer_free_places(demand, held, now=now)


def is_late(signup: Signup, *, now: dt.datetime) -> bool:
    """Whether giving this place back now is late."""
    return now > signup.shift.report_at - LATE and not is_fresh(signup, now=now)


def is_fresh(signup: Signup, *, now: dt.datetime) -> bool:
    """Whether it was taken a moment ago, so that giving it back is an undo."""
    return signup.confirmed_at is not None and now - signup.confirmed_at <= SECOND_THOUGHTS
