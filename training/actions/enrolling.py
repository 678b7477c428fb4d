"""What a person wants of an edition, and what staff answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import Person

from ..models import Edition, Enrolment, State
from .letters import tell
from .refusals import EnrolmentClosed, NoLongerPossible
from .seats import give_seat, lock_edition, lock_enrolment, move, note, offer_free_places, seat_or_wait


@transaction.atomic
def enrol(*, edition: Edition, person: Person, by: Person, student: bool = False) -> Enrolment:
    """Enrol, or ask to, or wait: the enrolment's state says which. A second click finds what the first one made.

    Where a fee is due the seat is held and `begin_payment` comes next. Raises EnrolmentClosed.
    """
    now = timezone.now()
    locked = lock_edition(edition.pk)
    already = locked.enrolments.live().filter(person=person).first()
    if already is not None:
        return already
    if not locked.is_open(now):
        raise EnrolmentClosed(_("Enrolment for this edition is not open."))
    enrolment = Enrolment(
        edition=locked, person=person, student=student, fee_jpy=locked.fee_for(student=student), created_at=now
    )
    if locked.needs_approval:
        move(enrolment, State.REQUESTED, now=now, by=by)
    else:
        seat_or_wait(enrolment, now=now, by=by)
    return enrolment


@transaction.atomic
def approve(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """A request becomes a seat, or a place on the waiting list. Raises NoLongerPossible."""
    enrolment = lock_enrolment(enrolment.pk)
    _expect(enrolment, State.REQUESTED)
    seat_or_wait(enrolment, now=timezone.now(), by=by)
    if enrolment.state == State.PENDING_PAYMENT:
        tell(enrolment, "to_pay")
    return enrolment


@transaction.atomic
def reject(*, enrolment: Enrolment, by: Person, reason: str = "") -> Enrolment:
    """A request is not approved; the person is told. Raises NoLongerPossible."""
    enrolment = lock_enrolment(enrolment.pk)
    _expect(enrolment, State.REQUESTED)
    move(enrolment, State.REJECTED, now=timezone.now(), by=by, reason=reason)
    tell(enrolment, "rejected", reason=reason)
    return enrolment


@transaction.atomic
def accept_offer(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """The offered place is taken; where a fee is due, `begin_payment` comes next. Raises NoLongerPossible."""
    enrolment = lock_enrolment(enrolment.pk)
    now = timezone.now()
    if enrolment.state in (State.PENDING_PAYMENT, State.ENROLLED):
        return enrolment  # the second click
    if enrolment.state != State.OFFERED or enrolment.expires_at is None or enrolment.expires_at <= now:
        raise NoLongerPossible(_("This offer has ended. You can join the waiting list again."))
    give_seat(enrolment, now=now, by=by)
    return enrolment


@transaction.atomic
def decline_offer(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """The offered place goes to the next who waits. Raises NoLongerPossible."""
    enrolment = lock_enrolment(enrolment.pk)
    if enrolment.state == State.DECLINED:
        return enrolment
    _expect(enrolment, State.OFFERED)
    now = timezone.now()
    move(enrolment, State.DECLINED, now=now, by=by)
    offer_free_places(enrolment.edition, now=now)
    return enrolment


@transaction.atomic
def cancel_enrolment(*, enrolment: Enrolment, by: Person, reason: str = "") -> Enrolment:
    """Give up a place, a request or a wait; a freed place is offered on in the same transaction.

    A paid fee returns when staff cancel, or when the learner does before enrolment closes; `refund_due` then tells
    staff. Raises NoLongerPossible once the edition is over, or for what is not live.
    """
    enrolment = lock_enrolment(enrolment.pk)
    edition, now = enrolment.edition, timezone.now()
    if enrolment.state == State.CANCELLED:
        return enrolment
    ends_at = edition.ends_at
    if edition.state == Edition.State.FINISHED or (ends_at is not None and ends_at <= now):
        raise NoLongerPossible(_("This course is over; there is nothing left to cancel."))
    if enrolment.state == State.OFFERED:
        return decline_offer(enrolment=enrolment, by=by)
    by_learner = by == enrolment.person
    enrolment.refund_due = fee_returns(enrolment, by_learner=by_learner)
    move(enrolment, State.CANCELLED, now=now, by=by, reason=reason)
    offer_free_places(edition, now=now)
    tell(enrolment, "cancelled", by_learner=by_learner, reason=reason)
    return enrolment


@transaction.atomic
def put_first(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """This person is the next to get a place. Raises NoLongerPossible for who does not wait."""
    enrolment = lock_enrolment(enrolment.pk)
    _expect(enrolment, State.WAITLISTED)
    first = enrolment.edition.enrolments.waiting_in_order().first()
    if first is not None and first != enrolment:
        enrolment.priority = first.priority + 1
        enrolment.save(update_fields=["priority"])
        note(enrolment, origin=State.WAITLISTED, by=by, reason="put first", at=timezone.now())
    return enrolment


def fee_returns(enrolment: Enrolment, *, by_learner: bool) -> bool:
    """Whether the fee is paid back when the enrolment is cancelled now."""
    if enrolment.paid_at is None:
        return False
    return not by_learner or timezone.now() < enrolment.edition.fee_returns_until


def _expect(enrolment: Enrolment, state: State) -> None:
    if enrolment.state != state:
        raise NoLongerPossible(_("This is no longer possible: the enrolment has changed meanwhile."))
