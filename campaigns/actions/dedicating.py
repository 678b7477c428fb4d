"""A card to somebody who should know that a gift was given in honour or in memory of a person."""

from campaigns.models import Donation
from campaigns.queries.dedications import card_key
from portal.mail.send import queue


def send_card(donation: Donation) -> None:
    """Write once to the address that the donor gave, when the money is here; without it, nothing.

    The card tells neither the amount nor the name of a donor who does not show it (money.md 20, 36).
    """
    if not donation.tribute_email:
        return
    queue(
        template="gift_card",
        to=donation.tribute_email,
        language=donation.language,
        context={
            "tribute": donation.tribute,
            "name": donation.tribute_name,
            "donor": donation.shown_name,
            "words": donation.tribute_words,
            "campaign": donation.campaign,
            "page": donation.page,
        },
        key=card_key(donation),
    )
