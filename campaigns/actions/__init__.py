"""What people intend in the campaigns domain: one function an intention, one idea a file."""

from .claiming import claim_gifts
from .gathering import answer_gathering, date_changed
from .giving import GiftIntent, begin_checkout, fee_cover, give, send_code
from .matching import follow_ledger
from .moderating import accept_text, approve_message, reject_message, send_back_text
from .monthly import note_plan
from .offline import (
    Evidence,
    OfflineEntry,
    confirm_offline_gift,
    enter_offline_gift,
    reject_offline_gift,
    reverse_offline_gift,
)
from .paging import close_page, open_page, pause_page, propose_text, resume_page, set_target
from .reassigning import reassign_gift
from .receipt_batch import issue_receipts_of_year, start_receipts_of_year
from .receipt_details import (
    ReceiptDetails,
    ask_for_correction,
    correct_receipt_details,
    give_receipt_details,
    keep_receipt,
)
from .receipts import (
    issue_annual_statement,
    issue_receipt,
    reissue,
    replace_cancelled,
    void_and_replace,
    void_receipt,
)
from .refusals import AlreadyGiven
from .reminding import remind_of_slips
from .returning import note_refund
from .running import apply_to_run, move_runner, plan_race_day
from .settling import settle_donation, write_again
from .showing import Dedication, blank_dedication, change_what_is_shown
from .teaming import form_team, join_team, leave_team, make_captain, move_to_team

__all__ = [
    "AlreadyGiven",
    "Dedication",
    "Evidence",
    "GiftIntent",
    "OfflineEntry",
    "ReceiptDetails",
    "accept_text",
    "answer_gathering",
    "apply_to_run",
    "approve_message",
    "ask_for_correction",
    "begin_checkout",
    "blank_dedication",
    "change_what_is_shown",
    "claim_gifts",
    "close_page",
    "confirm_offline_gift",
    "correct_receipt_details",
    "date_changed",
    "enter_offline_gift",
    "fee_cover",
    "follow_ledger",
    "form_team",
    "give",
    "give_receipt_details",
    "issue_annual_statement",
    "issue_receipt",
    "issue_receipts_of_year",
    "join_team",
    "keep_receipt",
    "leave_team",
    "make_captain",
    "move_runner",
    "move_to_team",
    "note_plan",
    "note_refund",
    "open_page",
    "pause_page",
    "plan_race_day",
    "propose_text",
    "reassign_gift",
    "reissue",
    "reject_message",
    "reject_offline_gift",
    "remind_of_slips",
    "replace_cancelled",
    "resume_page",
    "reverse_offline_gift",
    "send_back_text",
    "send_code",
    "set_target",
    "settle_donation",
    "start_receipts_of_year",
    "void_and_replace",
    "void_receipt",
    "write_again",
]
