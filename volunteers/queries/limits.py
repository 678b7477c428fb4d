"""Limits that a coordinator may override by name: rest, hours of a day, evenings of minors (volunteering.md 5)."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import Person
from portal.ui import words
from volunteers.models import Demand, Rule, Shift
from volunteers.models.rules import DAILY_MAXIMUM, EVENINGS, REST

from .obstacles import Kind, Obstacle, page_of


def limits_reached(person: Person, others: Sequence[Shift], demand: Demand) -> Iterator[Obstacle]:
    """Every limit that `demand` would break beside the other shifts of `person`."""
    found = (
        (Rule.REST, too_little_rest(others, demand.shift)),
        (Rule.DAILY_MAXIMUM, too_long_a_day(others, demand.shift)),
        (Rule.MINOR_AT_NIGHT, too_late_for_a_minor(person, demand)),
    )
    for rule, sentence in found:
        if sentence:
            yield Obstacle(
                Kind.LIMIT, sentence, f"{page_of(demand.shift)}?ask={demand.pk}#places", _("Ask the coordinator"), rule
            )


def too_little_rest(others: Sequence[Shift], shift: Shift) -> str:
    """Eleven hours from the end of one day's shift to the first meeting of the next day."""
    for other in others:
        first, second = (other, shift) if other.start < shift.start else (shift, other)
        if first.day != second.day and second.report_at - first.end < REST:
            return _("Between this shift and yours of %(day)s there are fewer than %(hours)s hours of rest.") % {
                "day": words.day(other.start),
                "hours": int(REST.total_seconds() // 3600),
            }
    return ""


def too_long_a_day(others: Sequence[Shift], shift: Shift) -> str:
    """Eight hours of shifts that begin on one Tokyo day."""
    same_day = [other.end - other.start for other in others if other.day == shift.day]
    if not same_day or sum(same_day, shift.end - shift.start) <= DAILY_MAXIMUM:
        return ""
    return _("With your other shifts of that day this would be more than %(hours)s hours.") % {
        "hours": int(DAILY_MAXIMUM.total_seconds() // 3600)
    }


def too_late_for_a_minor(person: Person, demand: Demand) -> str:
    """Until 20:00 below 16, until 22:00 below 18; never before 05:00."""
    age = person.age_on(demand.shift.day)
    if age is None or demand.role.minors_at_night:
        return ""
    for below, evening, morning in EVENINGS:
        if age < below and is_at_night(demand.shift, evening, morning):
            return _("Who is under %(age)s helps between %(morning)s and %(evening)s only.") % {
                "age": below,
                "morning": f"{morning:%-H:%M}",
                "evening": f"{evening:%-H:%M}",
            }
    return ""


def is_at_night(shift: Shift, evening: dt.time, morning: dt.time) -> bool:
    """Whether some part of the shift lies between `evening` and `morning` in Tokyo. Half-open."""
    begins = timezone.localtime(shift.start)
    opens = timezone.make_aware(dt.datetime.combine(begins.date(), morning))
    closes = timezone.make_aware(dt.datetime.combine(begins.date(), evening))
    return shift.start < opens or shift.end > closes
