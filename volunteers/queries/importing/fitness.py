"""Whether each person of a file may take the place: looked at before anything is written, in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.people.models import Person
from volunteers.models import Demand, Signup, Status
from volunteers.queries.obstacles import WINDOW, no_room
from volunteers.queries.standing import Standing, standings_of

from .cells import BadCell
from .people import PersonRow


@dataclass
class Fitness:
    """What people hold and what is free, as it would be after the rows so far: two rows may stand in each other's way."""

    now: dt.datetime
    standings: dict[int, Standing]
    free: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, people: Iterable[Person], now: dt.datetime) -> "Fitness":
        """Five queries."""
        return cls(now, standings_of(list(people), now=now))

    def examine(self, row: PersonRow) -> None:
        """Raises BadCell with what a coordinator's sign-up would be refused for; else notes the place as taken."""
        standing, demand = self.standings[row.person.pk], row.demand
        obstacles = standing.obstacles(demand, now=self.now)
        obstacle = next((each for each in obstacles if each.kind not in WINDOW), None)
        if obstacle is not None:
            raise BadCell("", about(row.person, obstacle.sentence))
        left = self.free.setdefault(demand.pk, free_of(demand, now=self.now))
        if not left:
            raise BadCell("", about(row.person, no_room(free=0, wanted=1)))
        self.free[demand.pk] = left - 1
        taken = Signup(person=row.person, demand=demand, shift=demand.shift, status=Status.CONFIRMED)
        standing.signups.append(taken)


def free_of(demand: Demand, *, now: dt.datetime) -> int:
    """Free places that nobody waits for: as long as places are offered, who waits is served first."""
    waiting = demand.waiting if now < demand.shift.offers_end_at else 0
    return max(demand.capacity - demand.taken - waiting, 0)


def about(person: Person, sentence: str) -> str:
    """A sentence of the domain, with the name of whom it speaks of."""
    return _("%(name)s: %(sentence)s") % {"name": person.display_name, "sentence": sentence}
