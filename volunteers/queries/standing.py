"""What stands between a person and a shift, if anything: one answer for lists, buttons and actions alike."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.models import Guardian, InsuranceCover, Person, QualificationGrant
from portal.ui import words
from volunteers.models import LANGUAGES, LIVE, Demand, Party, Promise, Shift, Signup, Status

from . import conditions
from .getting_there import only_the_way, way_between
from .limits import limits_reached
from .obstacles import OF_WHO_CAME, Kind, Obstacle, of_the_shift, page_of, too_near

# Rest and hours of a day look back this far.
LOOK_BACK = dt.timedelta(days=2)


@dataclass(frozen=True)
class Standing:
    """A person with their qualifications and their places, as read at one moment; the rest is read when a role asks."""

    person: Person
    grants: list[QualificationGrant]
    signups: list[Signup]

    def obstacle(
        self, demand: Demand, *, now: dt.datetime, ignoring: Collection[Kind] = frozenset()
    ) -> Obstacle | None:
        """The first thing in the way of `demand`, or None. Says nothing about free places."""
        return next((found for found in self.obstacles(demand, now=now) if found.kind not in ignoring), None)

    def obstacles(self, demand: Demand, *, now: dt.datetime) -> Iterator[Obstacle]:
        """Everything in the way of `demand`, what cannot be helped first, what a tick or a question helps last."""
        hard = (of_the_shift(demand.shift, now=now), self._signed_up(demand.shift), self.overlap(demand.shift))
        yield from (found for found in hard if found)
        yield from self._conditions(demand)
        others = [mine.shift for mine in self.signups if mine.holds_a_place and mine.shift_id != demand.shift_id]
        yield from limits_reached(self.person, others, demand)

    def beyond_the_window(self, demand: Demand) -> Obstacle | None:
        """What stays in the way of somebody who simply came."""
        found = self.obstacles(demand, now=timezone.now())
        return next((each for each in found if each.kind in OF_WHO_CAME), None)

    def _conditions(self, demand: Demand) -> Iterator[Obstacle]:
        """What the role asks, for the day of the shift (volunteering.md 12)."""
        asked = (
            conditions.age_obstacle(self.person, demand),
            conditions.alongside_obstacle(self.person, demand),
            conditions.family_obstacle(demand),
            conditions.guardian_obstacle(self.person, demand, has_guardian=self.needs_nobodys_leave(demand)),
            conditions.qualification_obstacle(self.grants, demand),
            conditions.language_obstacle(self.person, demand),
            conditions.insurance_obstacle(self.covers, demand) if demand.role.insurance_needed else None,
        )
        yield from (found for found in asked if found)
        for kind in self.promises_missing(demand):
            yield conditions.promise_obstacle(kind, demand)

    def needs_nobodys_leave(self, demand: Demand) -> bool:
        """Whether the person is old enough for the role, or a guardian has agreed."""
        age = self.person.age_on(demand.shift.day)
        return age is None or age >= demand.role.guardian_below or self.has_guardian

    def promises_missing(self, demand: Demand) -> list[Promise.Kind]:
        """What is still to be read or promised for `demand`."""
        role = demand.role
        if not (role.briefing_version or role.pledge_version):
            return []
        return conditions.promises_missing(self.promises, role, demand.shift.day)

    def languages_that_help(self, demand: Demand) -> list[str]:
        """Which of the person's languages are wanted there; Japanese goes without saying."""
        wanted = demand.role.languages_wanted - {"ja"}
        names = dict(LANGUAGES)
        return [str(names[code]) for code in self.person.languages_spoken if code in wanted and code in names]

    @cached_property
    def promises(self) -> list[Promise]:
        return list(Promise.objects.filter(person=self.person))

    @cached_property
    def covers(self) -> list[InsuranceCover]:
        return list(InsuranceCover.objects.filter(person=self.person))

    @cached_property
    def has_guardian(self) -> bool:
        return Guardian.objects.agreeing().filter(minor=self.person).exists()

    def signup_for(self, shift: Shift) -> Signup | None:
        """The live sign-up for `shift`."""
        return next((signup for signup in self.signups if signup.shift_id == shift.pk), None)

    def party_in(self, shift: Shift) -> Party | None:
        """The party with which the person comes to `shift` as its captain."""
        mine = self.signup_for(shift)
        party = mine.party if mine else None
        return party if party and party.captain_id == self.person.pk else None

    def overlap(self, shift: Shift) -> Obstacle | None:
        """Another place at the same time, or too near in time at another place. Half-open."""
        for signup in self.signups:
            if signup.holds_a_place and signup.shift_id != shift.pk and too_near(signup.shift, shift):
                way_out = reverse("volunteers:shift-detail", args=[signup.shift_id])
                return Obstacle(Kind.OVERLAP, two_places(signup, shift), way_out, _("Look at that shift"))
        return None

    def _signed_up(self, shift: Shift) -> Obstacle | None:
        signup = self.signup_for(shift)
        if signup is None:
            return None
        sentence = {
            Status.REQUESTED: _("You have asked for a place in this shift: the coordinator will answer."),
            Status.WAITLISTED: _("You are already on the waiting list for this shift."),
            Status.OFFERED: _("A place in this shift is being held for you: take it or let it go."),
        }.get(Status(signup.status), _("You are already signed up for this shift."))
        return Obstacle(Kind.SIGNED_UP, sentence, page_of(shift), _("Look at it"))


def two_places(signup: Signup, shift: Shift) -> str:
    """Why nobody can do both: at the same time, or too little time for the way."""
    held = signup.shift
    if only_the_way(held, shift):
        return way_between(held, shift)
    return _("You already have a place at “%(other)s” around that time (%(start)s–%(end)s).") % {
        "other": held.title or signup.demand.role.name,
        "start": words.clock(held.start),
        "end": words.clock(held.end),
    }


def standing_of(person: Person, *, now: dt.datetime) -> Standing:
    """Reads in two queries what a person holds: valid grants, and sign-ups that have not ended or ended lately."""
    return Standing(
        person=person,
        grants=list(QualificationGrant.objects.filter(person=person)),
        signups=list(live_signups([person], now=now)),
    )


def live_signups(people: Collection[Person], *, now: dt.datetime) -> QuerySet[Signup]:
    live = Signup.objects.filter(person__in=people, status__in=LIVE, period_end__gt=now - LOOK_BACK).with_turn()
    return live.select_related("shift__place", "demand__role", "party").order_by("period_start")


def standings_of(people: Collection[Person], *, now: dt.datetime) -> dict[int, Standing]:
    """The same of many people by their key, in five queries, with everything that any role may ask."""
    grants = by_person(QualificationGrant.objects.filter(person__in=people), "person_id")
    signups = by_person(live_signups(people, now=now), "person_id")
    promises = by_person(Promise.objects.filter(person__in=people), "person_id")
    covers = by_person(InsuranceCover.objects.filter(person__in=people), "person_id")
    guarded = by_person(Guardian.objects.agreeing().filter(minor__in=people), "minor_id")
    found = {}
    for person in people:
        standing = Standing(person, grants.get(person.pk, []), signups.get(person.pk, []))
        # What a single standing reads when a role asks is known already.
        known = {"promises": promises.get(person.pk, []), "covers": covers.get(person.pk, [])}
        vars(standing).update(known, has_guardian=person.pk in guarded)
        found[person.pk] = standing
    return found


def by_person(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found
