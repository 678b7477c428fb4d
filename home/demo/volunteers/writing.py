"""Rows of the past and the future, as they came about."""

import datetime as dt
from typing import Any

from django.utils import timezone

from portal.people.models import Person
from volunteers.actions.steps import reminder_due
from volunteers.models import Demand, Signup, SignupEvent, Status


def at(date: dt.date, clock: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(date, clock))


def signup_row(demand: Demand, person: Person, status: Status) -> Signup:
    """A sign-up as it came about some days before."""
    shift = demand.shift
    made = min(shift.start, timezone.now()) - dt.timedelta(days=3, minutes=person.pk % 600)
    waiting = status == Status.WAITLISTED
    return Signup(
        demand=demand,
        shift=shift,
        person=person,
        status=status,
        **shift.times(),
        created_at=made,
        calendar_changed_at=made,
        confirmed_at=None if waiting else made,
        waitlisted_at=made if waiting else None,
        came_at=shift.start if status == Status.ATTENDED else None,
        thanked_at=shift.end if status == Status.ATTENDED else None,
        remind_at=reminder_due(shift.start, now=timezone.now()) if status == Status.CONFIRMED else None,
    )


def steps_of(signup: Signup) -> list[SignupEvent]:
    """The steps that led to where it stands."""
    if signup.status != Status.ATTENDED:
        return [SignupEvent(signup=signup, to_status=signup.status, actor=signup.person, at=signup.created_at)]
    way: list[Any] = ["", Status.CONFIRMED, Status.CHECKED_IN, Status.ATTENDED]
    times = [signup.created_at, signup.period_start, signup.period_end]
    return [
        SignupEvent(signup=signup, from_status=before, to_status=after, actor=signup.person, at=time)
        for before, after, time in zip(way, way[1:], times, strict=False)
    ]


def write_signup(demand: Demand, person: Person, status: Status) -> None:
    signup = signup_row(demand, person, status)
    signup.save()
    SignupEvent.objects.bulk_create(steps_of(signup))
