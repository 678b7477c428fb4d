"""People who come without a sign-up: with an account they get a seat, without one a line with their name."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.people.folding import fold_email
from portal.people.models import Person
from volunteers.models import Demand, Guest, Mark, Shift, Signup, Status
from volunteers.queries.days import LIST_OPENS, LIST_STAYS
from volunteers.queries.obstacles import Kind
from volunteers.queries.standing import standing_of

from .locks import lock
from .marking import K, R, settle
from .steps import begin

# The captain sees who stands there; the sign-up window and its like say nothing any more.
STILL_FORBIDDEN = frozenset({Kind.OVERLAP, Kind.AGE, Kind.BIRTH_DATE, Kind.QUALIFICATION, Kind.LANGUAGE})


@dataclass(frozen=True)
class Arrival:
    """Somebody who came: a name, or the e-mail address of an account."""

    demand: int
    name: str
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    at: dt.datetime = field(default_factory=timezone.now)


@transaction.atomic
def walk_in(*, shift: Shift, arrival: Arrival, by: Person) -> Mark:
    """Put somebody on the list who is there now; a second call with the same key returns the first mark.

    A seat of somebody who did not come may be given away. What is not possible is said in `refused`.
    """
    now = timezone.now()
    name = arrival.name.strip()[:80]
    address = fold_email(name) if "@" in fold_email(name) else ""
    person = Person.objects.filter(email=address, is_active=True).first() if address else None
    held = lock(
        people=[person.pk] if person else [],
        demands=Demand.objects.filter(pk=arrival.demand, shift=shift).values_list("pk", flat=True),
    )
    if already := Mark.objects.filter(key=arrival.key).first():
        return already
    demand = held.demands.get(arrival.demand)
    at = min(arrival.at, now)
    refused = why_not(demand, at=at, now=now) or (R.NOBODY if address and person is None else "")
    refused = refused or (why_not_this_person(person, demand, now=now) if person and demand else "")
    facts = {"key": arrival.key, "shift": shift, "kind": K.WALK_IN, "at": at, "received_at": now, "by": by}
    if refused or demand is None or not name:
        return Mark.objects.create(**facts, refused=refused or R.UNKNOWN)
    if person is None:
        return Mark.objects.create(
            **facts, guest=Guest.objects.create(shift=shift, demand=demand, name=name, came_at=at)
        )
    return seat(person, demand, facts, by=by, now=now)


def why_not(demand: Demand | None, *, at: dt.datetime, now: dt.datetime) -> str:
    """What keeps everybody off this list now; empty where there is room."""
    if demand is None:
        return R.UNKNOWN
    shift = demand.shift
    if shift.is_cancelled:
        return R.CANCELLED
    if now > shift.end + LIST_STAYS:
        return R.CLOSED
    if at < shift.report_at - LIST_OPENS:
        return R.TOO_EARLY
    return R.FULL if seats_taken(demand) >= demand.capacity else ""


def seats_taken(demand: Demand) -> int:
    """Places in use on the day: who did not come leaves one, a guest takes one. Only while the demand is locked."""
    seated = Signup.objects.holding().filter(demand=demand).exclude(status=Status.NO_SHOW).count()
    return seated + Guest.objects.filter(demand=demand, taken_back_at__isnull=True).count()


def why_not_this_person(person: Person, demand: Demand, *, now: dt.datetime) -> str:
    """Whether somebody with an account may not take this role, or has a line already."""
    standing = standing_of(person, now=now)
    if (
        standing.signup_for(demand.shift) is not None
        or Signup.objects.live().filter(person=person, shift=demand.shift).exists()
    ):
        return R.THERE
    obstacle = standing.beyond_the_window(demand)
    return R.RULE if obstacle is not None and obstacle.kind in STILL_FORBIDDEN else ""


def seat(person: Person, demand: Demand, facts: dict[str, object], *, by: Person, now: dt.datetime) -> Mark:
    """A seat, and the mark that says that its owner is there."""
    try:
        with transaction.atomic():
            signup = begin(demand, person, Status.CONFIRMED, by=by, now=now, confirmed_at=now)
    except IntegrityError:  # the database knows of another place at this time
        return Mark.objects.create(**facts, refused=R.RULE)
    row = Mark.objects.create(**facts, signup=signup)
    settle(signup, by=by, now=now)
    return row


@transaction.atomic
def take_back_guest(*, guest: Guest, key: uuid.UUID, by: Person) -> Mark:
    """The captain had made a mistake: the line goes, its name with it."""
    now = timezone.now()
    lock(people=[], demands=[guest.demand_id])
    if already := Mark.objects.filter(key=key).first():
        return already
    guest.refresh_from_db()
    if guest.taken_back_at is None:
        guest.taken_back_at, guest.name = now, ""
        guest.save(update_fields=["taken_back_at", "name"])
    return Mark.objects.create(key=key, shift=guest.shift, guest=guest, kind=K.UNDO, at=now, received_at=now, by=by)
