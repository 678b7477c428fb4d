"""Stripe's well-known test cards (https://docs.stripe.com/testing) and what each of them does."""

import hashlib
from dataclasses import dataclass

from portal.payments.sandbox.tree import Tree, nulls


@dataclass(frozen=True)
class Decline:
    """Why a bank says no; `message` is Stripe's own English sentence."""

    code: str
    decline_code: str
    message: str


GENERIC = Decline("card_declined", "generic_decline", "Your card was declined.")
NO_FUNDS = Decline("card_declined", "insufficient_funds", "Your card has insufficient funds.")
EXPIRED = Decline("expired_card", "expired_card", "Your card has expired.")
BAD_CVC = Decline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")
PROCESSING = Decline(
    "processing_error",
    "processing_error",
    "An error occurred while processing your card. Try again in a little bit.",
)


@dataclass(frozen=True)
class TestCard:
    """`decline` now, `later` at renewals; `secure` asks for 3-D Secure; `refund` is how refunds go."""

    number: str
    brand: str
    does: str  # a key of words.py, shown in the list of test cards
    decline: Decline | None = None
    later: Decline | None = None
    secure: bool = False
    disputed: bool = False
    refund: str = "succeeded"  # succeeded, pending, failed


CARDS = {
    card.number: card
    for card in (
        TestCard("4242424242424242", "visa", "does_pay"),
        TestCard("5555555555554444", "mastercard", "does_pay"),
        TestCard("3566002020360505", "jcb", "does_pay"),
        TestCard("4000003920000003", "visa", "does_pay"),
        TestCard("4000002760003184", "visa", "does_secure", secure=True),
        TestCard("4000000000000341", "visa", "does_fail_later", later=GENERIC),
        TestCard("4000000000009995", "visa", "does_no_funds", decline=NO_FUNDS),
        TestCard("4000000000000002", "visa", "does_decline", decline=GENERIC),
        TestCard("4000000000000069", "visa", "does_expired", decline=EXPIRED),
        TestCard("4000000000000127", "visa", "does_bad_cvc", decline=BAD_CVC),
        TestCard("4000000000000119", "visa", "does_processing", decline=PROCESSING),
        TestCard("4000000000000259", "visa", "does_dispute", disputed=True),
        TestCard("4000000000007726", "visa", "does_refund_late", refund="pending"),
        TestCard("4000000000005126", "visa", "does_refund_fail", refund="failed"),
    )
}


@dataclass(frozen=True)
class Card:
    """A test card as somebody typed it in."""

    number: str
    month: int
    year: int

    @property
    def test(self) -> TestCard:
        return CARDS[self.number]


def passes_luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return bool(digits) and total % 10 == 0


def card_facts(card: Card) -> Tree:
    """What a payment method and a charge both say of a card."""
    return {
        "brand": card.test.brand,
        "checks": {**nulls("address_line1_check address_postal_code_check"), "cvc_check": "pass"},
        "country": "JP",
        "exp_month": card.month,
        "exp_year": card.year,
        "fingerprint": hashlib.sha256(card.number.encode()).hexdigest()[:16],
        "funding": "credit",
        "last4": card.number[-4:],
        "regulated_status": "unregulated",
        "wallet": None,
    }
