"""What people intend with shifts: every action locks first, checks afterwards, and counts rows."""

from .calling import agree_to_be_asked, ask_of, ask_people, say_no, say_yes, token_of
from .captaincy import appoint_captain, dismiss_captain
from .certifying import blank_hours_certificates, issue_hours_certificate, revoke_hours_certificate
from .closing import close_list, close_lists_left_open, forget_guests, send_thanks
from .demands import Wanted
from .digesting import choose_digest, send_digests
from .escalating import escalate_shifts
from .events import clone_event, form_squads, move_to_squad, name_leader, open_event, use_template
from .hours import approve_all, approve_hours, approve_other_hours, correct_hours, decline_hours, take_back_hours
from .importing import ImportRefused, bring_in, run_import, sheet_of, take_file
from .marking import Tap, check_in_oneself, mark
from .planning import (
    cancel_shift,
    change_capacity,
    change_shift,
    change_time,
    close_shift,
    open_shift,
)
from .recurring import look_after_series, make_occurrences
from .refusals import (
    AlreadySignedUp,
    CapacityTooSmall,
    DemandInUse,
    HoursRefused,
    LanguageMissing,
    NotNow,
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
from .series_edits import PlanChanged, change_one_date, change_series, end_series, leave_out, start_series
from .signing_up import join_waiting_list, sign_up, withdraw
from .standing_duty import DateResult, come_every_time, stop_coming, take_dates
from .waiting import accept_offer, decline_offer, expire_offers
from .walking_in import Arrival, take_back_guest, walk_in
from .writing import send_letter, write_letter

__all__ = [
    "AlreadySignedUp",
    "Arrival",
    "CapacityTooSmall",
    "DateResult",
    "DemandInUse",
    "HoursRefused",
    "ImportRefused",
    "LanguageMissing",
    "NotNow",
    "NotSignedUp",
    "OfferGone",
    "Overlapping",
    "PlanChanged",
    "QualificationMissing",
    "ShiftCancelled",
    "ShiftFull",
    "ShiftHasBegun",
    "Tap",
    "TooYoung",
    "Wanted",
    "WindowClosed",
    "WouldClash",
    "accept_offer",
    "agree_to_be_asked",
    "appoint_captain",
    "approve_all",
    "approve_hours",
    "approve_other_hours",
    "ask_of",
    "ask_people",
    "blank_hours_certificates",
    "bring_in",
    "cancel_shift",
    "change_capacity",
    "change_one_date",
    "change_place",
    "change_role",
    "change_series",
    "change_shift",
    "change_time",
    "check_in_oneself",
    "choose_digest",
    "clone_event",
    "close_list",
    "close_lists_left_open",
    "close_shift",
    "come_every_time",
    "correct_hours",
    "decline_hours",
    "decline_offer",
    "dismiss_captain",
    "end_series",
    "escalate_shifts",
    "expire_offers",
    "forget_guests",
    "form_squads",
    "issue_hours_certificate",
    "join_waiting_list",
    "leave_out",
    "look_after_series",
    "make_occurrences",
    "mark",
    "move_to_squad",
    "name_leader",
    "open_event",
    "open_shift",
    "revoke_hours_certificate",
    "run_import",
    "say_no",
    "say_yes",
    "send_digests",
    "send_letter",
    "send_reminders",
    "send_thanks",
    "sheet_of",
    "sign_up",
    "start_series",
    "stop_coming",
    "take_back_guest",
    "take_back_hours",
    "take_dates",
    "take_file",
    "token_of",
    "use_template",
    "walk_in",
    "withdraw",
    "write_letter",
]
