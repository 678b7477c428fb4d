"""Events with many places: their overview, what a clone would be, and their public page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from volunteers.models import Event, Place, Shift, ShiftState, Signup, Squad, SquadMember, Status

from .choices import Card, card_of, with_demands
from .staffing import midnight, missing
from .standing import Standing

# An event with no more shifts than this is read at a glance.
FEW = 4


@dataclass(frozen=True)
class Spot:
    """The shifts of one place on one day of an event, with their figures."""

    place: str
    shifts: list[Shift]
    taken: int
    capacity: int
    missing: int


@dataclass(frozen=True)
class EventDay:
    """One Tokyo day of an event, place by place, in the order of the course where there is one."""

    date: dt.date
    spots: list[Spot]


def shifts_of(event: Event) -> QuerySet[Shift]:
    """Every shift of an event, as a card needs them."""
    return with_demands(Shift.objects.filter(event=event)).order_by("start", "pk")


def event_days(shifts: Iterable[Shift]) -> list[EventDay]:
    """Shifts (read by `with_demands`) by day and place."""
    days: dict[dt.date, dict[int, list[Shift]]] = {}
    for shift in shifts:
        days.setdefault(shift.day, {}).setdefault(shift.place_id, []).append(shift)
    return [
        EventDay(date, sorted((spot_of(of_place) for of_place in places.values()), key=lambda spot: on_course(spot)))
        for date, places in sorted(days.items())
    ]


def on_course(spot: Spot) -> tuple[float, dt.datetime]:
    """By kilometre, then by time."""
    first = spot.shifts[0]
    return float(first.place.km or 0), first.start


def spot_of(shifts: list[Shift]) -> Spot:
    demands = [demand for shift in shifts if not shift.is_cancelled for demand in shift.demands.all()]
    return Spot(
        place=shifts[0].place.name,
        shifts=shifts,
        taken=sum(demand.taken for demand in demands),
        capacity=sum(demand.capacity for demand in demands),
        missing=sum(missing(shift) for shift in shifts if not shift.is_cancelled),
    )


@dataclass(frozen=True)
class CloneRow:
    """A shift and when its copy would be."""

    shift: Shift
    start: dt.datetime
    end: dt.datetime


def clone_plan(event: Event, main_day: dt.date) -> list[CloneRow]:
    """What cloning makes: each shift that was not cancelled, at the same hour, as many days from the main day."""
    days = event.days_to(main_day)
    kept = [shift for shift in shifts_of(event) if not shift.is_cancelled]
    return [CloneRow(shift, moved(shift.start, days), moved(shift.end, days)) for shift in kept]


def moved(moment: dt.datetime, days: int) -> dt.datetime:
    """The same hour by the wall clock, `days` later."""
    local = timezone.localtime(moment)
    return timezone.make_aware(dt.datetime.combine(local.date() + dt.timedelta(days=days), local.time()))


def a_year_later(day: dt.date) -> dt.date:
    """The same weekday, fifty-two weeks later."""
    return day + dt.timedelta(weeks=52)


@dataclass(frozen=True)
class SpotOnPage:
    """One place on one day with its cards; `unfolded` where the reader should see them at once."""

    spot: Spot
    cards: list[Card]
    unfolded: bool

    @property
    def free(self) -> int:
        """Places that are left."""
        return sum(offer.left for card in self.cards if not card.shift.is_cancelled for offer in card.offers)

    @property
    def is_mine(self) -> bool:
        return any(card.mine for card in self.cards)


@dataclass(frozen=True)
class DayOnPage:
    """One day of an event."""

    date: dt.date
    spots: list[SpotOnPage]

    @property
    def free(self) -> int:
        """Places that are left on this day."""
        return sum(spot.free for spot in self.spots)


@dataclass(frozen=True)
class EventPage:
    """An event as one reader sees it: per day and place, cards to take."""

    event: Event
    days: list[DayOnPage]


def event_page(event: Event, standing: Standing | None, *, now: dt.datetime) -> EventPage:
    """The published shifts of an event that have not ended. The first place and those where the reader has something are
    unfolded; of an event with few shifts all are."""
    shifts = list(with_demands(Shift.objects.published().filter(event=event, end__gt=now)).order_by("start", "pk"))
    days: list[DayOnPage] = []
    for day in event_days(shifts):
        spots: list[SpotOnPage] = []
        for spot in day.spots:
            cards = [card_of(shift, standing, now=now) for shift in spot.shifts]
            first = not days and not spots
            unfolded = len(shifts) <= FEW or first or any(card.mine for card in cards)
            spots.append(SpotOnPage(spot, cards, unfolded))
        days.append(DayOnPage(day.date, spots))
    return EventPage(event=event, days=days)


def drafts_of(event: Event) -> QuerySet[Shift]:
    """What a clone leaves to look through and open."""
    return Shift.objects.filter(event=event, state=ShiftState.DRAFT).order_by("start", "pk")


@dataclass(frozen=True)
class SquadList:
    """A squad with its people, for coordinators and its own members."""

    squad: Squad
    signups: list[Signup]

    @property
    def free(self) -> int:
        return max(self.squad.places - len(self.signups), 0)


def squads_of(shift: Shift) -> list[SquadList]:
    """The squads of a shift with everybody who comes."""
    seats = SquadMember.objects.filter(squad__shift=shift, signup__status__in=COMING_TO_SQUADS)
    by_squad: dict[int, list[Signup]] = {}
    for seat in seats.select_related("signup__person").order_by("signup__created_at", "pk"):
        by_squad.setdefault(seat.squad_id, []).append(seat.signup)
    squads = Squad.objects.filter(shift=shift).select_related("leader")
    return [SquadList(squad, by_squad.get(squad.pk, [])) for squad in squads]


COMING_TO_SQUADS = (Status.CONFIRMED, Status.CHECKED_IN, Status.ATTENDED)


def without_squad(shift: Shift) -> list[Signup]:
    """Everybody with a place and without a squad, in the order of signing up."""
    coming = Signup.objects.filter(shift=shift, status__in=COMING_TO_SQUADS, squad_seat__isnull=True)
    return list(coming.select_related("person", "party").order_by("created_at", "pk"))


def squad_for(signup: Signup) -> Squad | None:
    """Where somebody stands, and who leads there."""
    return Squad.objects.filter(members__signup=signup).select_related("leader").first()


@dataclass(frozen=True)
class CheeringPoint:
    """A place on the course with the shifts that stand there on race day, as one reader sees them."""

    place: Place
    cards: list[Card]


def cheering_points(day: dt.date, standing: Standing | None, *, now: dt.datetime) -> list[CheeringPoint]:
    """Places with a kilometre and a published shift on the Tokyo day `day`, along the course."""
    on_course = Shift.objects.happening().filter(place__km__isnull=False)
    shifts = on_course.between(midnight(day), midnight(day + dt.timedelta(days=1)))
    places: dict[int, CheeringPoint] = {}
    for shift in with_demands(shifts).order_by("place__km", "start", "pk"):
        point = places.setdefault(shift.place_id, CheeringPoint(shift.place, []))
        point.cards.append(card_of(shift, standing, now=now))
    return list(places.values())
