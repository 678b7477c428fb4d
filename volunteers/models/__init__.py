"""What the volunteers domain remembers."""

from .events import Event, Squad, SquadMember
from .patterns import ShiftTemplate, TemplateDemand
from .places import LANGUAGES, Place, Role
from .series import RestDay, SeriesDemand, SeriesException, ShiftSeries, StandingMember
from .shifts import OFFER_CUT_OFF, Demand, Shift
from .signups import Signup, SignupEvent
from .states import (
    CALENDAR_STATE,
    COMING,
    HOLDING,
    INITIAL,
    LIVE,
    PUBLISHED,
    SHIFT_TRANSITIONS,
    TRANSITIONS,
    ShiftState,
    Status,
)

__all__ = [
    "CALENDAR_STATE",
    "COMING",
    "HOLDING",
    "INITIAL",
    "LANGUAGES",
    "LIVE",
    "OFFER_CUT_OFF",
    "PUBLISHED",
    "SHIFT_TRANSITIONS",
    "TRANSITIONS",
    "Demand",
    "Event",
    "Place",
    "RestDay",
    "Role",
    "SeriesDemand",
    "SeriesException",
    "Shift",
    "ShiftSeries",
    "ShiftState",
    "ShiftTemplate",
    "Signup",
    "SignupEvent",
    "Squad",
    "SquadMember",
    "StandingMember",
    "Status",
    "TemplateDemand",
]
