"""Pages of the volunteers domain."""

from .acting import accept_offer, decline_offer, sign_up, withdraw
from .asked import answer_ask, be_asked
from .listing import shift_detail, shift_list
from .series import come_every_time, series_detail, stop_coming, take_dates

__all__ = [
    "accept_offer",
    "answer_ask",
    "be_asked",
    "come_every_time",
    "decline_offer",
    "series_detail",
    "shift_detail",
    "shift_list",
    "sign_up",
    "stop_coming",
    "take_dates",
    "withdraw",
]
