"""What coordinators change. Whoever holds a place is never dropped by a figure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.calendars.stamp import stamp_changed
from portal.people.models import Person
from volunteers.models import HOLDING, LIVE, Demand, Shift, ShiftState, Signup, Status
from volunteers.queries.choices import alternatives_for
from volunteers.queries.standing import standing_of

from .demands import Wanted, check_figures, set_demands
from .locks import Held, lock
from .refusals import ShiftCancelled, ShiftHasBegun, WouldClash
from .steps import move, move_shift, reminder_due
from .telling import Was, tell
from .telling_of_series import Say
from .waiting import offer_free_places

WHEN_AND_WHERE = frozenset({"place", "report_at", "start", "end"})
KEPT_TIMES = ("place", "period_start", "period_end", "away_from", "away_until")
IN_CALENDARS = WHEN_AND_WHERE - {"report_at"} | {"title_ja", "title_en"}


@transaction.atomic
def open_shift(*, shift: Shift, by: Person) -> Shift:
    """Publish a draft, or open a closed shift again; those who wait are offered what is free."""
    held = lock_shift(shift)
    shift = Shift.objects.get(pk=shift.pk)
    move_shift(shift, ShiftState.OPEN)
    for demand in fresh(held):
        offer_free_places(demand, held, now=timezone.now())
    return shift


@transaction.atomic
def close_shift(*, shift: Shift, by: Person) -> Shift:
    """End signing up; whoever has a place keeps it."""
    lock_shift(shift)
    return move_shift(Shift.objects.get(pk=shift.pk), ShiftState.CLOSED)


@transaction.atomic
def cancel_shift(*, shift: Shift, by: Person, reason_ja: str = "", reason_en: str = "", say: Say = tell) -> Shift:
    """Cancel softly: nothing is deleted, everyone concerned is told with two alternatives, calendars say CANCELLED.
    `say` tells them; an edit of many dates gathers instead.

    Raises ShiftCancelled where it was cancelled before, ShiftHasBegun where it is over.
    """
    now = timezone.now()
    lock_shift(shift)
    shift = Shift.objects.select_related("place").get(pk=shift.pk)
    if shift.is_cancelled:
        raise ShiftCancelled(_("This shift has been cancelled already."))
    if shift.end <= now:
        raise ShiftHasBegun(_("This shift is over: it cannot be cancelled any more."))
    move_shift(shift, ShiftState.CANCELLED, reason_ja=reason_ja, reason_en=reason_en)
    concerned = Signup.objects.filter(shift=shift, status__in=LIVE - {Status.ATTENDED, Status.NO_SHOW})
    for signup in concerned.select_related("person", "party__captain", "demand__role"):
        signup.shift = shift
        move(
            signup, Status.CANCELLED_BY_TEAM, by=by, now=now, reason=reason_ja or reason_en, stamp=False, remind_at=None
        )
        say("shift_cancelled", signup, alternatives=alternatives_for(signup.reader, shift, now=now))
    return shift


@transaction.atomic
def change_capacity(*, demand: Demand, capacity: int, min_needed: int, by: Person) -> Demand:
    """Set both figures. More places are offered to those who wait; fewer than are taken drops nobody.

    Raises CapacityTooSmall where fewer places than people needed are asked for.
    """
    check_figures(capacity, min_needed)
    held = lock(people=[], demands=[demand.pk])
    demand = held.demands[demand.pk]
    demand.capacity, demand.min_needed = capacity, min_needed
    demand.save(update_fields=["capacity", "min_needed"])
    offer_free_places(demand, held, now=timezone.now())
    return demand


def change_time(*, shift: Shift, report_at: dt.datetime, start: dt.datetime, end: dt.datetime, by: Person) -> Shift:
    """Move a shift in time. Raises WouldClash with the names of those who have another place then."""
    return change_shift(shift=shift, by=by, changes={"report_at": report_at, "start": start, "end": end})


@transaction.atomic
def change_shift(
    *,
    shift: Shift,
    changes: Mapping[str, Any],
    by: Person,
    demands: Sequence[Wanted] | None = None,
    say: Say = tell,
) -> Shift:
    """Write `changes` (names of Shift's fields) and `demands`, and all that follows: periods, reminders, calendars,
    offers, mail (by `say`).

    Raises WouldClash where the new time would put somebody in two places, ShiftCancelled for a cancelled shift,
    and what set_demands raises.
    """
    held = lock_shift(shift)
    shift = Shift.objects.select_related("place").get(pk=shift.pk)
    if shift.is_cancelled:
        raise ShiftCancelled(_("This shift has been cancelled: make a new one instead."))
    changed = {name for name, value in changes.items() if getattr(shift, name) != value}
    was = Was(shift.place, shift.report_at, shift.start, shift.end)
    for name in changed:
        setattr(shift, name, changes[name])
    if changed:
        shift.save(update_fields=sorted(changed))
    new_roles = demands is not None and set_demands(shift, demands)
    if changed & IN_CALENDARS or new_roles:
        stamp_changed(shift)
    if changed & WHEN_AND_WHERE:
        move_people_along(shift, was, say)
    for demand in fresh(held):
        offer_free_places(demand, held, now=timezone.now())
    return shift


def move_people_along(shift: Shift, was: Was, say: Say) -> None:
    """Give every live sign-up the shift's new time, and tell whoever holds a place. Raises WouldClash."""
    now = timezone.now()
    live = list(Signup.objects.live().filter(shift=shift).select_related("person", "party__captain", "demand__role"))
    refuse_clashes(shift, [signup for signup in live if signup.status in HOLDING])
    for signup in live:
        signup.shift = shift
        for name, value in shift.times().items():
            setattr(signup, name, value)
        if signup.status == Status.CONFIRMED:
            signup.remind_at, signup.reminded_at = reminder_due(shift.start, now=now), None
        if signup.status == Status.OFFERED and signup.offered_until is not None:
            signup.offered_until = min(signup.offered_until, shift.offers_end_at)
        signup.save(update_fields=[*KEPT_TIMES, "remind_at", "reminded_at", "offered_until"])
        if signup.status in HOLDING and shift.end > now:
            say("shift_moved", signup, once=moved_to(shift), was=was)


def moved_to(shift: Shift) -> str:
    """Tells two moves apart, also where only the meeting time is another one and calendars hear of nothing."""
    return f"{shift.calendar_sequence}-{shift.report_at.isoformat()}"


def refuse_clashes(shift: Shift, signups: list[Signup]) -> None:
    """Lists everybody who would be in two places, and raises WouldClash where there is somebody."""
    now = timezone.now()
    clashing = [
        person for signup in signups if (person := signup.person) and standing_of(person, now=now).overlap(shift)
    ]
    if clashing:
        raise WouldClash(
            _("At the new time these people already have another place: %(names)s. Nothing was changed.")
            % {"names": _(", ").join(person.display_name for person in clashing)}
        )


def lock_shift(shift: Shift) -> Held:
    """Lock everybody who has to do with a shift, then its demands."""
    people = Signup.objects.live().filter(shift=shift).values_list("person_id", flat=True)
    return lock(people=people, demands=Demand.objects.filter(shift=shift).values_list("pk", flat=True))


def fresh(held: Held) -> list[Demand]:
    """Locked demands with their shift as it is now."""
    return list(Demand.objects.filter(pk__in=held.demands).select_related("shift__place", "role").order_by("pk"))
