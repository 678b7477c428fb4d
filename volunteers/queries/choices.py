"""Shifts to choose from: the list, its filters, and what to take instead."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from portal.people.models import Person
from volunteers.models import Demand, Party, Place, Promise, Role, Shift, ShiftState, Signup, Status
from volunteers.models.shifts import ShiftQuerySet

from .obstacles import PROMISES, Kind, Obstacle, of_the_shift
from .rhythm import rhythm
from .standing import Standing, standing_of

# A list looks at no more shifts than this; the page says where it goes on.
MOST = 200
# Further ahead, an empty shift is no reason for an alarm.
NEAR = dt.timedelta(days=21)
# Undoing a slip of the finger is not a late withdrawal.
SECOND_THOUGHTS = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Wishes:
    """What somebody is looking for; empty means everything. `hours` is the longest wanted length."""

    kind: str = ""
    role: str = ""
    place: int | None = None
    language: str = ""
    hours: int | None = None


@dataclass(frozen=True)
class Offer:
    """One demand as one reader sees it. `obstacle` is what a tick does not help; `promises` are what it does."""

    demand: Demand
    taken: int
    waiting: int
    signup: Signup | None
    obstacle: Obstacle | None
    waiting_list_open: bool
    now: dt.datetime
    promises: tuple[Promise.Kind, ...] = ()
    helping: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The demand as forms and addresses name it."""
        return str(self.demand.pk)

    @property
    def left(self) -> int:
        """Free places; never below zero, even where capacity was lowered below what is taken."""
        return max(self.demand.capacity - self.taken, 0)

    @property
    def is_short(self) -> bool:
        """Whether fewer people come than are needed, and the day is near enough to say so."""
        return self.taken < self.demand.min_needed and is_near(self.demand.shift, now=self.now)

    @property
    def is_open_to_me(self) -> bool:
        """Whether nothing is in the way; `promises` are kept by a tick beside the button."""
        return self.obstacle is None

    @property
    def is_by_request(self) -> bool:
        """Whether the coordinator decides about every place."""
        return self.demand.overflow == Demand.Overflow.APPROVE

    @property
    def can_sign_up(self) -> bool:
        return self.is_open_to_me and self.left > 0 and not self.is_by_request

    @property
    def can_wait(self) -> bool:
        return self.is_open_to_me and self.left == 0 and self.waiting_list_open

    @property
    def can_request(self) -> bool:
        """Whether one can ask the coordinator for a place, because every place is asked for."""
        return self.is_open_to_me and self.is_by_request

    @property
    def can_ask(self) -> bool:
        """Whether a limit is in the way that the coordinator may set aside."""
        return self.obstacle is not None and self.obstacle.kind == Kind.LIMIT

    @property
    def is_for_me(self) -> bool:
        """Whether there is a place, a turn or a request to be had."""
        return self.can_sign_up or self.can_wait or self.can_request

    @property
    def is_requested(self) -> bool:
        return self.signup is not None and self.signup.status == Status.REQUESTED

    @property
    def asks_for(self) -> str:
        """The promises as the form names them."""
        return " ".join(self.promises)

    @property
    def is_mine(self) -> bool:
        return self.signup is not None

    @property
    def is_confirmed(self) -> bool:
        return self.signup is not None and self.signup.status not in {
            Status.WAITLISTED,
            Status.OFFERED,
            Status.REQUESTED,
        }

    @property
    def is_offered(self) -> bool:
        return self.signup is not None and self.signup.status == Status.OFFERED

    @property
    def has_begun(self) -> bool:
        return bool(self.demand.shift.start <= self.now)

    @property
    def may_be_undone(self) -> bool:
        """Whether leaving costs nobody anything: a turn on the list, or a place taken a moment ago."""
        if self.signup is None or self.is_offered:
            return False
        taken_at = self.signup.confirmed_at
        return bool(self.turn) or self.is_requested or (taken_at is not None and self.now - taken_at <= SECOND_THOUGHTS)

    @property
    def family(self) -> Party | None:
        """The family that comes with the reader: children never keep a seat without their adult, so all go together."""
        party = self.signup.party if self.signup else None
        return party if party is not None and party.kind == Party.Kind.FAMILY else None

    @property
    def turn(self) -> int:
        """One's turn on the waiting list, counted from 1; 0 for who does not wait."""
        if self.signup is None or self.signup.status != Status.WAITLISTED:
            return 0
        return int(getattr(self.signup, "ahead", 0)) + 1


@dataclass(frozen=True)
class Card:
    """One shift as one reader sees it."""

    shift: Shift
    offers: list[Offer]

    @property
    def signup(self) -> Signup | None:
        return next((offer.signup for offer in self.offers if offer.signup), None)

    @property
    def mine(self) -> Offer | None:
        """The demand that one is signed up for, waits for, or is offered."""
        return next((offer for offer in self.offers if offer.is_mine), None)

    @property
    def rhythm(self) -> str:
        """`every Tuesday`, where it comes again; and that this date is another one, where it was moved."""
        if self.shift.series is None:
            return ""
        often = rhythm(self.shift.series)
        return (
            often
            if self.shift.day == self.shift.occurrence_date
            else _("%(often)s; this time moved") % {"often": often}
        )

    @property
    def is_short(self) -> bool:
        return not self.shift.is_cancelled and any(offer.is_short for offer in self.offers)

    @property
    def is_full(self) -> bool:
        return all(offer.left == 0 for offer in self.offers)

    @property
    def first_for_me(self) -> Offer | None:
        """The first role with a place that the reader can take."""
        return next((offer for offer in self.offers if offer.can_sign_up), None)

    @property
    def can_be_taken(self) -> bool:
        """Whether there is something for this reader to do: take, wait, or look at one's own."""
        return self.mine is not None or any(offer.is_for_me for offer in self.offers)


