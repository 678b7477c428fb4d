"""What people intend with shifts: every action locks first, checks afterwards, and counts rows."""

from .demands import Wanted
from .planning import (
    cancel_shift,
    change_capacity,
    change_shift,
    change_time,
    close_shift,
    open_shift,
)
from .refusals import (
    AlreadySignedUp,
    CapacityTooSmall,
    DemandInUse,
    LanguageMissing,
    NotSignedUp,
    OfferGone,
    Overlapping,
    QualificationMissing,
    ShiftCancelled,
    ShiftFull,
    ShiftHasBegun,
    TooYoung,
    WindowClosed,
    WouldClash,
)
from .reminding import send_reminders
from .renaming import change_place, change_role
from .signing_up import join_waiting_list, sign_up, withdraw
from .waiting import accept_offer, decline_offer, expire_offers

__all__ = [
    "AlreadySignedUp",
    "CapacityTooSmall",
    "DemandInUse",
    "LanguageMissing",
    "NotSignedUp",
    "OfferGone",
    "Overlapping",
    "QualificationMissing",
    "ShiftCancelled",
    "ShiftFull",
    "ShiftHasBegun",
    "TooYoung",
    "Wanted",
    "WindowClosed",
    "WouldClash",
    "accept_offer",
    "cancel_shift",
    "change_capacity",
    "change_place",
    "change_role",
    "change_shift",
    "change_time",
    "close_shift",
    "decline_offer",
    "expire_offers",
    "join_waiting_list",
    "open_shift",
    "send_reminders",
    "sign_up",
    "withdraw",
]
