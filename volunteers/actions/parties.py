"""Coming together: a captain books seats at once, all or none, and looks after them until everybody has a name."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.calendars.models import hash_token
from portal.mail.send import queue
from portal.people.models import Person
from volunteers.models import SIZES, Demand, Party, Shift, Signup, Status
from volunteers.models.parties import make_token
from volunteers.models.signups import SignupQuerySet
from volunteers.queries.obstacles import Kind, of_the_shift
from volunteers.queries.standing import standing_of

from .juniors import refuse_children_alone
from .locks import Held, free_places, lock
from .promising import keep_promises
from .refusals import (
    AlreadySignedUp,
    GuardianMissing,
    PartyClosed,
    PartySizeWrong,
    PartyTooLarge,
    ShiftHasBegun,
    refuse_for,
)
from .steps import begin, move, reminder_due
from .telling import thread_of
from .waiting import offer_free_places

# Names are wanted this long before people meet; nearer than that, after half of the time that is left.
NAMES_BEFORE = dt.timedelta(days=3)
REMIND_BEFORE = dt.timedelta(days=2)
MAY_GO = frozenset({Status.REQUESTED, Status.CONFIRMED})


@transaction.atomic
def book_party(
    *,
    captain: Person,
    demand: Demand,
    kind: str,
    name: str,
    seats: int,
    by: Person,
    captain_comes: bool = True,
    promised: Collection[str] = (),
) -> Party:
    """Take `seats` places of `demand` at once, or none; one of them for the captain where `captain_comes`.

    Raises PartySizeWrong, PartyTooLarge, AlreadySignedUp, GuardianMissing where a family has no adult, and what
    sign_up raises. Where every place is asked for, the seats are asked for together.
    """
    now = timezone.now()
    check_size(kind, seats)
    held = lock(people=[captain.pk], demands=[demand.pk])
    demand, captain = held.demands[demand.pk], held.people[captain.pk]
    offer_free_places(demand, held, now=now)
    keep_promises(captain, demand.role, promised, now=now)
    refuse_for(of_the_shift(demand.shift, now=now))
    refuse_second_party(captain, demand.shift)
    refuse_for_captain(captain, demand, kind, captain_comes=captain_comes, now=now)
    status = Status.REQUESTED if demand.overflow == Demand.Overflow.APPROVE else Status.CONFIRMED
    if status == Status.CONFIRMED and free_places(demand) < seats:
        raise too_large(demand, seats)
    party = make_party(captain, demand, kind, name, now=now)
    for number in range(seats):
        write_seat(party, demand, captain if captain_comes and number == 0 else None, status, by=by, now=now)
    write_to_captain(party, "shift_party_booked", seats=seats)
    return party


def check_size(kind: str, seats: int) -> None:
    """Raises PartySizeWrong."""
    size = SIZES[kind]
    if not size.least <= seats <= size.most:
        raise PartySizeWrong(
            _("%(kind)s: %(least)s to %(most)s people. For more, please write to the coordinator.")
            % {"kind": Party.Kind(kind).label, "least": size.least, "most": size.most}
        )


def refuse_second_party(captain: Person, shift: Shift) -> None:
    """One party per captain and shift: seats are not put aside twice. Raises AlreadySignedUp."""
    party = Party.objects.filter(captain=captain, demand__shift=shift, seats__status__in=MAY_GO).first()
    if party is not None:
        raise AlreadySignedUp(
            _("You have booked seats in this shift already: give some back there, or ask the coordinator for more."),
            way_out_url=reverse("volunteers:party", args=[party.pk]),
            way_out_label=_("See who has joined"),
        )


def refuse_for_captain(captain: Person, demand: Demand, kind: str, *, captain_comes: bool, now: dt.datetime) -> None:
    """Who comes along fulfils what the role asks; a family comes with an adult."""
    standing = standing_of(captain, now=now)
    if captain_comes:
        besides = {Kind.FAMILY} if kind == Party.Kind.FAMILY else set()
        refuse_for(standing.obstacle(demand, now=now, ignoring=besides))
    if kind != Party.Kind.FAMILY:
        return
    age = captain.age_on(demand.shift.day)
    if (age is not None and age < 18) or not (captain_comes or standing.signup_for(demand.shift)):
        raise GuardianMissing(_("A family comes with an adult: who books is 18 or older, and comes along."))


def make_party(captain: Person, demand: Demand, kind: str, name: str, *, now: dt.datetime) -> Party:
    deadline = names_wanted_by(demand.shift, now=now)
    remind_at = deadline - REMIND_BEFORE
    return Party.objects.create(
        kind=kind,
        name=name.strip()[:80] or captain.display_name,
        demand=demand,
        captain=captain,
        token_hash=hash_token(make_token(captain.pk, demand.pk, now, 1)),
        naming_deadline=deadline,
        created_at=now,
        remind_at=remind_at if remind_at > now else None,
    )


def names_wanted_by(shift: Shift, *, now: dt.datetime) -> dt.datetime:
    """Three days before people meet; where that is near or past, after half of the time that is left."""
    wished = shift.report_at - NAMES_BEFORE
    return max(wished, now + (shift.report_at - now) / 2)


def write_seat(
    party: Party, demand: Demand, person: Person | None, status: Status, *, by: Person, now: dt.datetime
) -> Signup:
    """One seat of a party. The captain's own leads."""
    confirmed = status == Status.CONFIRMED
    due = reminder_due(demand.shift.start, now=now) if person is not None and confirmed else None
    return begin(
        demand, person, status, by=by, now=now, party=party, leads=person is not None,
        confirmed_at=now if confirmed else None, remind_at=due,
    )  # fmt: skip


