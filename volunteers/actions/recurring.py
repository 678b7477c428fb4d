"""Shifts of a series come into being: once per day of the rule, whoever asks and however often."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.people.errors import Refused
from volunteers.models import Demand, Shift, ShiftSeries, ShiftState, Signup, StandingMember, Status
from volunteers.queries.series import comes_on, horizon, missing_days, unserved
from volunteers.queries.series_plans import Need, needs_of

from .locks import lock
from .refusals import AlreadySignedUp, ShiftCancelled, WindowClosed
from .signing_up import sign_up
from .steps import begin_shift
from .telling_of_duties import Missed, tell_of_missed


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
    members = list(StandingMember.objects.filter(series=series).select_related("person", "role", "series"))
    # People before demands: those of new shifts are seen by nobody else before the transaction ends.
    lock(people=[member.person_id for member in members], demands=[])
    needs = needs_of(series)
    made = []
    for day in missing_days(series, now=now, until=until or horizon()):
        shift = make_occurrence(series, day, needs)
        made.append(shift)
    serve((member, shift) for shift in made for member in members if is_due(member, shift))
    return made


def is_due(member: StandingMember, shift: Shift) -> bool:
    """Whether the member is to have a place in a shift that is new."""
    return shift.state == ShiftState.OPEN and comes_on(member, shift)


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


def serve_one(member: StandingMember, shift: Shift) -> Signup | Missed | None:
    """A place, or a turn on the waiting list; Missed where a rule refuses it, in the member's language. None where
    there is nothing to say: the date is not open yet, or the member is there in another role."""
    with translation.override(member.person.language):
        demand = Demand.objects.filter(shift=shift, role=member.role_id).first()
        if demand is None:
            return Missed(shift, _("On this day “%(role)s” is not needed.") % {"role": member.role.name})
        try:
            return sign_up(person=member.person, demand=demand, by=member.person, wait=True)
        except (WindowClosed, AlreadySignedUp, ShiftCancelled):
            return None
        except Refused as refusal:
            return Missed(shift, refusal.sentence, refusal.way_out_url, refusal.way_out_label)


def serve(pairs: Iterable[tuple[StandingMember, Shift]]) -> int:
    """Sign members up by the rules that hold for everybody; returns how many got a place or a turn. Who did not, or
    has to wait, is told once in one mail, with the way on."""
    served = 0
    missed: dict[StandingMember, list[Missed]] = {}
    for member, shift in pairs:
        result = serve_one(member, shift)
        if isinstance(result, Signup):
            served += 1
            if result.status == Status.WAITLISTED:
                result = waiting(member, shift)
        if isinstance(result, Missed):
            missed.setdefault(member, []).append(result)
    for member, dates in missed.items():
        tell_of_missed(member, dates)
    return served


def waiting(member: StandingMember, shift: Shift) -> Missed:
    """A date on which the member only waits."""
    with translation.override(member.person.language):
        sentence = _("All places are taken: you are on the waiting list, and we write as soon as a place is free.")
    return Missed(shift, sentence)


def look_after_series(*, series: ShiftSeries) -> int:
    """What the daily round does: new dates come, and members get their places in dates that opened since; returns
    how many shifts and places that were. Who gave a date back is not signed up to it again."""
    made = make_occurrences(series=series)
    return len(made) + serve(unserved(series, timezone.now()))
