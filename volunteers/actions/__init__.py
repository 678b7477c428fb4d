"""What people intend with shifts: every action locks first, checks afterwards, and counts rows."""

from .asking import approve, ask_for_place, assign, decline, put_first
from .at_the_desk import seat_waiting, take_off
from .calling import agree_to_be_asked, ask_of, ask_people, say_no, say_yes, token_of
from .captaincy import appoint_captain, dismiss_captain
from .certifying import blank_hours_certificates, issue_hours_certificate, revoke_hours_certificate
from .changing import change_places
from .closing import close_list, close_lists_left_open, forget_guests, send_thanks
from .deciding import Decided, approve_many, decline_many, give_place
from .demands import Wanted
from .digesting import choose_digest, send_digests
from .escalating import escalate_shifts
from .events import clone_event, open_event, use_template
from .families import bring_children
from .guardians import agree_as_guardian, ask_guardian, guardian_of, withdraw_as_guardian
from .handing_over import decline_hand_over, offer_hand_over, stop_hand_over, take_over
from .hours import approve_all, approve_hours, approve_other_hours, correct_hours, decline_hours, take_back_hours
from .importing import ImportRefused, bring_in, run_import, sheet_of, take_file
from .juniors import Child, grade_name
from .marking import Tap, check_in_oneself, mark
from .naming import claim_seat, join_by_email, name_child, release_unnamed, remind_captains, send_door
from .parties import book_party, cancel_seats, make_new_link, set_leaders
from .planning import cancel_shift, change_capacity, change_shift, change_time, close_shift, open_shift
from .promising import enter_insurance, insurance_years
from .qualifying import end_qualification, grant_qualification
from .recurring import look_after_series, make_occurrences
from .refusals import (
    AlreadySignedUp,
    CapacityTooSmall,
    DemandInUse,
    GuardianMissing,
    HandOverGone,
    HandOverNotNeeded,
    HoursRefused,
    InsuranceMissing,
    LanguageMissing,
    LimitReached,
    NothingToDecide,
    NotNow,
    NotSignedUp,
    OfferGone,
    Overlapping,
    PartyClosed,
    PartySizeWrong,
    PartyTooLarge,
    PromiseMissing,
    QualificationMissing,
    ReasonMissing,
    ShiftCancelled,
    ShiftFull,
    ShiftHasBegun,
    TooYoung,
    WindowClosed,
    WouldClash,
    WrongGrade,
)
from .reminding import send_reminders
from .renaming import change_place, change_role
from .seat_links import seat_of, seat_token
from .series_edits import PlanChanged, change_one_date, change_series, end_series, leave_out, start_series
from .signing_up import join_waiting_list, sign_up, withdraw
from .squads import add_squad, change_squad, form_squads, move_to_squad, name_leader, remove_squad
from .standing_duty import DateResult, come_every_time, stop_coming, take_dates
from .waiting import accept_offer, decline_offer, expire_offers
from .walking_in import Arrival, take_back_guest, walk_in
from .writing import send_letter, write_letter

__all__ = [
    "AlreadySignedUp",
    "Arrival",
    "CapacityTooSmall",
    "Child",
    "DateResult",
    "Decided",
    "DemandInUse",
    "GuardianMissing",
    "HandOverGone",
    "HandOverNotNeeded",
    "HoursRefused",
    "ImportRefused",
    "InsuranceMissing",
    "LanguageMissing",
    "LimitReached",
    "NotNow",
    "NotSignedUp",
    "NothingToDecide",
    "OfferGone",
    "Overlapping",
    "PartyClosed",
    "PartySizeWrong",
    "PartyTooLarge",
    "PlanChanged",
    "PromiseMissing",
    "QualificationMissing",
    "ReasonMissing",
    "ShiftCancelled",
    "ShiftFull",
    "ShiftHasBegun",
    "Tap",
    "TooYoung",
    "Wanted",
    "WindowClosed",
    "WouldClash",
    "WrongGrade",
    "accept_offer",
    "add_squad",
    "agree_as_guardian",
    "agree_to_be_asked",
    "appoint_captain",
    "approve",
    "approve_all",
    "approve_hours",
    "approve_many",
    "approve_other_hours",
    "ask_for_place",
    "ask_guardian",
    "ask_of",
    "ask_people",
    "assign",
    "blank_hours_certificates",
    "book_party",
    "bring_children",
    "bring_in",
    "cancel_seats",
    "cancel_shift",
    "change_capacity",
    "change_one_date",
    "change_place",
    "change_places",
    "change_role",
    "change_series",
    "change_shift",
    "change_squad",
    "change_time",
    "check_in_oneself",
    "choose_digest",
    "claim_seat",
    "clone_event",
    "close_list",
    "close_lists_left_open",
    "close_shift",
    "come_every_time",
    "correct_hours",
    "decline",
    "decline_hand_over",
    "decline_hours",
    "decline_many",
    "decline_offer",
    "dismiss_captain",
    "end_qualification",
    "end_series",
    "enter_insurance",
    "escalate_shifts",
    "expire_offers",
    "forget_guests",
    "form_squads",
    "give_place",
    "grade_name",
    "grant_qualification",
    "guardian_of",
    "insurance_years",
    "issue_hours_certificate",
    "join_by_email",
    "join_waiting_list",
    "leave_out",
    "look_after_series",
    "make_new_link",
    "make_occurrences",
    "mark",
    "move_to_squad",
    "name_child",
    "name_leader",
    "offer_hand_over",
    "open_event",
    "open_shift",
    "put_first",
    "release_unnamed",
    "remind_captains",
    "remove_squad",
    "revoke_hours_certificate",
    "run_import",
    "say_no",
    "say_yes",
    "seat_of",
    "seat_token",
    "seat_waiting",
    "send_digests",
    "send_door",
    "send_letter",
    "send_reminders",
    "send_thanks",
    "set_leaders",
    "sheet_of",
    "sign_up",
    "start_series",
    "stop_coming",
    "stop_hand_over",
    "take_back_guest",
    "take_back_hours",
    "take_dates",
    "take_file",
    "take_off",
    "take_over",
    "token_of",
    "use_template",
    "walk_in",
    "withdraw",
    "withdraw_as_guardian",
    "write_letter",
]
