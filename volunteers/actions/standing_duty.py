"""Coming every time, taking several dates at once, and leaving again."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import Demand, Role, Shift, ShiftSeries, ShiftState, Signup, StandingMember
from volunteers.queries.obstacles import OF_ONE_DATE
from volunteers.queries.series import comes_on, to_come
from volunteers.queries.standing import standing_of

from .locks import Held, lock
from .promising import promise
from .recurring import lock_series
from .refusals import AlreadySignedUp, NotSignedUp, refuse_for
from .signing_up import refuse_to_leave, release, sign_up
from .telling_of_duties import note_missed, tell_of_duty, tell_of_leaving

# What was ticked for each role, by its key: kinds of Promise.
Promised = Mapping[int, Collection[str]]
NOTHING: Promised = {}


@dataclass(frozen=True)
class DateResult:
    """How it went with one date."""

    shift: Shift
    signup: Signup | None = None
    refusal: Refused | None = None


def take_dates(
    *, person: Person, demands: Sequence[Demand], by: Person, wait: bool = False, promised: Promised = NOTHING
) -> list[DateResult]:
    """Take a place in several dates. Each is a transaction of its own: one that is full takes nothing from the others.

    What was read and `promised` is written once, for the roles that are taken, and stays whatever comes of the dates.
    """
    for role in {demand.role for demand in demands}:
        promise(person=person, role=role, promised=promised.get(role.pk, ()))
    return [take_date(person, demand, by=by, wait=wait) for demand in demands]


def take_date(person: Person, demand: Demand, *, by: Person, wait: bool) -> DateResult:
    """One date, with what came of it."""
    try:
        return DateResult(demand.shift, signup=sign_up(person=person, demand=demand, by=by, wait=wait))
    except Refused as refusal:
        return DateResult(demand.shift, refusal=refusal)


def come_every_time(
    *, person: Person, series: ShiftSeries, role: Role, by: Person, promised: Promised = NOTHING
) -> list[DateResult]:
    """A standing duty from today on, and a place, or a turn on the waiting list, in every date that is open already.

    Dates to come follow as they are made, before anybody else sees them. Raises what `begin_duty` raises; a date
    that is refused is named in the results and leaves the duty as it is.
    """
    promise(person=person, role=role, promised=promised.get(role.pk, ()))
    member = begin_duty(person=person, series=series, role=role, by=by)
    demands = Demand.objects.filter(
        role=role, shift__in=to_come(series, timezone.now()).filter(state=ShiftState.OPEN)
    ).select_related("shift__place", "role")
    mine = set(Signup.objects.live().filter(person=person, shift__series=series).values_list("shift", flat=True))
    wanted = [demand for demand in demands.order_by("shift__start", "pk") if demand.shift_id not in mine]
    results = take_dates(person=person, demands=wanted, by=by, wait=True)
    if by.pk == person.pk:  # the page has just said why; whom the team added hears of it with the daily round
        note_missed(member, [result.shift for result in results if result.refusal])
    return results


@transaction.atomic
def begin_duty(*, person: Person, series: ShiftSeries, role: Role, by: Person) -> StandingMember:
    """Raises AlreadySignedUp for who comes every time already, and what refuses the role to this person."""
    series = lock_series(series)
    if StandingMember.objects.filter(series=series, person=person, until__isnull=True).exists():
        raise AlreadySignedUp(
            _("You come every time already.") if by.pk == person.pk else _("This person comes every time already."),
            way_out_url=reverse("volunteers:series", args=[series.pk]),
            way_out_label=_("Look at the dates"),
        )
    now = timezone.now()
    upcoming = Demand.objects.filter(role=role, shift__in=to_come(series, now)).select_related("shift__place", "role")
    demand = upcoming.order_by("shift__start").first()
    if demand is None:
        raise Refused(_("There is no date to come with this role. Please choose another role or another series."))
    refuse_for(standing_of(person, now=now).obstacle(demand, now=now, ignoring=OF_ONE_DATE))
    member = StandingMember.objects.create(series=series, person=person, role=role, since=timezone.localdate(now))
    if by.pk != person.pk:
        tell_of_duty(member)
    return member


@transaction.atomic
def stop_coming(*, member: StandingMember, since: dt.date, by: Person, reason: str = "") -> list[DateResult]:
    """End a standing duty: from `since` on all places are given back and others get them, in one transaction, and
    one mail says so and takes all of them out of the calendar. What cannot be given back is named in the results.

    Where the team ends it the mail gives its `reason`, and nothing counts as withdrawing late."""
    now = timezone.now()
    member = end_duty(member=member, since=since, by=by)
    live = Signup.objects.live().filter(
        person=member.person_id, shift__series=member.series_id, demand__role=member.role_id, period_start__gt=now
    )
    held = lock(people=[member.person_id], demands=live.values_list("demand", flat=True))
    signups = live.filter(demand__in=held.demands).select_related(
        "shift__place", "shift__lead", "shift__series", "demand__role", "person", "party__captain"
    )
    results = [
        leave_date(signup, held, by=by, now=now, reason=reason)
        for signup in signups.order_by("period_start", "pk")
        if not comes_on(member, signup.shift)
    ]
    tell_of_leaving(member, [result.signup for result in results if result.signup], by=by, now=now, reason=reason)
    return results


def leave_date(signup: Signup, held: Held, *, by: Person, now: dt.datetime, reason: str) -> DateResult:
    """Give one locked date back without a mail of its own, with what came of it."""
    try:
        refuse_to_leave(signup, now=now)
    except Refused as refusal:
        return DateResult(signup.shift, refusal=refusal)
    release(signup, held, by=by, now=now, reason=reason, by_team=by.pk != signup.person_id)
    return DateResult(signup.shift, signup=signup)


@transaction.atomic
def end_duty(*, member: StandingMember, since: dt.date, by: Person) -> StandingMember:
    """Write the last day. Raises NotSignedUp where the duty has ended."""
    lock_series(member.series)
    member = StandingMember.objects.select_related("series", "person", "role").get(pk=member.pk)
    today = timezone.localdate()
    if member.until is not None and member.until < today:
        raise NotSignedUp(_("This standing duty has ended already."))
    last = max(since, today) - dt.timedelta(days=1)
    member.until = max(last, member.since - dt.timedelta(days=1))
    member.save(update_fields=["until"])
    return member
