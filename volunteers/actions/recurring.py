"""Shifts of a series come into being: once per day of the rule, whoever asks and however often."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import Demand, Role, Shift, ShiftSeries, ShiftState, Signup, StandingMember
from volunteers.queries.series import comes_on, horizon, missing_days, unserved
from volunteers.queries.series_plans import Need, needs_of

from .locks import lock
from .signing_up import sign_up
from .steps import begin_shift


def lock_series(series: ShiftSeries) -> ShiftSeries:
    """The series as it is once nobody else changes it. Locked before people and demands, by everybody."""
    return ShiftSeries.objects.select_for_update(of=("self",), no_key=True).get(pk=series.pk)


@transaction.atomic
def make_occurrences(*, series: ShiftSeries, until: dt.date | None = None) -> list[Shift]:
    """Make a shift for every day of the rule up to `until` (ten weeks ahead) that never had one, and sign the
    standing members up to it, first come first. A second call makes nothing.

    A day that had a shift gets no other, wherever that shift moved to and whatever became of it.
    """
    now = timezone.now()
    series = lock_series(series)
    members = list(StandingMember.objects.filter(series=series).select_related("person", "role"))
    # People before demands: those of new shifts are seen by nobody else before the transaction ends.
    lock(people=[member.person_id for member in members], demands=[])
    needs = needs_of(series)
    made = []
    for day in missing_days(series, now=now, until=until or horizon()):
        shift = make_occurrence(series, day, needs)
        made.append(shift)
        if shift.state == ShiftState.OPEN:
            serve(shift, [member for member in members if comes_on(member, shift)])
    return made


def make_occurrence(series: ShiftSeries, day: dt.date, needs: Iterable[Need]) -> Shift:
    """One shift as the series says."""
    shift = begin_shift(opens=series.opens, series=series, occurrence_date=day, **series.facts_on(day))
    add_demands(shift, needs)
    return shift


def add_demands(shift: Shift, needs: Iterable[Need]) -> None:
    Demand.objects.bulk_create(
        [
            Demand(
                shift=shift,
                role=need.role,
                min_needed=need.min_needed,
                capacity=need.capacity,
                overflow=need.overflow,
            )
            for need in needs
        ]
    )


def serve(shift: Shift, members: Sequence[StandingMember]) -> list[Signup]:
    """Sign members up by the rules that hold for everybody; whom a rule refuses has no place in this one."""
    return [signup for member in members if (signup := serve_one(member.person, member.role, shift))]


def serve_one(person: Person, role: Role, shift: Shift) -> Signup | None:
    """A place, or a turn on the waiting list; None where a rule refuses it or the shift has no such role."""
    demand = Demand.objects.filter(shift=shift, role=role).first()
    if demand is None:
        return None
    try:
        return sign_up(person=person, demand=demand, by=person, wait=True)
    except Refused:
        return None


def look_after_series(*, series: ShiftSeries) -> int:
    """What the daily round does: new dates come, and members get their places in dates that opened since; returns
    how many shifts and places that were. Who gave a date back is not signed up to it again."""
    made = make_occurrences(series=series)
    served = [serve_one(member.person, member.role, shift) for member, shift in unserved(series, timezone.now())]
    return len(made) + len([signup for signup in served if signup])
