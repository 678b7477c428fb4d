"""A card to somebody who should know that a gift was given in honour or in memory of a person."""

from campaigns.models import Donation
from campaigns.queries.dedications import card_key
from portal.mail.send import queue
from portal.payments.received import given_jpy


def send_card(donation: Donation) -> None:
    """Write once to the address that the donor gave: when the money is here and staff have read the words.

    Whoever gets the card did not ask for it, so a stranger's words never go out unread; without an address, nothing.
    The card tells neither the amount nor the name of a donor who does not show it (money.md 20, 36).
    """
    read = donation.message_state == Donation.MessageState.APPROVED
    if not (donation.tribute_email and read and donation.payment and given_jpy(donation.payment)):
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
