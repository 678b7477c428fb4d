"""Who could be asked to take a place, in the order in which it is fair to ask (volunteering.md 14)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from portal.people.models import Consent, Person
from volunteers.models import HOLDING, LIVE, Ask, Demand, Promise, Signup, Status

from .obstacles import PROMISES
from .standing import standing_of

# Nobody is asked more often than twice in a fortnight.
FORTNIGHT = dt.timedelta(days=14)
ASKS_IN_A_FORTNIGHT = 2
# Who did much lately is asked after those who did little.
SEASON = dt.timedelta(days=90)
# So many of the first are looked at one by one; so many are shown.
LOOKED_AT = 60
SHOWN = 30


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take the place: hours they were there in the last ninety days, hours they have promised, and
    when they were last there. `promises` are what they read and promise when they say yes."""

    person: Person
    hours: float
    ahead: float
    last: dt.datetime | None
    promises: tuple[Promise.Kind, ...] = ()


def agreed_to_be_asked() -> QuerySet[Person]:
    """Active people with a consent of this kind that was not withdrawn."""
    consent = Consent.objects.filter(person=OuterRef("pk"), kind=Consent.Kind.ASKED, withdrawn_at__isnull=True)
    return Person.objects.filter(Exists(consent), is_active=True)


def may_be_asked(demand: Demand, *, now: dt.datetime) -> QuerySet[Person]:
    """Who agreed, was not asked for this demand, and not twice within a fortnight."""
    asked = Ask.objects.filter(person=OuterRef("pk"))
    recently = asked.since(now - FORTNIGHT).order_by().values("person")
    often = recently.annotate(times=Count("pk")).filter(times__gte=ASKS_IN_A_FORTNIGHT)
    return agreed_to_be_asked().exclude(Exists(asked.filter(demand=demand))).exclude(Exists(often))


def candidates(demand: Demand, *, now: dt.datetime) -> list[Candidate]:
    """People without anything in the way but what they read and promise in saying yes, those with the fewest hours first.

    A bounded number of queries.
    """
    found: list[Candidate] = []
    for person in in_fair_order(free_then(may_be_asked(demand, now=now), demand), now=now):
        if not speaks(person, demand):
            continue
        standing = standing_of(person, now=now)
        if standing.obstacle(demand, now=now, ignoring=PROMISES) is None:
            found.append(person_as_candidate(person, promises=standing.promises_missing(demand)))
        if len(found) == SHOWN:
            break
    return found


def free_then(people: QuerySet[Person], demand: Demand) -> QuerySet[Person]:
    """Without those who have a place at that time, or anything to do with this shift already."""
    shift = demand.shift
    busy = Signup.objects.filter(person=OuterRef("pk"), status__in=HOLDING)
    busy = busy.filter(period_start__lt=shift.end, period_end__gt=shift.start)
    here = Signup.objects.filter(person=OuterRef("pk"), shift=shift, status__in=LIVE)
    free = people.exclude(Exists(busy)).exclude(Exists(here))
    for qualification in demand.role.qualifications.all():
        free = free.filter(grants__qualification=qualification)
    return free.distinct()


def in_fair_order(people: QuerySet[Person], *, now: dt.datetime) -> Iterable[Person]:
    """The first sixty with the fewest hours behind and ahead of them; of those, who was away longest."""
    was_there = Q(shift_signups__status=Status.ATTENDED)
    lately = was_there & Q(shift_signups__period_end__gt=now - SEASON)
    promised = Q(shift_signups__status__in=[Status.CONFIRMED, Status.CHECKED_IN], shift_signups__period_end__gt=now)
    length = ExpressionWrapper(F("shift_signups__period_end") - F("shift_signups__period_start"), DurationField())
    counted = people.annotate(
        spent=Coalesce(Sum(length, filter=lately), dt.timedelta()),
        promised=Coalesce(Sum(length, filter=promised), dt.timedelta()),
        last_there=Max("shift_signups__period_start", filter=was_there),
    )
    return counted.order_by(F("spent") + F("promised"), F("last_there").asc(nulls_first=True), "pk")[:LOOKED_AT]


def speaks(person: Person, demand: Demand) -> bool:
    """Asked before the costlier look: lists in JSON cannot be searched on SQLite."""
    return set(demand.role.languages) <= set(person.languages_spoken)


def person_as_candidate(person: Person, *, promises: Iterable[Promise.Kind]) -> Candidate:
    last: dt.datetime | None = person.last_there  # type: ignore[attr-defined]  # annotated by in_fair_order
    return Candidate(
        person,
        hours=in_hours(person.spent),  # type: ignore[attr-defined]
        ahead=in_hours(person.promised),  # type: ignore[attr-defined]
        last=last,
        promises=tuple(promises),
    )


def in_hours(spent: dt.timedelta) -> float:
    return round(spent.total_seconds() / 3600, 1)


def asks_for(demand: Demand) -> list[Ask]:
    """The record of who was asked, and what they said."""
    return list(Ask.objects.filter(demand=demand).select_related("person", "asked_by"))


def agrees_to_be_asked(person: Person) -> bool:
    return Consent.objects.filter(person=person, kind=Consent.Kind.ASKED, withdrawn_at__isnull=True).exists()
