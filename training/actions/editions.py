"""What staff do with an edition."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.calendars.stamp import stamp_changed
from portal.people.models import Person

from ..models import Edition, Session, State
from .enrolling import fee_returns
from .letters import tell
from .refusals import CapacityTooSmall, NoLongerPossible, SessionIsAnnounced
from .seats import lock_edition, move, offer_free_places


@transaction.atomic
def change_capacity(*, edition: Edition, capacity: int, by: Person, overbook: int | None = None) -> Edition:
    """More places go to those who wait, at once. Raises CapacityTooSmall below the places that are taken."""
    locked = lock_edition(edition.pk)
    locked.capacity = capacity
    locked.overbook = locked.overbook if overbook is None else overbook
    refuse_too_few_places(locked)
    locked.save(update_fields=["capacity", "overbook"])
    offer_free_places(locked, now=timezone.now())
    return locked


def refuse_too_few_places(edition: Edition) -> None:
    if edition.places < edition.seats_taken:
        raise CapacityTooSmall(
            _("%(taken)s places are taken already; the edition cannot have fewer.") % {"taken": edition.seats_taken}
        )


@transaction.atomic
def revise_edition(*, edition: Edition, save: Callable[[], None], by: Person) -> Edition:
    """Save what the back office's form holds (`save` does it), with everything a change entails.

    The form may be hours old, so places taken and state are read again under the lock; sessions that moved get
    their new SEQUENCE; added places are offered. Raises CapacityTooSmall and SessionIsAnnounced.
    """
    locked = lock_edition(edition.pk)
    edition.seats_taken, edition.state = locked.seats_taken, locked.state
    refuse_too_few_places(edition)
    before = {session.pk: session.calendar_facts for session in Session.objects.filter(edition=edition)}
    save()
    after = list(Session.objects.filter(edition=edition))
    if edition.state != Edition.State.DRAFT and before.keys() - {session.pk for session in after}:
        raise SessionIsAnnounced(_("People have this session in their calendars. Cancel it instead of deleting it."))
    for session in after:
        if session.pk in before and before[session.pk] != session.calendar_facts:
            stamp_changed(session)
    offer_free_places(lock_edition(edition.pk), now=timezone.now())
    return edition


@transaction.atomic
def publish_edition(*, edition: Edition, by: Person) -> Edition:
    """From now on people see it and can enrol in its window. Raises NoLongerPossible unless it is a draft with sessions."""
    locked = lock_edition(edition.pk)
    if locked.state != Edition.State.DRAFT:
        raise NoLongerPossible(_("Only a draft can be published."))
    if not locked.scheduled_sessions:
        raise NoLongerPossible(_("Add at least one session first: people want to know when it is."))
    return _set_state(locked, Edition.State.PUBLISHED)


@transaction.atomic
def finish_edition(*, edition: Edition, by: Person) -> Edition:
    """The edition is over. Raises NoLongerPossible before its last session has ended."""
    locked = lock_edition(edition.pk)
    ends_at = locked.ends_at
    if locked.state != Edition.State.PUBLISHED or (ends_at is not None and ends_at > timezone.now()):
        raise NoLongerPossible(_("An edition is finished once it is published and its last session is over."))
    return _set_state(locked, Edition.State.FINISHED)


@transaction.atomic
def cancel_edition(*, edition: Edition, by: Person, reason: str = "") -> Edition:
    """Call it off: everybody is told, paid fees return, calendars show it as cancelled. Raises NoLongerPossible."""
    locked = lock_edition(edition.pk)
    if locked.state != Edition.State.PUBLISHED:
        raise NoLongerPossible(_("Only a published edition can be cancelled."))
    now = timezone.now()
    _set_state(locked, Edition.State.CANCELLED)
    for enrolment in locked.enrolments.live().select_related("person"):
        enrolment.edition = locked
        enrolment.refund_due = fee_returns(enrolment, by_learner=False)
        move(enrolment, State.CANCELLED, now=now, by=by, reason=reason, stamped=False)
        tell(enrolment, "cancelled", by_learner=False, reason=reason)
    for session in locked.scheduled_sessions:
        cancel_session(session=session, by=by)
    return locked


@transaction.atomic
def cancel_session(*, session: Session, by: Person) -> Session:
    """The session stays in calendars, as cancelled (calendars.md 9)."""
    lock_edition(session.edition_id)
    session = Session.objects.get(pk=session.pk)
    if not session.is_cancelled:
        session.status = Session.Status.CANCELLED
        session.save(update_fields=["status"])
        stamp_changed(session)
    return session


def _set_state(edition: Edition, state: Edition.State) -> Edition:
    edition.state = state
    Edition.objects.filter(pk=edition.pk).update(state=state)
    return edition
