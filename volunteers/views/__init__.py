"""Pages of the volunteers domain."""

from .acting import accept_offer, decline_offer, sign_up, withdraw
from .asked import answer_ask, be_asked
from .events import event_detail
from .hours import approve_ticked, ask_certificate, certificate_pdf, correct_own, decide_claim, hours_desk, my_hours
from .keeping import (
    add_arrival,
    captains_list,
    choose_captain,
    close_list,
    list_worker,
    mark_line,
    remove_guest,
    scan_code,
    sync_list,
)
from .listing import shift_detail, shift_list
from .series import come_every_time, series_detail, stop_coming, take_dates
from .today import check_in, today

__all__ = [
    "accept_offer",
    "add_arrival",
    "answer_ask",
    "approve_ticked",
    "ask_certificate",
    "be_asked",
    "captains_list",
    "certificate_pdf",
    "check_in",
    "choose_captain",
    "close_list",
    "come_every_time",
    "correct_own",
    "decide_claim",
    "decline_offer",
    "event_detail",
    "hours_desk",
    "list_worker",
    "mark_line",
    "my_hours",
    "remove_guest",
    "scan_code",
    "series_detail",
    "shift_detail",
    "shift_list",
    "sign_up",
    "stop_coming",
    "sync_list",
    "take_dates",
    "today",
    "withdraw",
]
