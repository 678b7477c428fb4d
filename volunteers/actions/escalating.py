"""Telling the lead of a shift that it lacks people: once per threshold, never about what is cancelled."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portal.mail.send import queue
from portal.people.models import Person
from volunteers.models import Demand, Escalation, Shift
from volunteers.queries.choices import with_demands
from volunteers.queries.rights import coordinators_of
from volunteers.queries.staffing import missing

from .locks import lock

# So many days before a shift, at nine in the morning, its lead hears that people are missing.
THRESHOLDS = (7, 3, 1)
MORNING = dt.time(9)


def escalate_shifts() -> int:
    """Write about every shift that lacks people and whose threshold has come; returns how many were written about.

    After an outage the most urgent notice goes out, late, and those that it makes superfluous are passed over.
    """
    now = timezone.now()
    horizon = now + dt.timedelta(days=max(THRESHOLDS) + 1)
    near = Shift.objects.happening().filter(start__gt=now, start__lt=horizon).order_by("start", "pk")
    lacking = [shift for shift in with_demands(near) if missing(shift) and thresholds_to_tell(shift, now=now)]
    return sum(escalate(shift.pk) for shift in lacking)


def thresholds_to_tell(shift: Shift, *, now: dt.datetime) -> list[int]:
    """The thresholds that have come and of which nothing was said, the most urgent last."""
    told = set(Escalation.objects.filter(shift=shift, start=shift.start).values_list("days", flat=True))
    return [days for days in THRESHOLDS if days not in told and due_at(shift, days) <= now]


def due_at(shift: Shift, days: int) -> dt.datetime:
    """Nine in the morning in Tokyo, `days` before the day of the shift."""
    return timezone.make_aware(dt.datetime.combine(shift.day - dt.timedelta(days=days), MORNING))


@transaction.atomic
def escalate(shift_id: int) -> bool:
    """One notice, unless it was written, or people came, or the shift was cancelled, since we looked."""
    lock(people=[], demands=Demand.objects.filter(shift=shift_id).values_list("pk", flat=True))
    now = timezone.now()
    still = Shift.objects.happening().filter(pk=shift_id, start__gt=now)
    shift = with_demands(still).select_related("lead").first()
    if shift is None or not missing(shift):
        return False
    days = thresholds_to_tell(shift, now=now)
    if not days:
        return False
    Escalation.objects.bulk_create(
        Escalation(shift=shift, start=shift.start, days=each, sent=each == days[-1], at=now) for each in days
    )
    for person in responsible_for(shift):
        write_to(person, shift, days[-1])
    return True


def responsible_for(shift: Shift) -> list[Person]:
    """The lead; where there is none, the coordinators of the place; where there are none, the administrators."""
    if shift.lead is not None and shift.lead.is_active:
        return [shift.lead]
    return coordinators_of(shift.place_id) or list(Person.objects.filter(is_superuser=True, is_active=True))


def write_to(person: Person, shift: Shift, days: int) -> None:
    """In their language, with the page on which people can be asked."""
    queue(
        template="shift_escalated",
        to=person,
        context={
            "shift": shift,
            "place": shift.place,
            "missing": missing(shift),
            "demands": [demand for demand in shift.demands.all() if demand.taken < demand.min_needed],
        },
        key=("shift_escalated", str(shift.pk), shift.start.isoformat(), str(days), str(person.pk)),
    )
