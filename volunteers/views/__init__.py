"""Pages of the volunteers domain."""

from .acting import accept_offer, decline_offer, sign_up, withdraw
from .listing import shift_detail, shift_list
from .series import come_every_time, series_detail, stop_coming, take_dates

__all__ = [
    "accept_offer",
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
