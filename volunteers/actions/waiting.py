"""Waiting lists: a place that becomes free is offered, held for a while, and passed on."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import Demand, Shift, ShiftState, Signup, Status
from volunteers.queries.obstacles import PROMISES, WINDOW, Kind, Obstacle
from volunteers.queries.standing import standing_of

from .locks import Held, free_places, lock
from .promising import keep_promises
from .refusals import NotSignedUp, OfferGone, refuse_for
from .steps import move, reminder_due
from .telling import tell

# An offer's clock rests at night (Tokyo). 14 waking hours are 24 by the clock.
WAKES, RESTS = dt.time(8), dt.time(22)
LONGEST = dt.timedelta(hours=14)
SHORTEST = dt.timedelta(minutes=30)
# A turn or an offer is the person's own live sign-up; who comes with a party comes with its people.
BESIDES = WINDOW | {Kind.SIGNED_UP}
BESIDES_PARTY = BESIDES | {Kind.ALONGSIDE}


def waking(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The waking time that contains `moment` or comes next: (not before `moment`, until it rests)."""
    local = timezone.localtime(moment)
    day = local.date() + dt.timedelta(days=1) if local.time() >= RESTS else local.date()
    opens, rests = (timezone.make_aware(dt.datetime.combine(day, clock)) for clock in (WAKES, RESTS))
    return max(opens, local), rests


def waking_time(since: dt.datetime, until: dt.datetime) -> dt.timedelta:
    """How much waking time lies between two moments."""
    total = dt.timedelta()
    while since < until:
        opens, rests = waking(since)
        total += max(min(rests, until) - opens, dt.timedelta())
        since = rests
    return total


def after_waking(moment: dt.datetime, hold: dt.timedelta) -> dt.datetime:
    """When `hold` of waking time will have passed; never in the resting hours."""
    while True:
        opens, rests = waking(moment)
        if opens + hold < rests:
            return opens + hold
        hold -= rests - opens
        moment = rests


def offer_ends(shift: Shift, *, now: dt.datetime) -> dt.datetime | None:
    """Until when a place offered at `now` is held: 24 hours, near the start half of what is left, so that the
    next one in line has a chance too. None after the cut-off: then people are called."""
    left = waking_time(now, shift.offers_end_at)
    if left < SHORTEST:
        return None
    hold = min(LONGEST, max(left / 2, SHORTEST))
    return min(after_waking(now, hold), shift.offers_end_at)


def offer_free_places(demand: Demand, held: Held, *, now: dt.datetime) -> list[Signup]:
    """Offer every free place of a locked demand to those who wait, first come within priority.

    Whom a rule keeps from the place by now (another place at that time, a limit, what the role asks) is passed over
    and keeps the turn: what has come may go again. Somebody who is not locked
    ends the round: order matters more than speed, and the next sweep begins with them.
    """
    until = offer_ends(demand.shift, now=now) if demand.shift.state == ShiftState.OPEN else None
    free = free_places(demand) if until else 0
    offered: list[Signup] = []
    if not free:
        return offered
    for signup in (
        Signup.objects.waiting()
        .of_people()
        .filter(demand=demand)
        .select_related("person", "party__captain", "shift__place", "demand__role")
    ):
        if len(offered) == free or signup.person_id not in held.people:
            break
        if in_the_way(signup, demand, held, now=now, ignoring=PROMISES) is None and make_offer(signup, until, now=now):
            offered.append(signup)
    return offered


def in_the_way(
    signup: Signup, demand: Demand, held: Held, *, now: dt.datetime, ignoring: frozenset[Kind] = frozenset()
) -> Obstacle | None:
    """What keeps the person of a turn or an offer, who is locked, from the place; their own turn does not, nor that
    signing up is over."""
    besides = BESIDES_PARTY if signup.party_id else BESIDES
    person = held.people[signup.reader.pk]
    return standing_of(person, now=now).obstacle(demand, now=now, ignoring=besides | ignoring)


def make_offer(signup: Signup, until: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Hold a place for one person; False where the database knows of an overlap that we did not see."""
    try:
        with transaction.atomic():
            move(signup, Status.OFFERED, by=None, now=now, offered_until=until)
    except IntegrityError:
        return False
    tell("shift_offered", signup)
    return True


@transaction.atomic
def accept_offer(*, person: Person, shift: Shift, by: Person, promised: Collection[str] = ()) -> Signup:
    """Take the place that is held. Raises OfferGone, and what sign_up raises where a rule keeps the person from it by
    now: the place stays held until the offer runs out, so that they can clear the way or let it go."""
    now = timezone.now()
    signup, held = lock_own(person, shift)
    if signup is not None and signup.status == Status.CONFIRMED:
        return signup  # a second click
    if (
        signup is None
        or signup.status != Status.OFFERED
        or signup.offered_until is None
        or signup.offered_until <= now
        or signup.shift.is_cancelled
    ):
        raise OfferGone(_("This offer has run out, and the place has gone to the next person in line."))
    demand = held.demands[signup.demand_id]
    keep_promises(held.people[person.pk], demand.role, promised, now=now)
    refuse_for(with_a_way_on(in_the_way(signup, demand, held, now=now)))
    move(
        signup, Status.CONFIRMED, by=by, now=now,
        confirmed_at=now, offered_until=None, remind_at=reminder_due(signup.period_start, now=now),
    )  # fmt: skip
    tell("shift_confirmed", signup)
    return signup


def with_a_way_on(obstacle: Obstacle | None) -> Obstacle | None:
    """Who is offered a place cannot ask for it besides: a limit leads to one's own shifts, of which one may go."""
    if obstacle is None or obstacle.kind != Kind.LIMIT:
        return obstacle
    return replace(obstacle, way_out_url=reverse("home:me"), way_out_label=_("See my shifts"))


@transaction.atomic
def decline_offer(*, person: Person, shift: Shift, by: Person) -> Signup:
    """Let the held place go; the next in line gets it. Raises NotSignedUp."""
    now = timezone.now()
    signup, held = lock_own(person, shift)
    if signup is None or signup.status != Status.OFFERED:
        raise NotSignedUp(_("There is no offer that you could decline."))
    move(signup, Status.CANCELLED_BY_VOLUNTEER, by=by, now=now, reason="offer declined")
    offer_free_places(held.demands[signup.demand_id], held, now=now)
    return signup


@transaction.atomic
def expire_offers(*, demand: Demand) -> list[Signup]:
    """End what ran out, then offer what is free; returns the new offers. Safe to call at any time."""
    now = timezone.now()
    held = lock(people=[], demands=[demand.pk])
    for signup in Signup.objects.expired(now).filter(demand=demand).select_related("shift"):
        move(signup, Status.EXPIRED, by=None, now=now)
    return offer_free_places(held.demands[demand.pk], held, now=now)


def lock_own(person: Person, shift: Shift) -> tuple[Signup | None, Held]:
    """Lock a person and the demand of their live sign-up for `shift`; the sign-up as it is after locking.

    Raises Refused where it went over to another demand between reading and locking: locking once more
    would break the order of locks.
    """
    own = Signup.objects.live().filter(person=person, shift=shift)
    held = lock(people=[person.pk], demands=own.values_list("demand_id", flat=True))
    signup = own.select_related("shift__place", "shift__lead", "demand__role", "person", "party__captain").first()
    if signup is not None and signup.demand_id not in held.demands:
        raise Refused(_("Something changed at the very same moment. Please try once more."))
    return signup, held
