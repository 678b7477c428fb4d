"""The card that goes with a dedication."""

from campaigns.models import Donation
from portal.mail.send import is_written


def card_key(donation: Donation) -> tuple[str, str]:
    """What makes the card of a gift one mail."""
    return "gift_card", str(donation.pk)


def card_has_gone(donation: Donation) -> bool:
    """Whether the card was written; there is never a second one (money.md 36)."""
    return is_written(card_key(donation))
