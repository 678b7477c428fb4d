"""What stands between a person and a shift, if anything: one answer for lists, buttons and actions alike."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people.models import Person, QualificationGrant
from portal.ui import words
from volunteers.models import LANGUAGES, LIVE, Demand, Shift, ShiftState, Signup, Status

from .getting_there import only_the_way, way_between

# Rest and hours of a day look back this far.
LOOK_BACK = dt.timedelta(days=2)


class Kind(Enum):
    """Why a shift cannot be taken."""

    CANCELLED = "cancelled"
    NOT_YET_OPEN = "not yet open"
    CLOSED = "closed"
    SIGNED_UP = "signed up"
    OVERLAP = "overlap"
    BIRTH_DATE = "birth date"
    AGE = "age"
    QUALIFICATION = "qualification"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Obstacle:
    """Why not, in one sentence in the language of the moment, and where to go instead."""

    kind: Kind
    sentence: str
    way_out_url: str = ""
    way_out_label: str = ""


@dataclass(frozen=True)
class Standing:
    """A person with their qualifications and their places, as read at one moment."""

    person: Person
    grants: list[QualificationGrant]
    signups: list[Signup]

    def obstacle(self, demand: Demand, *, now: dt.datetime) -> Obstacle | None:
        """The first thing in the way of `demand`, or None. Says nothing about free places."""
        return of_the_shift(demand.shift, now=now) or self._signed_up(demand.shift) or self.beyond_the_window(demand)

    def beyond_the_window(self, demand: Demand) -> Obstacle | None:
        """What stays in the way of somebody who simply came: overlap, age, qualification, language."""
        return self.overlap(demand.shift) or self._age(demand) or self._qualification(demand) or self._language(demand)

    def signup_for(self, shift: Shift) -> Signup | None:
        """The live sign-up for `shift`."""
        return next((signup for signup in self.signups if signup.shift_id == shift.pk), None)

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
            Status.WAITLISTED: _("You are already on the waiting list for this shift."),
            Status.OFFERED: _("A place in this shift is being held for you: take it or let it go."),
        }.get(Status(signup.status), _("You are already signed up for this shift."))
        return Obstacle(Kind.SIGNED_UP, sentence, reverse("volunteers:shift-detail", args=[shift.pk]), _("Look at it"))

    def _age(self, demand: Demand) -> Obstacle | None:
        youngest = demand.role.minimum_age
        if youngest is None:
            return None
        age = self.person.age_on(demand.shift.day)
        if age is None:
            return Obstacle(
                Kind.BIRTH_DATE,
                _("This shift is for people of %(age)s and over: please add your date of birth to your profile first.")
                % {"age": youngest},
                reverse("people:profile"),
                _("Go to my profile"),
            )
        if age < youngest:
            return Obstacle(
                Kind.AGE,
                _("This shift is for people who are %(age)s or older on that day; other shifts are open to you.")
                % {"age": youngest},
                reverse("volunteers:shift-list"),
                _("See shifts that I can take"),
            )
        return None

    def _qualification(self, demand: Demand) -> Obstacle | None:
        day = demand.shift.day
        valid = {
            grant.qualification_id
            for grant in self.grants
            if grant.granted_on <= day and (grant.valid_until is None or grant.valid_until >= day)
        }
        for wanted in demand.role.qualifications.all():
            if wanted.pk not in valid:
                return Obstacle(
                    Kind.QUALIFICATION,
                    _("This shift asks for “%(name)s”, which you do not hold on that day. %(how)s")
                    % {"name": wanted.name, "how": wanted.how or _("Ask the coordinator how to get it.")},
                    reverse("volunteers:shift-list"),
                    _("See shifts that I can take"),
                )
        return None

    def _language(self, demand: Demand) -> Obstacle | None:
        missing = [code for code in demand.role.languages if code not in self.person.languages_spoken]
        if not missing:
            return None
        names = dict(LANGUAGES)
        return Obstacle(
            Kind.LANGUAGE,
            _("This shift asks for %(languages)s. If you speak it, add it to your profile and come back.")
            % {"languages": _(", ").join(str(names.get(code, code)) for code in missing)},
            reverse("people:profile"),
            _("Go to my profile"),
        )


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


def of_the_shift(shift: Shift, *, now: dt.datetime) -> Obstacle | None:
    """What stands in everybody's way: cancelled, not yet open, over."""
    to_list = (reverse("volunteers:shift-list"), _("See other shifts"))
    if shift.state == ShiftState.CANCELLED:
        return Obstacle(Kind.CANCELLED, _("This shift has been cancelled."), *to_list)
    opens = shift.sign_up_opens_at
    if shift.state == ShiftState.DRAFT or (opens and opens > now and shift.state == ShiftState.OPEN):
        when = {"day": words.day(opens), "time": words.clock(opens)} if opens else {}
        sentence = _("Sign-up opens on %(day)s at %(time)s.") % when if when else _("Sign-up is not open yet.")
        return Obstacle(Kind.NOT_YET_OPEN, sentence, *to_list)
    if not shift.takes_sign_ups(now):
        return Obstacle(Kind.CLOSED, _("Sign-up for this shift is closed."), *to_list)
    return None


def too_near(one: Shift, other: Shift) -> bool:
    """Whether nobody could be at both: half-open at one place, with time to travel between two."""
    if one.place_id == other.place_id:
        return one.start < other.end and other.start < one.end
    return one.away_from < other.away_until and other.away_from < one.away_until


def standing_of(person: Person, *, now: dt.datetime) -> Standing:
    """Reads in two queries what a person holds: valid grants, and sign-ups that have not ended."""
    live = Signup.objects.filter(person=person, status__in=LIVE, period_end__gt=now - LOOK_BACK).with_turn()
    return Standing(
        person=person,
        grants=list(QualificationGrant.objects.filter(person=person)),
        signups=list(live.select_related("shift__place", "demand__role").order_by("period_start")),
    )
