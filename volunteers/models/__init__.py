"""What the volunteers domain remembers."""

from .asks import Ask
from .coordinators import Coordinator, Zone
from .days import Captain, Guest, Mark
from .events import Event, Squad, SquadMember
from .handing import HandOver, Promise
from .hours import HoursCertificate, HoursClaim, HoursEntry
from .imports import LARGEST_FILE, MOST_ROWS, Import
from .juniors import ChildConsent
from .notices import DayLetter, DigestRun, Escalation
from .parties import SIZES, Party, leaders_needed
from .patterns import ShiftTemplate, TemplateDemand
from .places import LANGUAGES, Place
from .roles import Role
from .rules import Rule
from .series import MissedDate, RestDay, SeriesDemand, SeriesException, ShiftSeries, StandingMember
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
    "LARGEST_FILE",
    "LIVE",
    "MOST_ROWS",
    "OFFER_CUT_OFF",
    "PUBLISHED",
    "SHIFT_TRANSITIONS",
    "SIZES",
    "TRANSITIONS",
    "Ask",
    "Captain",
    "ChildConsent",
    "Coordinator",
    "DayLetter",
    "Demand",
    "DigestRun",
    "Escalation",
    "Event",
    "Guest",
    "HandOver",
    "HoursCertificate",
    "HoursClaim",
    "HoursEntry",
    "Import",
    "Mark",
    "MissedDate",
    "Party",
    "Place",
    "Promise",
    "RestDay",
    "Role",
    "Rule",
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
    "Zone",
    "leaders_needed",
]
