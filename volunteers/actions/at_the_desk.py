"""What a coordinator does with one person's seat, often with the telephone in hand: take off, give a free place, put first."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.people.models import Person
from volunteers.models import LIVE, Signup, Status
from volunteers.queries.choices import alternatives_for
from volunteers.queries.obstacles import no_room

from .asking import BESIDES, NONE, check, refuse_begun
from .juniors import refuse_children_alone
from .locks import free_places, lock
from .refusals import NothingToDecide, ReasonMissing, ShiftFull, ShiftHasBegun
from .steps import move, reminder_due
from .telling import tell
from .waiting import offer_free_places

# Who was there, or was expected and did not come, stays in the record of the day.
MAY_BE_TAKEN_OFF = LIVE - {Status.ATTENDED, Status.NO_SHOW}


@transaction.atomic
def take_off(*, signup: Signup, by: Person, reason: str) -> Signup:
    """Take somebody off a shift, or off its waiting list, and tell them why by mail; the place goes to the next in line.

    Raises ReasonMissing, NothingToDecide, ShiftHasBegun once the shift is over, GuardianMissing where children would stay alone.
    """
    now, why = timezone.now(), reason.strip()[:300]
    if not why:
        raise ReasonMissing(_("Please say why: the person reads it in the mail."))
    held = lock(people=[signup.person_id], demands=[signup.demand_id])
    signup = fresh(signup)
    if signup.status not in MAY_BE_TAKEN_OFF:
        raise NothingToDecide(_("This place has been given back or answered already."))
    if signup.shift.end <= now:
        raise ShiftHasBegun(_("This shift is over."))
    refuse_children_alone(signup.party, [signup.pk])
    move(signup, Status.CANCELLED_BY_TEAM, by=by, now=now, reason=why, offered_until=None, remind_at=None)
    others = alternatives_for(signup.reader, signup.shift, now=now)
    tell("shift_taken_off", signup, once=str(signup.pk), alternatives=others, reason=why)
    log(signup.shift, "volunteers.take_off", user=by, data={"who": signup.who, "reason": why})
    offer_free_places(held.demands[signup.demand_id], held, now=now)
    return signup


@transaction.atomic
def seat_waiting(*, signup: Signup, by: Person) -> Signup:
    """Give a free place at once to somebody who waits or was offered one: the answer came by telephone.

    Raises NothingToDecide, ShiftFull, ShiftHasBegun, and what the role asks of the person.
    """
    now = timezone.now()
    held = lock(people=[signup.person_id], demands=[signup.demand_id])
    demand, signup = held.demands[signup.demand_id], fresh(signup)
    if signup.status not in {Status.WAITLISTED, Status.OFFERED} or signup.person is None:
        raise NothingToDecide(_("This person no longer waits."))
    refuse_begun(demand, now=now)
    check(signup.person, demand, NONE, now=now, besides=BESIDES)
    if signup.status == Status.WAITLISTED:
        if not free_places(demand):
            raise ShiftFull(no_room(wanted=1, free=0))
        move(signup, Status.OFFERED, by=by, now=now, offered_until=now)
    move(
        signup, Status.CONFIRMED, by=by, now=now,
        confirmed_at=now, offered_until=None, remind_at=reminder_due(signup.period_start, now=now),
    )  # fmt: skip
    tell("shift_confirmed", signup)
    log(signup.shift, "volunteers.seat_waiting", user=by, data={"who": signup.who})
    return signup


def fresh(signup: Signup) -> Signup:
    """The sign-up as it is after locking."""
    rows = Signup.objects.select_related("shift__place", "shift__lead", "demand__role", "person", "party__captain")
    return rows.get(pk=signup.pk)
