"""Shifts in calendars and on one's own page."""

import datetime as dt

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.calendars.occasion import Occasion, State
from portal.people.models import Person
from portal.ui import words
from volunteers.models import CALENDAR_STATE, Demand, Shift, Signup, Status


def occasions_for(person: Person, *, since: dt.datetime, until: dt.datetime) -> list[Occasion]:
    """The person's shifts of which some part lies between `since` and `until`, in order of time.

    Waiting lists are "tentative" with a note; what was confirmed and then given back or called off stays as
    "cancelled". The UID is the shift's, the same in every calendar, so signing up again changes nothing but SEQUENCE.
    """
    rows = Signup.objects.filter(person=person, period_end__gt=since, period_start__lt=until)
    by_shift: dict[int, list[Signup]] = {}
    for signup in rows.select_related("shift__place", "demand__role").order_by("pk"):
        by_shift.setdefault(signup.shift_id, []).append(signup)
    found = [occasion for tries in by_shift.values() if (occasion := of_tries(tries))]
    return sorted(found, key=lambda occasion: (occasion.start, str(occasion.uid)))


def of_tries(tries: list[Signup]) -> Occasion | None:
    """The entry of one person for one shift from all their sign-ups for it, oldest first; None where none shows."""
    shown = [signup for signup in tries if is_shown(signup)]
    if not shown:
        return None
    signup = shown[-1]
    shift, role, state = signup.shift, signup.demand.role, state_of(signup)
    return Occasion(
        uid=shift.calendar_uid,
        kind="shift",
        title=shift.title or role.name,
        start=shift.start,
        end=shift.end,
        place=where(shift, named=state == "confirmed"),
        url=page_of(shift),
        state=state,
        sequence=shift.calendar_sequence + max(each.calendar_sequence for each in tries),
        changed_at=max(shift.calendar_changed_at, *(each.calendar_changed_at for each in tries)),
        description=how_to_come(signup) if state == "confirmed" else "",
        note=note_of(signup),
        lat=None if shift.place.discreet else shift.place.lat,
        lng=None if shift.place.discreet else shift.place.lng,
    )


def note_of(signup: Signup) -> str:
    """Why it is not certain yet; empty where it is."""
    if signup.status == Status.REQUESTED:
        return _("Asked for")
    return _("Waiting list") if state_of(signup) == "tentative" else ""


def is_shown(signup: Signup) -> bool:
    """Whether a calendar shows it: a turn that was never confirmed leaves no cancelled entry behind."""
    state = CALENDAR_STATE.get(Status(signup.status))
    return state is not None and (state != "cancelled" or signup.confirmed_at is not None)


def state_of(signup: Signup) -> State:
    """RFC 5545 3.8.1.11: the STATUS of an entry."""
    state: dict[str, State] = {"tentative": "tentative", "confirmed": "confirmed", "cancelled": "cancelled"}
    return state[CALENDAR_STATE[Status(signup.status)]]


def how_to_come(signup: Signup) -> str:
    """When and where to meet, and what to bring; only for who has a place."""
    shift, role = signup.shift, signup.demand.role
    lines = [_("Meet at %(time)s.") % {"time": words.clock(shift.report_at)}]
    if shift.place.meeting_point:
        lines.append(_("Meeting point: %(where)s") % {"where": shift.place.meeting_point})
    if role.bring:
        lines.append(_("Bring: %(what)s") % {"what": role.bring})
    return "\n".join(lines)


def where(shift: Shift, *, named: bool) -> str:
    """The place and its address; of a discreet place the name alone, unless the reader has a place there."""
    if shift.place.discreet and not named:
        return shift.place.name
    return _(", ").join(part for part in (shift.place.name, shift.place.address) if part)


def page_of(shift: Shift) -> str:
    """The absolute address of the shift's page, in the language of the moment."""
    return f"{settings.BASE_URL}{reverse('volunteers:shift-detail', args=[shift.pk])}"


def public_occasions(*, since: dt.datetime, until: dt.datetime) -> list[Occasion]:
    """Every published shift of that time for the public calendar: no names, no discreet address."""
    shifts = Shift.objects.published().between(since, until)
    return [of_shift(shift) for shift in with_role_names(shifts.order_by("start", "pk"))]


def public_occasion(shift_id: int) -> Occasion | None:
    """One published shift for its single file; None where there is none."""
    found = with_role_names(Shift.objects.published().filter(pk=shift_id))
    return of_shift(found[0]) if found else None


def occasion_of(shift_id: int, person: Person) -> Occasion | None:
    """One shift for the single file of somebody who has to do with it; None for everybody else."""
    rows = Signup.objects.filter(person=person, shift=shift_id)
    return of_tries(list(rows.select_related("shift__place", "demand__role").order_by("pk")))


def with_role_names(shifts: QuerySet[Shift]) -> list[Shift]:
    demands = Prefetch("demands", queryset=Demand.objects.select_related("role"))
    return list(shifts.select_related("place").prefetch_related(demands))


def of_shift(shift: Shift) -> Occasion:
    """What everybody may know of a shift."""
    hidden = shift.place.discreet
    return Occasion(
        uid=shift.calendar_uid,
        kind="shift",
        title=shift.name,
        start=shift.start,
        end=shift.end,
        place=where(shift, named=False),
        url=page_of(shift),
        state="cancelled" if shift.is_cancelled else "confirmed",
        sequence=shift.calendar_sequence,
        changed_at=shift.calendar_changed_at,
        lat=None if hidden else shift.place.lat,
        lng=None if hidden else shift.place.lng,
    )


def my_signups(person: Person) -> list[Signup]:
    """What the person is signed up for, waits for or is offered, and has not ended; `ahead` counts who waits before."""
    live = Signup.objects.live().filter(person=person, period_end__gt=timezone.now()).with_turn()
    return list(live.select_related("shift__place", "demand__role").order_by("period_start", "pk"))


def open_offers(person: Person) -> list[Signup]:
    """Places that are held for the person right now, the most urgent first."""
    now = timezone.now()
    offers = Signup.objects.filter(person=person, status=Status.OFFERED, offered_until__gt=now, period_start__gt=now)
    return list(offers.select_related("shift__place", "demand__role").order_by("offered_until", "pk"))
