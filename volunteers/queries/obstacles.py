"""Why a shift cannot be taken: the kinds of reasons, and those that stand in everybody's way."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.ui import words
from volunteers.models import Rule, Shift, ShiftState


class Kind(Enum):
    """Why a shift cannot be taken."""

    CANCELLED = "cancelled"
    NOT_YET_OPEN = "not yet open"
    CLOSED = "closed"
    SIGNED_UP = "signed up"
    OVERLAP = "overlap"
    BIRTH_DATE = "birth date"
    AGE = "age"
    ALONGSIDE = "alongside"
    GUARDIAN = "guardian"
    QUALIFICATION = "qualification"
    LANGUAGE = "language"
    INSURANCE = "insurance"
    BRIEFING = "briefing"
    PLEDGE = "pledge"
    LIMIT = "limit"
    FAMILY = "family"


# Signing up is over or has not begun: no matter for seats that are taken already, nor for coordinators.
WINDOW = frozenset({Kind.NOT_YET_OPEN, Kind.CLOSED})
# Removed by a tick beside the button.
PROMISES = frozenset({Kind.BRIEFING, Kind.PLEDGE})
# What stands in the way of one date of a series says nothing about the others.
OF_ONE_DATE = frozenset({Kind.CANCELLED, Kind.SIGNED_UP, Kind.OVERLAP, Kind.LIMIT}) | WINDOW
# These count also for somebody who comes without having signed up.
OF_WHO_CAME = frozenset({Kind.OVERLAP, Kind.BIRTH_DATE, Kind.AGE, Kind.GUARDIAN, Kind.QUALIFICATION, Kind.LANGUAGE})


@dataclass(frozen=True)
class Obstacle:
    """Why not, in one sentence in the language of the moment, and where to go instead. `rule` names a limit."""

    kind: Kind
    sentence: str
    way_out_url: str = ""
    way_out_label: str = ""
    rule: Rule | None = None


def page_of(shift: Shift) -> str:
    return reverse("volunteers:shift-detail", args=[shift.pk])


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


def no_room(*, free: int, wanted: int) -> str:
    """Why a coordinator's yes is refused where places are short."""
    return _("Free places: %(free)s, wanted: %(wanted)s. Please raise the places first.") % {
        "free": free,
        "wanted": wanted,
    }
