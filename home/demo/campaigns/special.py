"""Gifts of a particular kind: for the organisation itself, in memory and in honour, from a company, and a slip due tomorrow.

donor@example.org follows two of them: the slip, and the gift in memory of a neighbour.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from campaigns.models import Campaign, Donation, FundraisingPage, GiftTerms
from home.demo.people import People
from portal.payments.models import Payment
from portal.people.models import Person

from .gifts import Rows, Wish, save, write

SLIP_GIVEN_DAYS_AGO = 2
FIRST_DAY = dt.date(2019, 4, 1)


@dataclass(frozen=True)
class Special:
    """A wish, where it goes, and what the model keeps besides."""

    wish: Wish
    campaign: Campaign
    page: FundraisingPage | None
    team: FundraisingPage | None
    more: Mapping[str, object]


def load_standing() -> Campaign:
    """The organisation itself, under the terms of the day."""
    campaign, _ = Campaign.objects.update_or_create(
        kind=Campaign.Kind.STANDING,
        defaults={
            "slug": "our-work",
            "state": Campaign.State.OPEN,
            "name_ja": "団体の活動全体",
            "name_en": "Our work as a whole",
            "lead_ja": "相談、食料、住まい、医療、就労。日本に逃れてきた人びとを支える毎日の活動に、いちばん必要なところから使います。",
            "lead_en": "Counsel, food, shelter, medical care, work: the daily support of people who have fled to Japan, where it is needed most.",
            "opens_on": FIRST_DAY,
            "gift_terms": GiftTerms.objects.latest("valid_from"),
        },
    )
    return campaign


def load_special(
    marathon: Campaign, pages: list[FundraisingPage], teams: dict[int, FundraisingPage], people: People
) -> None:
    """Write what is missing; tomorrow there is a new slip, and the old one has ended."""
    rows, standing = Rows(), load_standing()
    have = set(Donation.objects.filter(nonce__startswith="demo-special").values_list("nonce", flat=True))
    for special in _specials(marathon, standing, pages, teams, people):
        if special.wish.key in have:
            continue
        write(rows, special.wish, special.campaign, special.page, None)
        donation = rows.donations[-1]
        donation.team = special.team.team if special.team else None
        for name, value in special.more.items():
            setattr(donation, name, value)
    _end_tonight(rows.payments)
    save(rows)


def _specials(
    marathon: Campaign,
    standing: Campaign,
    pages: list[FundraisingPage],
    teams: dict[int, FundraisingPage],
    people: People,
) -> list[Special]:
    donor, crowd = people.by_name["donor"], people.crowd
    second, third = pages[2], pages[4]
    approved = Donation.MessageState.APPROVED
    memory = {"tribute": "memory", "tribute_name": "Mrs Hoshino", "message_state": approved, "person": donor}
    honour = {
        "tribute": "honour", "tribute_name": "町のランニングクラブ", "message_state": Donation.MessageState.PENDING,
    }  # fmt: skip
    company = {"company": "青葉製菓株式会社(架空)", "legal_name": "青葉製菓株式会社(架空)", "wants_receipt": True,
               "postcode": "160-0000", "address": "東京都新宿区見本町4-5-6(デモ)"}  # fmt: skip
    slip = f"demo-special-slip-{timezone.localdate().isoformat()}"
    team, its_team = teams[second.pk], teams.get(third.pk)
    return [
        Special(_wish("memory", 9, 10_000, donor), marathon, third, its_team, memory),
        Special(_wish("honour", 4, 5_000, crowd[40]), marathon, second, team, honour),
        Special(_wish("company", 6, 50_000, crowd[41]), marathon, team, team, company),
        Special(_wish("ourselves-1", 12, 10_000, crowd[42]), standing, None, None, {}),
        Special(_wish("ourselves-2", 3, 30_000, crowd[43]), standing, None, None, {}),
        Special(
            _wish(slip, SLIP_GIVEN_DAYS_AGO, 3_000, donor, "konbini"),
            marathon,
            third,
            its_team,
            {"person": donor},
        ),
    ]


def _wish(key: str, days_ago: int, yen: int, person: Person, way: str = "card") -> Wish:
    key = key if key.startswith("demo-") else f"demo-special-{key}"
    at = timezone.now().replace(minute=20, second=0, microsecond=0) - dt.timedelta(days=days_ago)
    return Wish(key=key, at=at, yen=yen, way=way, person=person, nickname=None, message=None, anonymous=False)


def _end_tonight(payments: list[Payment]) -> None:
    """A slip ends at the end of a Tokyo day: here tomorrow."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    ends = dt.datetime.combine(tomorrow, dt.time(23, 59, 59), tzinfo=timezone.get_default_timezone())
    for payment in payments:
        if payment.voucher_expires_at is not None:
            payment.voucher_expires_at = ends