def is_near(shift: Shift, *, now: dt.datetime) -> bool:
    """Whether a shift that lacks people is a worry yet."""
    return shift.start - now < NEAR


def with_demands(shifts: ShiftQuerySet) -> ShiftQuerySet:
    """Shifts with everything that a card shows, in three further queries however many there are."""
    demands = Demand.objects.with_counts().select_related("role").prefetch_related("role__qualifications")
    return shifts.select_related("place", "series").prefetch_related(Prefetch("demands", queryset=demands))


def find(wishes: Wishes, *, since: dt.datetime, now: dt.datetime) -> list[Shift]:
    """Published shifts from `since` that have not ended and fit `wishes`, in order, at most MOST."""
    shifts = Shift.objects.published().upcoming(now).filter(start__gte=since)
    if wishes.kind:
        shifts = shifts.of_kind(wishes.kind)
    if wishes.role:
        shifts = shifts.with_role_in(list(Role.objects.filter(slug=wishes.role).values_list("pk", flat=True)))
    if wishes.place:
        shifts = shifts.filter(place=wishes.place)
    if wishes.language:
        # A list in JSON cannot be searched on SQLite; roles are few.
        speaking = [role.pk for role in Role.objects.all() if wishes.language in role.languages_wanted]
        shifts = shifts.with_role_in(speaking)
    if wishes.hours:
        shifts = shifts.lasting_at_most(wishes.hours)
    return list(with_demands(shifts).order_by("start", "pk")[:MOST])


def card_of(shift: Shift, standing: Standing | None, *, now: dt.datetime) -> Card:
    """`shift` (read by `with_demands`) as the person of `standing`, or a visitor, sees it."""
    mine = standing.signup_for(shift) if standing else None
    offers = []
    for demand in shift.demands.all():
        in_the_way = standing.obstacle(demand, now=now, ignoring=PROMISES) if standing else of_the_shift(shift, now=now)
        keeps_list = demand.overflow == Demand.Overflow.WAITLIST and now < shift.offers_end_at
        offers.append(
            Offer(
                demand=demand,
                taken=demand.taken,
                waiting=demand.waiting,
                signup=mine if mine and mine.demand_id == demand.pk else None,
                obstacle=in_the_way,
                waiting_list_open=keeps_list,
                now=now,
                promises=tuple(standing.promises_missing(demand)) if standing else (),
                helping=tuple(standing.languages_that_help(demand)) if standing else (),
            )
        )
    return Card(shift=shift, offers=offers)


def alternatives(shift: Shift, standing: Standing | None, *, now: dt.datetime, count: int = 2) -> list[Shift]:
    """Other shifts with a free place that the reader can take, the same kind of work first, then the nearest in time."""
    return [card.shift for card in takeable_beside(shift, standing, now=now)[:count]]


def cards_instead(shift: Shift, standing: Standing, *, now: dt.datetime, count: int = 3) -> list[Card]:
    """What the reader could take if the place in `shift` were given back, shifts at the same time included."""
    without = replace(standing, signups=[mine for mine in standing.signups if mine.shift_id != shift.pk])
    return takeable_beside(shift, without, now=now)[:count]


def takeable_beside(shift: Shift, standing: Standing | None, *, now: dt.datetime) -> list[Card]:
    """Cards of other shifts with a place for the reader, the most similar first."""
    others = Shift.objects.filter(state=ShiftState.OPEN, start__gt=now).exclude(pk=shift.pk).with_places_left()
    cards = [card_of(other, standing, now=now) for other in with_demands(others).order_by("start", "pk")[:60]]
    # Asked of the table: on a prefetched `shift.demands`, modelcluster's filters would range over all demands.
    kinds = set(Demand.objects.filter(shift=shift).values_list("role__kind", flat=True))
    takeable = [card for card in cards if any(offer.can_sign_up for offer in card.offers)]
    takeable.sort(
        key=lambda card: (
            not kinds & {offer.demand.role.kind for offer in card.offers},
            abs(card.shift.start - shift.start),
            card.shift.pk,
        )
    )
    return takeable


def alternatives_for(person: Person, shift: Shift, *, now: dt.datetime) -> list[Shift]:
    """Two shifts that `person` could take instead of `shift`."""
    return alternatives(shift, standing_of(person, now=now), now=now)


def languages_wanted() -> set[str]:
    """The languages that some role needs or is glad of."""
    return {
        code for pair in Role.objects.values_list("languages", "languages_helpful") for codes in pair for code in codes
    }


def places_in_use(now: dt.datetime) -> QuerySet[Place]:
    """Places of shifts to come, for the filter."""
    return Place.objects.filter(pk__in=Shift.objects.happening().upcoming(now).values("place")).order_by("name_ja")
