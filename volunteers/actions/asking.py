"""Places that are asked for: the coordinator says yes or no, and may set a limit aside by name, with a reason."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import Person
from volunteers.models import Demand, Rule, Signup, Status
from volunteers.queries.obstacles import WINDOW, Kind, no_room
from volunteers.queries.standing import standing_of

from .locks import Held, free_places, lock
from .promising import keep_promises
from .refusals import NothingToDecide, ReasonMissing, ShiftFull, ShiftHasBegun, refuse_for
from .signing_up import confirm_new
from .steps import Note, begin, move, reminder_due
from .telling import tell
from .waiting import offer_free_places

Overrides = Mapping[Rule, str]
NONE: Overrides = {}
# A request is the person's own live sign-up.
BESIDES = WINDOW | {Kind.SIGNED_UP}


@transaction.atomic
def ask_for_place(
    *, person: Person, demand: Demand, by: Person, message: str = "", promised: Collection[str] = ()
) -> Signup:
    """Ask the coordinator for a place although a limit is in the way, or where every place is asked for.

    Raises what sign_up raises, but for LimitReached. Asking holds no place.
    """
    now = timezone.now()
    held = lock(people=[person.pk], demands=[demand.pk])
    demand, person = held.demands[demand.pk], held.people[person.pk]
    keep_promises(person, demand.role, promised, now=now)
    refuse_for(standing_of(person, now=now).obstacle(demand, now=now, ignoring={Kind.LIMIT}))
    return begin(demand, person, Status.REQUESTED, by=by, now=now, note=Note(reason=message[:300]))


@transaction.atomic
def approve(*, signup: Signup, by: Person, overrides: Overrides = NONE) -> list[Signup]:
    """Say yes to a request; for a seat of a party, to all that the party asked for, or to none.

    Raises NothingToDecide, ShiftFull, ShiftHasBegun, LimitReached where a limit is in the way that `overrides`
    (rule → reason) does not name, ReasonMissing, and what sign_up raises but for its window.
    """
    now = timezone.now()
    held, asked = lock_requests(signup)
    demand = held.demands[signup.demand_id]
    refuse_begun(demand, now=now)
    offer_free_places(demand, held, now=now)
    if len(asked) > free_places(demand):
        raise ShiftFull(no_room(wanted=len(asked), free=free_places(demand)))
    for request in asked:
        rules, why = "", ""
        if request.person is not None:
            rules, why = check(request.person, demand, overrides, now=now)
        move(
            request, Status.CONFIRMED, by=by, now=now, reason=why, rules=rules, confirmed_at=now,
            remind_at=reminder_due(demand.shift.start, now=now),
        )  # fmt: skip
        tell("shift_confirmed", request)
    return asked


@transaction.atomic
def decline(*, signup: Signup, by: Person, reason: str) -> list[Signup]:
    """Say no to a request, and why; for a seat of a party, to all that the party asked for.

    Raises NothingToDecide, ReasonMissing.
    """
    now = timezone.now()
    if not reason.strip():
        raise ReasonMissing(_("Please say why: the person reads it in the mail."))
    _held, asked = lock_requests(signup)
    for request in asked:
        move(request, Status.DECLINED, by=by, now=now, reason=reason.strip()[:300])
        tell("shift_declined", request, reason=reason.strip()[:300])
    return asked


@transaction.atomic
def assign(*, person: Person, demand: Demand, by: Person, overrides: Overrides = NONE) -> Signup:
    """A coordinator gives somebody a place, also outside the sign-up window. Raises what approve raises."""
    now = timezone.now()
    held = lock(people=[person.pk], demands=[demand.pk])
    demand, person = held.demands[demand.pk], held.people[person.pk]
    refuse_begun(demand, now=now)
    offer_free_places(demand, held, now=now)
    rules, why = check(person, demand, overrides, now=now, besides=WINDOW)
    if not free_places(demand):
        raise ShiftFull(no_room(wanted=1, free=0))
    return confirm_new(demand, person, by=by, now=now, note=Note(why, rules))


@transaction.atomic
def put_first(*, signup: Signup, by: Person) -> Signup:
    """Let somebody who waits go before everybody else who waits for the same. Raises NothingToDecide."""
    lock(people=[signup.person_id], demands=[signup.demand_id])
    queue = list(Signup.objects.waiting().filter(demand=signup.demand_id))
    mine = next((waiting for waiting in queue if waiting.pk == signup.pk), None)
    if mine is None:
        raise NothingToDecide(_("This person no longer waits."))
    if queue[0].pk != mine.pk:
        mine.priority = queue[0].priority - 1
        mine.save(update_fields=["priority"])
    return mine


def lock_requests(signup: Signup) -> tuple[Held, list[Signup]]:
    """Lock a request, or all of its party's, with their people and demand. Raises NothingToDecide."""
    wanted = Signup.objects.filter(status=Status.REQUESTED)
    wanted = wanted.filter(party=signup.party_id) if signup.party_id else wanted.filter(pk=signup.pk)
    held = lock(people=wanted.values_list("person_id", flat=True), demands=[signup.demand_id])
    asked = list(wanted.select_related("person", "party__captain", "shift__place", "demand__role").order_by("pk"))
    if not asked:
        raise NothingToDecide(_("This request has been answered or taken back already."))
    return held, asked


def check(
    person: Person, demand: Demand, overrides: Overrides, *, now: dt.datetime, besides: Collection[Kind] = BESIDES
) -> tuple[str, str]:
    """Refuses what no coordinator may set aside, and limits that are not named; the rules that were, and why."""
    used: dict[str, str] = {}
    for obstacle in standing_of(person, now=now).obstacles(demand, now=now):
        if obstacle.kind in besides:
            continue
        if obstacle.rule is None or obstacle.rule not in overrides:
            refuse_for(obstacle)
        elif not overrides[obstacle.rule].strip():
            raise ReasonMissing(_("Please say why “%(rule)s” is set aside.") % {"rule": obstacle.rule.label})
        else:
            used[obstacle.rule] = overrides[obstacle.rule].strip()
    return ",".join(used), _(" / ").join(dict.fromkeys(used.values()))[:300]


def refuse_begun(demand: Demand, *, now: dt.datetime) -> None:
    if demand.shift.end <= now:
        raise ShiftHasBegun(_("This shift is over."))
