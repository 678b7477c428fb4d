"""The race-day cheering guide: places of the course, closed roads, shifts at each, and when a runner comes by."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from campaigns import queries as campaigns
from campaigns.models import Campaign, CoursePoint, FundraisingPage, Race
from portal.people.models import Person
from volunteers import queries as volunteers
from volunteers.models import Place

# A place of a shift and a point of the course are the same where they are this near (km).
SAME = Decimal("0.5")


@dataclass(frozen=True)
class Stop:
    """One place to cheer at. `place` and `cards` are missing where nobody of us stands there."""

    km: Decimal
    name: str
    note: str
    place: Place | None
    cards: list[volunteers.Card]
    passing: campaigns.Passing | None

    @property
    def free(self) -> int:
        """Places that are left in the shifts here."""
        return sum(offer.left for card in self.cards for offer in card.offers)


@dataclass(frozen=True)
class Guide:
    """Everything on the page."""

    race: Race
    stops: list[Stop]
    runners: list[FundraisingPage]
    runner: FundraisingPage | None
    pace: campaigns.Pace | None


def guide(
    campaign: Campaign, reader: Person | None, *, slug: str, own: campaigns.Pace | None, now: dt.datetime
) -> Guide:
    """The guide of a race for one reader: with a runner who may be seen, or with a pace that the reader gave."""
    race = campaign.race
    runners = campaigns.runners_to_cheer(race)
    mine = campaigns.own_page(race, reader.pk) if reader else None
    runner = next((page for page in [*runners, *([mine] if mine else [])] if page.slug == slug), None)
    pace = own or (campaigns.pace_of(runner.runner) if runner and runner.runner else None)
    standing = volunteers.standing_of(reader, now=now) if reader else None
    manned = volunteers.cheering_points(race.date, standing, now=now)
    return Guide(
        race=race, stops=stops(campaigns.cheering(campaign), manned, pace), runners=runners, runner=runner, pace=pace
    )


def stops(points: list[CoursePoint], manned: list[volunteers.CheeringPoint], pace: campaigns.Pace | None) -> list[Stop]:
    """Points where we cheer, joined with the places of shifts by their kilometre, along the course."""
    found = []
    left = list(manned)
    for point in points:
        here = next(
            (each for each in left if each.place.km is not None and abs(each.place.km - point.km) <= SAME), None
        )
        if here is not None:
            left.remove(here)
        name = here.place.name if here else point.label
        found.append(stop(point.km, name, point.note, here, pace))
    found += [stop(each.place.km or Decimal(0), each.place.name, "", each, pace) for each in left]
    return sorted(found, key=lambda each: each.km)


def stop(km: Decimal, name: str, note: str, here: volunteers.CheeringPoint | None, pace: campaigns.Pace | None) -> Stop:
    return Stop(
        km=km,
        name=name,
        note=note,
        place=here.place if here else None,
        cards=here.cards if here else [],
        passing=campaigns.passing(pace, km) if pace else None,
    )
