"""Parties and hand-overs as their readers see them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from portal.calendars.models import hash_token
from portal.people.models import Person
from volunteers.models import COMING, HandOver, Party, Signup, Status, leaders_needed
from volunteers.models.parties import SEATS_PER_LEADER

from .obstacles import PROMISES, WINDOW, Kind, Obstacle
from .standing import Standing

# Nobody scrolls further; the soonest come first.
MOST_IN_POOL = 60


@dataclass(frozen=True)
class Crew:
    """A party with its seats, for its captain."""

    party: Party
    named: list[Signup]
    unnamed: list[Signup]
    asked: list[Signup]

    @property
    def seats(self) -> int:
        return len(self.named) + len(self.unnamed) + len(self.asked)

    @property
    def leaders(self) -> int:
        return sum(seat.leads for seat in self.named)

    @property
    def leaders_wanted(self) -> int:
        """One for every ten; smaller parties need none but their captain."""
        return leaders_needed(self.seats) if self.seats >= SEATS_PER_LEADER else 0

    @property
    def may_name_children(self) -> bool:
        return self.party.kind == Party.Kind.FAMILY and bool(self.unnamed)


def crew_of(party: Party) -> Crew:
    """Every live seat, in the order of booking."""
    seats = list(Signup.objects.live().filter(party=party).select_related("person").order_by("pk"))
    asked = [seat for seat in seats if seat.status == Status.REQUESTED]
    sure = [seat for seat in seats if seat.status in COMING or seat.status == Status.NO_SHOW]
    return Crew(
        party=party,
        named=[seat for seat in sure if not seat.is_unnamed],
        unnamed=[seat for seat in sure if seat.is_unnamed],
        asked=asked,
    )


def parties_to_name(captain: Person, *, now: dt.datetime) -> list[tuple[Party, int]]:
    """Parties with seats that have no name yet, and how many, the most urgent first."""
    empty = Count("seats", filter=Q(seats__status=Status.CONFIRMED, seats__person__isnull=True, seats__guest_name=""))
    mine = Party.objects.filter(captain=captain, naming_deadline__gt=now).annotate(empty=empty).filter(empty__gt=0)
    return [(party, party.empty) for party in mine.order_by("naming_deadline", "pk")]  # type: ignore[attr-defined]  # an annotation


def party_by_token(token: str) -> Party | None:
    """The party that an invitation link opens; None for an old or invented one."""
    found = Party.objects.filter(token_hash=hash_token(token))
    return found.select_related("demand__shift__place", "demand__role", "captain").first()


def hand_over_by_token(token: str) -> HandOver | None:
    """The question that a link of a mail belongs to, whatever has become of it."""
    found = HandOver.objects.filter(token_hash=hash_token(token))
    return found.select_related(
        "signup__shift__place",
        "signup__shift__lead",
        "signup__demand__role",
        "signup__person",
        "signup__party__captain",
    ).first()


@dataclass(frozen=True)
class Vacancy:
    """A place that somebody hands over to whoever can take it."""

    hand_over: HandOver
    obstacle: Obstacle | None
    promises: tuple[str, ...] = ()

    @property
    def can_be_taken(self) -> bool:
        return self.obstacle is None


def pool_for(standing: Standing, *, now: dt.datetime) -> list[Vacancy]:
    """What others hand over, soonest first; what the reader can take comes with no obstacle, own places not at all."""
    found = (
        HandOver.objects.in_pool(now)
        .exclude(signup__person=standing.person)
        .select_related("signup__shift__place", "signup__demand__role", "signup__demand__shift__place")
        .prefetch_related("signup__demand__role__qualifications")
        .order_by("signup__period_start", "pk")[:MOST_IN_POOL]
    )
    return [vacancy_of(hand_over, standing, now=now) for hand_over in found]


def vacancy_of(hand_over: HandOver, standing: Standing, *, now: dt.datetime) -> Vacancy:
    """A hand-over as one reader sees it; briefing and pledge are ticked beside the button."""
    demand = hand_over.signup.demand
    waits = standing.signup_for(demand.shift)
    besides = WINDOW | PROMISES
    if waits is not None and waits.status in {Status.WAITLISTED, Status.REQUESTED}:
        besides |= {Kind.SIGNED_UP}
    return Vacancy(
        hand_over=hand_over,
        obstacle=standing.obstacle(demand, now=now, ignoring=besides),
        promises=tuple(standing.promises_missing(demand)),
    )


def open_hand_over_of(signup: Signup) -> HandOver | None:
    """The search for a successor that is going on for a place."""
    return HandOver.objects.open().filter(signup=signup).first()
