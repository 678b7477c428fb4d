"""Pages of the volunteers domain."""

from .acting import accept_offer, decline_offer, sign_up, withdraw
from .listing import shift_detail, shift_list

__all__ = ["accept_offer", "decline_offer", "shift_detail", "shift_list", "sign_up", "withdraw"]