def write_to_captain(party: Party, template: str, *, once: str = "", **context: object) -> None:
    """A mail about the party, once."""
    demand = party.demand
    queue(
        template=template,
        to=party.captain,
        context={"party": party, "shift": demand.shift, "role": demand.role, "place": demand.shift.place, **context},
        key=(template, str(party.pk), once),
        thread=thread_of(demand.shift, party.captain),
    )


def too_large(demand: Demand, seats: int) -> PartyTooLarge:
    """The refusal of a booking for which there are too few places: none is taken."""
    free = free_places(demand)
    sentence = ngettext(
        "%(free)s place is free just now, and you asked for %(seats)s: none was taken.",
        "%(free)s places are free just now, and you asked for %(seats)s: none was taken.",
        free,
    )
    return PartyTooLarge(sentence % {"free": free, "seats": seats})


@transaction.atomic
def cancel_seats(*, party: Party, seats: Sequence[int], by: Person) -> int:
    """Give seats of a party back, named or not; whoever sat there is told, and who waits is offered them.

    Raises ShiftHasBegun, or GuardianMissing where children would stay alone. What is gone already is passed over; returns how many went.
    """
    now = timezone.now()
    held, party = lock_party(party)
    if party.demand.shift.start <= now:
        raise ShiftHasBegun(_("The shift has begun. If you cannot come, please call the coordinator."))
    going = list(seats_of(party).filter(pk__in=seats, status__in=MAY_GO))
    refuse_children_alone(party, [seat.pk for seat in going])
    for seat in going:
        move(seat, Status.CANCELLED_BY_VOLUNTEER, by=by, now=now, reason="given back by the captain", remind_at=None)
        if seat.person is not None and seat.person_id != party.captain_id:
            tell_member(party, seat)
    offer_free_places(held.demands[party.demand_id], held, now=now)
    return len(going)


def tell_member(party: Party, seat: Signup) -> None:
    """Whoever had a seat hears that it is gone."""
    queue(
        template="shift_party_seat_gone",
        to=seat.reader,
        context={
            "party": party,
            "signup": seat,
            "shift": seat.shift,
            "role": seat.demand.role,
            "place": seat.shift.place,
        },
        key=("shift_party_seat_gone", str(seat.pk)),
        thread=thread_of(seat.shift, seat.reader),
    )


@transaction.atomic
def make_new_link(*, party: Party, by: Person) -> Party:
    """A new invitation link; the old one opens nothing any more."""
    _held, party = lock_party(party)
    party.link_number += 1
    party.token_hash = hash_token(party.token)
    party.save(update_fields=["link_number", "token_hash"])
    return party


@transaction.atomic
def set_leaders(*, party: Party, seats: Sequence[int], by: Person) -> int:
    """Say which of the named people lead. Raises PartyClosed where one of them is under 18."""
    _held, party = lock_party(party)
    named = list(seats_of(party).filter(status__in=MAY_GO, person__isnull=False))
    for seat in named:
        age = seat.reader.age_on(party.demand.shift.day)
        if seat.pk in seats and age is not None and age < 18:
            raise PartyClosed(_("%(name)s is under 18: a leader is an adult.") % {"name": seat.who})
        if seat.leads != (seat.pk in seats):
            seat.leads = seat.pk in seats
            seat.save(update_fields=["leads"])
    return sum(seat.leads for seat in named)


def lock_party(party: Party) -> tuple[Held, Party]:
    """Lock everybody of a party and its demand; the party as it is after locking."""
    people = Signup.objects.live().filter(party=party).values_list("person_id", flat=True)
    held = lock(people=[party.captain_id, *people], demands=[party.demand_id])
    fresh = Party.objects.select_related("demand__shift__place", "demand__role", "captain").get(pk=party.pk)
    return held, fresh


def seats_of(party: Party) -> SignupQuerySet:
    """The seats of a locked party with everything a mail names."""
    rows = Signup.objects.filter(party=party).order_by("pk")
    return rows.select_related("person", "party__captain", "shift__place", "demand__role")
