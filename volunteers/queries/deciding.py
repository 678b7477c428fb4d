"""What a coordinator must know to decide: who asks for which place, what is in the way, and which limits have a name."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from portal.people.models import Person
from volunteers.models import Demand, Role, Rule, ShiftSeries, Signup, SignupEvent

from .obstacles import OF_ONE_DATE, WINDOW, Kind, Obstacle
from .rights import Reach
from .risk import requests_to_decide
from .series import to_come
from .standing import standing_of

# So many are looked at on one page: each person is read on their own.
PER_PAGE = 25
FOUND = 10


@dataclass(frozen=True)
class Case:
    """One person and one place: what no coordinator may set aside, and the limits that may be, by name."""

    person: Person | None
    demand: Demand
    hard: list[Obstacle]
    limits: list[Obstacle]
    signup: Signup | None = None
    message: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether a yes needs nothing besides."""
        return not self.hard and not self.limits

    @property
    def rules(self) -> list[Rule]:
        return [limit.rule for limit in self.limits if limit.rule is not None]


def case_of(person: Person | None, demand: Demand, *, now: dt.datetime, asked: bool) -> Case:
    """What stands between `person` and `demand` for a coordinator: the window does not, nor does one's own request."""
    if person is None:
        return Case(None, demand, [], [])
    beside = WINDOW | {Kind.SIGNED_UP} if asked else WINDOW
    found = [each for each in standing_of(person, now=now).obstacles(demand, now=now) if each.kind not in beside]
    return Case(
        person,
        demand,
        hard=[each for each in found if each.rule is None],
        limits=[each for each in found if each.rule is not None],
    )


def cases(signups: Sequence[Signup], *, now: dt.datetime) -> list[Case]:
    """Requests with what is in their way, and what the people wrote."""
    events = SignupEvent.objects.filter(signup__in=signups, to_status="requested")
    messages = dict(events.values_list("signup", "reason"))
    found = []
    for signup in signups:
        case = case_of(signup.person, signup.demand, now=now, asked=True)
        found.append(Case(case.person, case.demand, case.hard, case.limits, signup, messages.get(signup.pk, "")))
    return found


def duty_cases(people: Sequence[Person], series: ShiftSeries, role: Role, *, now: dt.datetime) -> list[Case]:
    """What keeps each of `people` from coming to `series` every time; what is in the way of one date alone does not."""
    coming = Demand.objects.filter(role=role, shift__in=to_come(series, now)).select_related("role", "shift__place")
    demand = coming.order_by("shift__start").first()
    if demand is None:
        return []
    found = []
    for person in people:
        obstacles = standing_of(person, now=now).obstacles(demand, now=now)
        found.append(Case(person, demand, [each for each in obstacles if each.kind not in OF_ONE_DATE], []))
    return found


def waiting_requests(reach: Reach) -> list[Signup]:
    """Requests within reach with everything that a page shows, the nearest shift first."""
    found = requests_to_decide(timezone.now(), reach)
    return list(
        found.select_related("person", "party__captain", "demand__role", "demand__shift__place", "shift__place")
    )


def look_for(words: str) -> list[Person]:
    """The first few active people whose name or address contains every one of `words`."""
    people = Person.objects.filter(is_active=True)
    for word in words.split()[:4]:
        people = people.filter(
            Q(family_name__icontains=word)
            | Q(given_name__icontains=word)
            | Q(family_kana__icontains=word)
            | Q(given_kana__icontains=word)
            | Q(latin_name__icontains=word)
            | Q(email__icontains=word)
        )
    return list(people.order_by("family_kana", "email")[:FOUND]) if words.strip() else []
