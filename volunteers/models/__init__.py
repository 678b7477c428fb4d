"""What the volunteers domain remembers."""

from .places import LANGUAGES, Place, Role
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
    "Place",
    "Role",
    "Shift",
    "ShiftState",
    "Signup",
    "SignupEvent",
    "Status",
]
