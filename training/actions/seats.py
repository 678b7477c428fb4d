"""Who gets a seat. Everything here runs inside a transaction that holds the lock on the edition's row.

The lock comes first, then everything is read again, then states and `seats_taken` change together (training.md 1).
Whoever also holds a payment's lock took that one first, so the order is always payment, then edition.
"""

import datetime as dt

from django.db import connection
from django.utils.translation import gettext as _

from portal.calendars.stamp import stamp_changed
from portal.people.models import Person

from ..models import SEAT_HOLDING, TIMED, TRANSITIONS, Edition, Enrolment, EnrolmentEvent, State
from .letters import tell
from .refusals import EditionFull, NoLongerPossible

PAYMENT_HOURS = 24  # an unpaid place waits so long for its money; a payment slip keeps it longer (paying.py)


def lock_edition(edition_id: int) -> Edition:
    """The edition as it is now, locked until the transaction ends. Raises Edition.DoesNotExist."""
    if not connection.in_atomic_block:
        raise RuntimeError("lock_edition needs a transaction around it")
    return Edition.objects.select_for_update(of=("self",)).select_related("course").get(pk=edition_id)


def lock_enrolment(enrolment_id: int) -> Enrolment:
    """The enrolment as it is now, its edition locked."""
    edition_id = Enrolment.objects.values_list("edition_id", flat=True).get(pk=enrolment_id)
    edition = lock_edition(edition_id)
    enrolment = Enrolment.objects.select_related("person").get(pk=enrolment_id)
    enrolment.edition = edition
    return enrolment


def move(
    enrolment: Enrolment,
    to: State,
    *,
    now: dt.datetime,
    by: Person | None = None,
    reason: str = "",
    expires_at: dt.datetime | None = None,
    stamped: bool = True,
) -> None:
    """One transition with its history row and its seat; the only place that writes `state` or `seats_taken`.

    `by` is None where time or money acts; `stamped` is False where the sessions themselves are stamped in this
    transaction, so that a calendar counts one change once. Raises NoLongerPossible where the table has no such transition,
    EditionFull where it needs a seat and none is free.
    """
    origin = State(enrolment.state) if enrolment.state else None
    if to not in TRANSITIONS[origin]:
        raise NoLongerPossible(_("This is no longer possible: the enrolment has changed meanwhile."))
    _take_or_free_seat(enrolment.edition, (to in SEAT_HOLDING) - (origin in SEAT_HOLDING))
    enrolment.state = to
    enrolment.expires_at = expires_at if to in TIMED else None
    enrolment.kept_until = None
    if to == State.WAITLISTED:
        enrolment.waitlisted_at = now
    if to == State.ENROLLED:
        enrolment.enrolled_at = now
    enrolment.save()
    if stamped and State.ENROLLED in (origin, to):
        stamp_changed(enrolment)
    note(enrolment, origin=origin, by=by, reason=reason, at=now)


def note(enrolment: Enrolment, *, origin: State | None, at: dt.datetime, by: Person | None, reason: str) -> None:
    EnrolmentEvent.objects.create(
        enrolment=enrolment, from_state=origin or "", to_state=enrolment.state, actor=by, reason=reason, at=at
    )


def _take_or_free_seat(edition: Edition, change: int) -> None:
    if change > 0 and edition.places_left < change:
        raise EditionFull(_("No place is free."))
    if change:
        edition.seats_taken += change
        Edition.objects.filter(pk=edition.pk).update(seats_taken=edition.seats_taken)


def seat_or_wait(enrolment: Enrolment, *, now: dt.datetime, by: Person | None, reason: str = "") -> None:
    """A seat if one is free and nobody waits; otherwise the end of the waiting list (training.md 2)."""
    edition = enrolment.edition
    if edition.places_left and not edition.enrolments.filter(state=State.WAITLISTED).exists():
        give_seat(enrolment, now=now, by=by, reason=reason)
        return
    move(enrolment, State.WAITLISTED, now=now, by=by, reason=reason)
    tell(enrolment, "waitlisted")


def give_seat(enrolment: Enrolment, *, now: dt.datetime, by: Person | None, reason: str = "") -> None:
    """Enrolled where it is free; otherwise a place that waits for its money."""
    if enrolment.fee_jpy == 0:
        move(enrolment, State.ENROLLED, now=now, by=by, reason=reason)
        tell(enrolment, "enrolled")
        return
    until = earliest(now + dt.timedelta(hours=PAYMENT_HOURS), enrolment.edition.starts_at)
    move(enrolment, State.PENDING_PAYMENT, now=now, by=by, reason=reason, expires_at=until)


def offer_free_places(edition: Edition, *, now: dt.datetime) -> list[Enrolment]:
    """Offer every free place to the next who waits, in this transaction (training.md 2, 3)."""
    offered: list[Enrolment] = []
    if edition.state != Edition.State.PUBLISHED or now >= edition.enrol_until or edition.has_begun(now):
        return offered
    until = earliest(now + dt.timedelta(hours=edition.offer_hours), edition.enrol_until, edition.starts_at)
    waiting = edition.enrolments.waiting_in_order().select_related("person")
    for enrolment in waiting[: edition.places_left]:
        enrolment.edition = edition
        move(enrolment, State.OFFERED, now=now, expires_at=until)
        tell(enrolment, "offered")
        offered.append(enrolment)
    return offered


def earliest(first: dt.datetime, *others: dt.datetime | None) -> dt.datetime:
    return min([first, *(other for other in others if other is not None)])
