"""Giving a place to somebody else. The original keeps the duty until the successor is confirmed (volunteering.md 7)."""

import secrets
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.calendars.models import hash_token
from portal.mail.send import queue
from portal.people.folding import fold_email
from portal.people.models import Person
from volunteers.models import Demand, HandOver, Shift, Signup, Status
from volunteers.queries.obstacles import WINDOW, Kind
from volunteers.queries.standing import standing_of

from .locks import lock
from .promising import keep_promises
from .refusals import HandOverGone, HandOverNotNeeded, NotSignedUp, ShiftHasBegun, refuse_for
from .signing_up import confirm_new
from .steps import move
from .telling import tell, tell_lead
from .waiting import lock_own

# Asking more people than this for one place would be a nuisance.
MOST_ASKED = 10


@transaction.atomic
def offer_hand_over(*, person: Person, shift: Shift, by: Person, to_email: str = "", message: str = "") -> HandOver:
    """Look for a successor: by mail to one person, or in the pool where `to_email` is empty. An earlier try ends.

    Raises NotSignedUp, ShiftHasBegun, HandOverNotNeeded where people wait for just this place, or for one's own address.
    """
    now = timezone.now()
    signup, _held = lock_own(person, shift)
    if signup is None or signup.status != Status.CONFIRMED:
        raise NotSignedUp(_("You have no place in this shift that you could hand over."))
    if signup.period_start <= now:
        raise ShiftHasBegun(_("The shift has begun. If you cannot come, please call the coordinator."))
    if to_email and fold_email(to_email) == fold_email(person.email):
        raise HandOverNotNeeded(_("This is your own address: please write that of whoever could come in your stead."))
    if not to_email and Signup.objects.waiting().filter(demand=signup.demand_id).exists():
        raise HandOverNotNeeded(
            _("People are waiting for this place: if you give it back, the next in line is offered it at once.")
        )
    if signup.hand_overs.count() >= MOST_ASKED:
        raise HandOverNotNeeded(
            _("You have asked many people already: please give the place back, or call the coordinator.")
        )
    close(HandOver.objects.filter(signup=signup, outcome=HandOver.Outcome.OPEN), HandOver.Outcome.STOPPED)
    token = secrets.token_urlsafe(24) if to_email else ""
    hand_over = HandOver.objects.create(
        signup=signup,
        to_email=fold_email(to_email),
        message=message[:300],
        token_hash=hash_token(token) if token else None,
        created_at=now,
    )
    if to_email:
        ask_by_mail(hand_over, token)
    return hand_over


def ask_by_mail(hand_over: HandOver, token: str) -> None:
    """The question, with the only copy of its link."""
    signup = hand_over.signup
    queue(
        template="shift_hand_over_asked",
        to=hand_over.to_email,
        language=signup.reader.language,
        context={**facts(signup), "asks": signup.reader, "message": hand_over.message, "token": token},
        key=("shift_hand_over_asked", str(hand_over.pk)),
    )


def facts(signup: Signup) -> dict[str, Any]:
    """What every mail about a shift names."""
    return {"signup": signup, "shift": signup.shift, "role": signup.demand.role, "place": signup.shift.place}


@transaction.atomic
def stop_hand_over(*, person: Person, shift: Shift, by: Person) -> Signup:
    """Keep one's place after all. Raises NotSignedUp."""
    signup, _held = lock_own(person, shift)
    if signup is None:
        raise NotSignedUp(_("You are not signed up for this shift."))
    close(HandOver.objects.filter(signup=signup, outcome=HandOver.Outcome.OPEN), HandOver.Outcome.STOPPED)
    return signup


@transaction.atomic
def decline_hand_over(*, hand_over: HandOver) -> HandOver:
    """Whoever was asked by mail says no; the original hears of it and still has the duty. Raises HandOverGone."""
    signup = hand_over.signup
    lock(people=[signup.person_id], demands=[signup.demand_id])
    open_one = still_open(hand_over)
    close(HandOver.objects.filter(pk=open_one.pk), HandOver.Outcome.DECLINED)
    tell("shift_hand_over_declined", open_one.signup, once=str(open_one.pk))
    return HandOver.objects.get(pk=open_one.pk)


@transaction.atomic
def take_over(*, hand_over: HandOver, person: Person, by: Person, promised: Collection[str] = ()) -> Signup:
    """Step in for somebody: the successor is confirmed and the original is free, both or neither.

    Of a question by mail whoever holds its link is the named person: 192 random bits went to one mailbox and nowhere
    else, and people have other addresses on their accounts than their friends know. Every rule is asked of the taker,
    and the original is told the name.

    Raises HandOverGone, Overlapping, or what the role asks of the successor; the sign-up window does not matter.
    """
    now = timezone.now()
    held = lock(people=[person.pk, hand_over.signup.person_id], demands=[hand_over.signup.demand_id])
    hand_over = still_open(hand_over)
    original = hand_over.signup
    demand, person = held.demands[original.demand_id], held.people[person.pk]
    if original.person_id == person.pk:
        raise HandOverGone(_("This is your own place."))
    keep_promises(person, demand.role, promised, now=now)
    leave_the_line(person, demand, by=by)
    refuse_for(standing_of(person, now=now).obstacle(demand, now=now, ignoring=WINDOW | besides(original)))
    successor = confirm_new(demand, person, by=by, now=now, party=original.party, leads=original.leads)
    HandOver.objects.filter(pk=hand_over.pk).update(outcome=HandOver.Outcome.TAKEN, closed_at=now, successor=successor)
    move(original, Status.HANDED_OVER, by=by, now=now, remind_at=None)
    tell("shift_handed_over", original, successor=person)
    tell_lead(original, successor=person)
    return successor


def besides(original: Signup) -> frozenset[Kind]:
    """Who takes a seat of a party comes with its people."""
    return frozenset({Kind.ALONGSIDE}) if original.party_id else frozenset()


def still_open(hand_over: HandOver) -> HandOver:
    """The hand-over as it is after locking. Raises HandOverGone."""
    found = HandOver.objects.open().select_related(
        "signup__shift__place",
        "signup__shift__lead",
        "signup__demand__role",
        "signup__person",
        "signup__party__captain",
    )
    again = found.filter(pk=hand_over.pk).first()
    if again is None:
        raise HandOverGone(_("Somebody was quicker, or the place is no longer given away. Thank you for being ready!"))
    return again


def leave_the_line(person: Person, demand: Demand, *, by: Person) -> None:
    """Who gets a place in a shift no longer waits or asks for one there. The person is locked."""
    turns = Signup.objects.filter(person=person, shift=demand.shift, status__in=[Status.WAITLISTED, Status.REQUESTED])
    for turn in turns:
        move(turn, Status.CANCELLED_BY_VOLUNTEER, by=by, now=timezone.now(), reason="took a place over")


def close(hand_overs: Any, outcome: HandOver.Outcome) -> None:
    """End what is still open."""
    hand_overs.update(outcome=outcome, closed_at=timezone.now())
