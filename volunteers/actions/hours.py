"""Hours: proposed, corrected, approved by somebody else, taken back. Only approved ones count (volunteering.md 10)."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.mail.send import queue
from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import HoursClaim, HoursEntry, Signup, Status
from volunteers.queries.hours import CORRECTED_WITHIN
from volunteers.queries.records import counted_in

from .certifying import revoke_hours_certificate, revoke_what_counted
from .locks import lock
from .refusals import HoursRefused

# Whoever is marked this late was probably there before: captains have their hands full at the beginning.
LATE_ENOUGH = dt.timedelta(minutes=30)
# How far from the shift's own times anybody may claim.
BEFORE, AFTER = dt.timedelta(hours=3), dt.timedelta(hours=6)
Decision, Source = HoursClaim.Decision, HoursClaim.Source


def propose(signup: Signup, *, now: dt.datetime) -> HoursClaim | None:
    """The claim that a locked, attended sign-up begins with: the shift's times, or what the list knows better.

    Seats without an account collect no hours.
    """
    if signup.person_id is None or signup.claims.exists():
        return None
    shift, source = signup.shift, Source.SHIFT
    start, end = shift.start, shift.end
    if signup.came_at and signup.came_at > shift.start + LATE_ENOUGH:
        start, source = signup.came_at, Source.TIMES
    if signup.left_at:
        end, source = signup.left_at, Source.TIMES
    if end <= start:
        start, end, source = shift.start, shift.end, Source.SHIFT
    return HoursClaim.objects.create(signup=signup, start=start, end=end, source=source, made_at=now)


@transaction.atomic
def correct_hours(*, signup: Signup, start: dt.datetime, end: dt.datetime, by: Person, note: str = "") -> HoursClaim:
    """Claim other times. Nothing counts differently before somebody else has approved. Raises HoursRefused."""
    signup = lock_signup(signup)
    if signup.status != Status.ATTENDED or signup.person is None:
        raise HoursRefused(_("Hours can be corrected once the list of the shift is closed."))
    check_times(signup, start, end)
    now = timezone.now()
    source = Source.PERSON if signup.person == by else Source.TEAM
    if source == Source.PERSON and now - signup.period_end > CORRECTED_WITHIN:
        raise HoursRefused(_("After sixty days the team corrects hours. Please write to the coordinator."))
    signup.claims.filter(decision=Decision.OPEN).update(decision=Decision.REPLACED, decided_at=now, decided_by=by)
    return HoursClaim.objects.create(
        signup=signup, start=start, end=end, source=source, note=note[:300], made_by=by, made_at=now
    )


def check_times(signup: Signup, start: dt.datetime, end: dt.datetime) -> None:
    """Raises HoursRefused for times that have nothing to do with the shift."""
    shift = signup.shift
    if end - start < dt.timedelta(minutes=1):
        raise HoursRefused(_("The end must come after the beginning."))
    if start < shift.report_at - BEFORE or end > shift.end + AFTER:
        raise HoursRefused(_("These times are too far from the shift. Please talk to the coordinator."))


@transaction.atomic
def approve_hours(*, claim: HoursClaim, by: Person) -> HoursEntry:
    """Let a claim count, in place of what counted before for the same sign-up. Raises HoursRefused.

    Where that was more, or on another day, certificates that say so are revoked, and their owner is told.
    """
    claim = lock_claim(claim, by=by)
    signup = claim.signup
    assert signup.person is not None  # noqa: S101  # claims are made for people only
    decide(claim, Decision.APPROVED, by=by)
    for standing in HoursEntry.objects.standing().filter(signup=signup):
        reverse(standing, by=by, reason=_("replaced by other times"))
        if standing.minutes > claim.minutes or standing.day != timezone.localdate(claim.start):
            take_certificates_along(standing, by=by)
    day = timezone.localdate(claim.start)
    return HoursEntry.objects.create(
        signup=signup, person=signup.person, day=day, minutes=claim.minutes, claim=claim, by=by
    )


@transaction.atomic
def approve_other_hours(
    *, claim: HoursClaim, start: dt.datetime, end: dt.datetime, by: Person, note: str = ""
) -> HoursEntry:
    """Approve other times than those that were claimed. Raises HoursRefused, and then nothing has changed."""
    lock_claim(claim, by=by)
    return approve_hours(claim=correct_hours(signup=claim.signup, start=start, end=end, by=by, note=note), by=by)


def approve_all(*, claims: Iterable[HoursClaim], by: Person) -> tuple[int, list[str]]:
    """Approve one after the other, each in a transaction of its own; how many, and why the others were not."""
    approved, sentences = 0, []
    for claim in claims:
        try:
            approve_hours(claim=claim, by=by)
            approved += 1
        except Refused as refused:
            sentences.append(refused.sentence)
    return approved, sentences


@transaction.atomic
def decline_hours(*, claim: HoursClaim, by: Person, reason: str) -> HoursClaim:
    """Say no, and why: the person reads it. Raises HoursRefused."""
    if not reason.strip():
        raise HoursRefused(_("Please write why the hours are not approved. The volunteer reads it."))
    claim = lock_claim(claim, by=by)
    return decide(claim, Decision.DECLINED, by=by, reason=reason.strip()[:300])


@transaction.atomic
def take_back_hours(*, entry: HoursEntry, by: Person, reason: str) -> HoursEntry:
    """Take approved hours off again by a reversing entry; certificates that count them are revoked, and the
    volunteer is told of both and why. Raises HoursRefused."""
    if not reason.strip():
        raise HoursRefused(_("Please write why the hours are taken back."))
    signup = lock_signup(entry.signup)
    standing = HoursEntry.objects.standing().filter(pk=entry.pk).first()
    if standing is None:
        raise HoursRefused(_("These hours have been taken back already."))
    if signup.person == by:
        raise HoursRefused(_("Somebody else decides about your own hours."))
    taken = reverse(standing, by=by, reason=reason.strip()[:300])
    revoked = revoke_what_counted(standing, reason=taken.reason)
    person = standing.person
    if person.is_active:
        context = {"entry": standing, "taken": taken, "shift": signup.shift, "revoked": revoked}
        key = ("shift_hours_taken_back", str(standing.pk))
        queue(template="shift_hours_taken_back", to=person, context=context, key=key)
    return taken


def take_certificates_along(entry: HoursEntry, *, by: Person) -> None:
    """Revoke what counts these hours, each with a mail, in the words of whom it is for."""
    with translation.override(entry.person.language):
        reason = _("The approved hours have changed.")
    for certificate in counted_in(entry):
        revoke_hours_certificate(certificate=certificate, by=by, reason=reason)


def reverse(entry: HoursEntry, *, by: Person, reason: str) -> HoursEntry:
    """The entry that takes another one off; its sign-up is locked."""
    return HoursEntry.objects.create(
        signup_id=entry.signup_id, person_id=entry.person_id, day=entry.day, minutes=-entry.minutes,
        claim_id=entry.claim_id, reverses=entry, by=by, reason=reason,
    )  # fmt: skip


def decide(claim: HoursClaim, decision: HoursClaim.Decision, *, by: Person, reason: str = "") -> HoursClaim:
    claim.decision, claim.decided_by, claim.decided_at, claim.reason = decision, by, timezone.now(), reason
    claim.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
    return claim


def lock_claim(claim: HoursClaim, *, by: Person) -> HoursClaim:
    """The claim as it is after locking, open and somebody else's. Raises HoursRefused."""
    signup = lock_signup(claim.signup)
    claim = HoursClaim.objects.select_related("signup__person", "signup__shift").get(pk=claim.pk)
    if claim.decision != Decision.OPEN:
        raise HoursRefused(_("A colleague has already decided this. The list is up to date now."))
    if signup.person == by:
        raise HoursRefused(_("Somebody else decides about your own hours."))
    return claim


def lock_signup(signup: Signup) -> Signup:
    """The sign-up as it is after locking its person and its demand."""
    lock(people=[signup.person_id] if signup.person_id else [], demands=[signup.demand_id])
    return Signup.objects.select_related("person", "shift").get(pk=signup.pk)
