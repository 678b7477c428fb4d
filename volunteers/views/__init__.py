"""Pages of the volunteers domain."""

from .acting import accept_offer, ask, decline_offer, sign_up, withdraw
from .asked import answer_ask, be_asked
from .caring import answer_guardian, guardian, insurance
from .events import event_detail
from .hours import approve_ticked, ask_certificate, certificate_pdf, correct_own, decide_claim, hours_desk, my_hours
from .joining import join, join_by_mail
from .juniors import bring_juniors
from .keeping import (
    add_arrival,
    captains_list,
    choose_captain,
    close_list,
    list_worker,
    mark_line,
    remove_guest,
    roster,
    scan_code,
    sync_list,
)
from .leaving import cannot_come, change, hand_over, stop_hand_over
from .listing import shift_detail, shift_list
from .seats import my_seat
from .series import come_every_time, series_detail, stop_coming, take_dates
from .stepping_in import answer_hand_over, pool, take_from_pool
from .today import check_in, today
from .together import book_together, bring_child, choose_leaders, give_seats_back, new_link, show_party

__all__ = [
    "accept_offer",
    "add_arrival",
    "answer_ask",
    "answer_guardian",
    "answer_hand_over",
    "approve_ticked",
    "ask",
    "ask_certificate",
    "be_asked",
    "book_together",
    "bring_child",
    "bring_juniors",
    "cannot_come",
    "captains_list",
    "certificate_pdf",
    "change",
    "check_in",
    "choose_captain",
    "choose_leaders",
    "close_list",
    "come_every_time",
    "correct_own",
    "decide_claim",
    "decline_offer",
    "event_detail",
    "give_seats_back",
    "guardian",
    "hand_over",
    "hours_desk",
    "insurance",
    "join",
    "join_by_mail",
    "list_worker",
    "mark_line",
    "my_hours",
    "my_seat",
    "new_link",
    "pool",
    "remove_guest",
    "roster",
    "scan_code",
    "series_detail",
    "shift_detail",
    "shift_list",
    "show_party",
    "sign_up",
    "stop_coming",
    "stop_hand_over",
    "sync_list",
    "take_dates",
    "take_from_pool",
    "today",
    "withdraw",
]
