"""Receipts of the demonstration: who issues them, two for donor@example.org, some for others, and some still due."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from campaigns.actions import (
    ReceiptDetails,
    ask_for_correction,
    issue_annual_statement,
    issue_receipt,
    void_and_replace,
)
from campaigns.models import Campaign, Donation
from home.demo.people import People
from home.demo.texts import ORGANISATION
from portal.payments.models import Certification, IssuerDetails, Receipt, ReceiptIssuer, ReceivedDatePolicy
from portal.people.models import Person

from .gifts import Rows, Wish, save, write

FIRST_CERTIFICATION = 2019
YEARS = 5
REPLACED = 3  # of last year's series: one receipt shows what a correction looks like
TO_CORRECT = 5  # another one waits for the office: its donor has moved
MOVED = {"ja": "東京都新宿区見本町4-5-6(デモ)", "en": "4-5-6 Mihoncho, Shinjuku-ku, Tokyo (demonstration)"}
ADDRESS = {"ja": "東京都新宿区見本町1-2-3(デモ)", "en": "1-2-3 Mihoncho, Shinjuku-ku, Tokyo (demonstration)"}


@dataclass(frozen=True)
class Giver:
    """A donor and the days (month, day) of their gifts, in yen; `due` leaves the receipt to January's batch."""

    person: Person
    year: int
    gifts: tuple[tuple[int, int, int], ...]
    due: bool = False


@transaction.atomic
def load_receipts(winter: Campaign, people: People, today: dt.date) -> int:
    """Gifts that ask for a receipt, and the receipts of last year; returns how many receipts there are."""
    load_issuer(today)
    for giver in _givers(people, today):
        if donations := _give(giver, winter):
            _issue(giver, donations, people.by_name["fundraiser"])
    return Receipt.objects.count()


def load_issuer(today: dt.date) -> ReceiptIssuer:
    """The organisation of the demonstration, certified for five years again and again until after `today`."""
    issuer, _made = ReceiptIssuer.objects.get_or_create(slug="tomoni")
    names = {f"{word}_{code}": ORGANISATION[f"{word}_{code}"] for word in ("name", "address") for code in ("ja", "en")}
    chief = {f"representative_{code}": ORGANISATION[f"responsible_{code}"] for code in ("ja", "en")}
    IssuerDetails.objects.get_or_create(
        issuer=issuer, valid_from=dt.date(FIRST_CERTIFICATION, 1, 1), defaults={**names, **chief}
    )
    for year in range(FIRST_CERTIFICATION, today.year + 1, YEARS):
        Certification.objects.get_or_create(
            issuer=issuer,
            valid_from=dt.date(year, 4, 1),
            defaults={
                "number": ORGANISATION["certification_number"],
                "certified_on": dt.date(year, 4, 1),
                "valid_until": dt.date(year + YEARS, 3, 31),
                "certifier_ja": ORGANISATION["certifier_ja"],
                "certifier_en": ORGANISATION["certifier_en"],
            },
        )
    ReceivedDatePolicy.objects.get_or_create(
        issuer=issuer, valid_from=ReceivedDatePolicy.EARLIEST_PAYMENT, defaults={"rule": "payment"}
    )
    return issuer


def _givers(people: People, today: dt.date) -> list[Giver]:
    last, donor = today.year - 1, people.by_name["donor"]
    others = [
        Giver(person, last, ((11, 3 + place, 5000 + 1000 * place),)) for place, person in enumerate(people.crowd[60:65])
    ]
    waiting = [
        Giver(person, today.year, ((1, 5 + place, 10_000),), due=True)
        for place, person in enumerate(people.crowd[65:69])
    ]
    own = [
        Giver(donor, last, ((3, 10, 5000), (7, 10, 5000), (12, 24, 20_000))),
        Giver(donor, today.year, ((1, 2, 10_000),)),
    ]
    return [*own, *others, *waiting]


def _give(giver: Giver, campaign: Campaign) -> list[Donation]:
    """The gifts that are not there yet; nothing where their day has not come."""
    rows, person = Rows(), giver.person
    for month, day, yen in giver.gifts:
        key = f"demo-receipt-{giver.year}-{person.pk}-{month}-{day}"
        at = dt.datetime(giver.year, month, day, 12, 0, tzinfo=timezone.get_default_timezone())
        if at > timezone.now() or Donation.objects.filter(nonce=key).exists():
            return []
        write(rows, Wish(key, at, yen, "card", person, None, None, anonymous=False), campaign, None)
    for donation in rows.donations:
        donation.person, donation.wants_receipt = person, True
        donation.legal_name = person.latin_name if person.language == "en" else person.display_name
        donation.postcode, donation.address = "160-0000", ADDRESS[person.language]
    save(rows)
    return rows.donations


def _issue(giver: Giver, donations: list[Donation], staff: Person) -> None:
    if giver.due:
        return
    if len(donations) > 1:
        issue_annual_statement(donations=donations, by=staff)
        return
    receipt = issue_receipt(donation=donations[0], by=staff)
    if receipt.number == REPLACED:
        void_and_replace(receipt=receipt, reason="ご住所の訂正", by=staff)
    if receipt.number == TO_CORRECT:
        moved = ReceiptDetails(legal_name=receipt.donor_name, postcode="160-0000", address=MOVED[receipt.language])
        ask_for_correction(receipt=receipt, details=moved)
