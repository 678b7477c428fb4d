"""Sixty days of gifts. Every past day draws its own gifts from its date, so a later run only adds the new days.

Rows are written in bulk, but they are the rows that the payments' own actions write: a payment with its steps, a ledger
line for what came in and one for the fee, and a donation that points to it. Totals are sums over them like any others.
"""

import datetime as dt
import itertools
import random
import uuid
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Donation, FundraisingPage, donor_key
from home.demo.people import People
from portal.payments.actions.steps import lock, move
from portal.payments.gateway import livemode
from portal.payments.models import LedgerEntry, Payment, PaymentTransition
from portal.people.models import Person

from .words import MESSAGES, NICKNAMES, OWN_GIFTS, TO_AN_APPEAL

DAYS = 60
AMOUNTS = [3000] * 8 + [5000] * 8 + [10_000] * 4 + [1000] * 4 + [2000] * 3 + [4219, 1500, 500, 15_000, 30_000, 20_000]
SPACE = uuid.UUID("b0d3c1f4-2f8e-4c39-9d62-6a5f0a2a2027")
VOUCHER_DAYS = 3
State = Payment.State
Kind = LedgerEntry.Kind


@dataclass
class Rows:
    """What one run writes."""

    donations: list[Donation] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    steps: list[PaymentTransition] = field(default_factory=list)
    ledger: list[LedgerEntry] = field(default_factory=list)


@dataclass(frozen=True)
class Wish:
    """One gift to be: `way` is card, konbini (still to be paid), offline, or matched (a card gift that a sponsor doubled)."""

    key: str
    at: dt.datetime
    yen: int
    way: str
    person: Person
    nickname: tuple[str, str] | None
    message: tuple[str, str] | None
    anonymous: bool
    visibility: str = "public"


@transaction.atomic
def load_gifts(
    marathon: Campaign,
    winter: Campaign,
    pages: list[FundraisingPage],
    teams: dict[int, FundraisingPage],
    people: People,
    today: dt.date,
) -> int:
    """Write the gifts that are missing and let old slips lapse; returns how many gifts there are."""
    _lapse()
    rows, have = Rows(), set(Donation.objects.filter(nonce__startswith="demo-").values_list("nonce", flat=True))
    others = pages[1:]
    weights = [1 / (place + 2) ** 0.55 for place in range(len(others))]
    for ago in range(DAYS, -1, -1):
        day = today - dt.timedelta(days=ago)
        for wish, draw in _wishes_of(day, ago, people):
            page = None if draw < 0.14 else random.Random(wish.key).choices(others, weights)[0]  # noqa: S311
            if wish.key in have or wish.at > timezone.now():
                continue
            if page is None:
                write(rows, _to_an_appeal(wish), winter, None)
            else:
                write(rows, wish, marathon, page, teams.get(page.pk))
    if not Donation.objects.filter(page=pages[0]).exists():
        for wish in _own(people, today):
            write(rows, wish, marathon, pages[0], teams.get(pages[0].pk))
    save(rows)
    return Donation.objects.count()


def save(rows: Rows) -> None:
    """Everything in one go, what others point to first."""
    Payment.objects.bulk_create(rows.payments)
    PaymentTransition.objects.bulk_create(rows.steps)
    LedgerEntry.objects.bulk_create(rows.ledger)
    Donation.objects.bulk_create(rows.donations)


def _wishes_of(day: dt.date, ago: int, people: People) -> list[tuple[Wish, float]]:
    draw = random.Random(f"gifts {day.isoformat()}")  # noqa: S311  # a demonstration, not a secret
    wishes = []
    for number in range(draw.randint(5, 8)):
        at = _at(day, draw.randint(7, 22), draw.randint(0, 59))
        way = draw.choices(["card", "offline", "matched", "konbini"], [86, 5, 6, 3 if ago > 2 else 60])[0]
        if way == "konbini" and ago > 2:
            way = "card"
        says = draw.random()
        wish = Wish(
            key=f"demo-{day.isoformat()}-{number}",
            at=at,
            yen=draw.choice(AMOUNTS),
            way=way,
            person=draw.choice(people.crowd),
            nickname=draw.choice(NICKNAMES) if draw.random() < 0.25 else None,
            message=draw.choice(MESSAGES) if says < 0.6 else None,
            anonymous=draw.random() < 0.15,
            visibility=draw.choices(["public", "runner", "staff"], [92, 6, 2])[0],
        )
        wishes.append((wish, draw.random()))
    return wishes


def _to_an_appeal(wish: Wish) -> Wish:
    """Nobody runs for an appeal, so nobody is cheered."""
    words = TO_AN_APPEAL[int(hash_share(wish.key) * len(TO_AN_APPEAL))] if wish.message else None
    return replace(wish, nickname=None, message=words)


def _own(people: People, today: dt.date) -> list[Wish]:
    """The gifts to the page of runner@example.org, as they were told."""
    return [
        Wish(
            key=f"demo-own-{number}",
            at=min(_at(today - dt.timedelta(days=ago), 8 + number % 12, number), timezone.now()),
            yen=yen,
            way=way,
            person=people.crowd[20 + number],
            nickname=None if name is None else NICKNAMES[name],
            message=None if message is None else MESSAGES[message],
            anonymous=name is None,
        )
        for number, (ago, yen, way, name, message) in enumerate(OWN_GIFTS)
    ]


def _at(day: dt.date, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=timezone.get_default_timezone())


def write(
    rows: Rows,
    wish: Wish,
    campaign: Campaign,
    page: FundraisingPage | None,
    team: FundraisingPage | None = None,
) -> None:
    """One gift with its payment, steps and ledger lines; of a team's members' gifts, every fourth goes to the team."""
    if team is not None and not wish.key.startswith("demo-own") and hash_share(f"team {wish.key}") < 0.25:
        page = team
    payment = _payment(wish, campaign, page)
    rows.payments.append(payment)
    rows.steps += _steps(payment, wish)
    rows.ledger += _ledger(payment, wish)
    rows.donations.append(_donation(wish, campaign, page, payment))
    rows.donations[-1].team = team.team if team else None


def _payment(wish: Wish, campaign: Campaign, page: FundraisingPage | None) -> Payment:
    promised = wish.way == "konbini"
    methods = {"konbini": Payment.Method.KONBINI, "offline": Payment.Method.OFFLINE}
    return Payment(
        id=uuid.uuid5(SPACE, f"payment {wish.key}"),
        purpose="donation",
        reference=uuid.uuid5(SPACE, wish.key),
        nonce=wish.key,
        amount_jpy=wish.yen,
        gift_jpy=wish.yen,
        livemode=livemode(),
        state=State.PROCESSING if promised else State.PAID,
        method=methods.get(wish.way, Payment.Method.CARD),
        payer_name=wish.person.display_name,
        payer_email=wish.person.email,
        language=wish.person.language,
        description=page.name if page else campaign.name,
        created_at=wish.at,
        paid_at=None if promised else wish.at,
        voucher_expires_at=wish.at + dt.timedelta(days=VOUCHER_DAYS) if promised else None,
    )


def _steps(payment: Payment, wish: Wish) -> list[PaymentTransition]:
    way: list[str] = [State.CREATED, State.OPEN, State(payment.state)]
    if wish.way == "offline":
        way.remove(State.OPEN)
    return [
        PaymentTransition(payment=payment, from_state=before, to_state=after, cause="demonstration", at=wish.at)
        for before, after in itertools.pairwise(way)
    ]


def _ledger(payment: Payment, wish: Wish) -> list[LedgerEntry]:
    if wish.way == "konbini":
        return []
    came = LedgerEntry(
        payment=payment,
        kind=Kind.OFFLINE if wish.way == "offline" else Kind.CHARGE,
        amount_jpy=wish.yen,
        gift_jpy=wish.yen,
        occurred_at=wish.at,
        source_id=wish.key,
    )
    if wish.way == "offline":
        return [came]
    fee = -(wish.yen * 36 // 1000)
    lines = [came, _line(payment, Kind.FEE, wish, fee, 0)]
    return [*lines, _line(payment, Kind.MATCH, wish, wish.yen, wish.yen)] if wish.way == "matched" else lines


def _line(payment: Payment, kind: str, wish: Wish, yen: int, gift: int) -> LedgerEntry:
    return LedgerEntry(
        payment=payment, kind=kind, amount_jpy=yen, gift_jpy=gift, occurred_at=wish.at, source_id=f"{wish.key}-{kind}"
    )


def _donation(wish: Wish, campaign: Campaign, page: FundraisingPage | None, payment: Payment) -> Donation:
    english = wish.person.language == "en"
    message = (wish.message[english] if wish.message else "") or ""
    return Donation(
        id=payment.reference,
        campaign=campaign,
        page=page,
        payment=payment,
        nonce=wish.key,
        amount_jpy=wish.yen,
        gift_jpy=wish.yen,
        donor_name=wish.person.display_name,
        email=wish.person.email,
        donor_key=donor_key(wish.person.email),
        language=wish.person.language,
        display_name=wish.nickname[english] if wish.nickname else "",
        show_name=not wish.anonymous,
        show_amount=hash_share(wish.key) > 0.06,
        visibility=wish.visibility,
        message=message,
        message_state=_message_state(wish, message),
        terms_version=campaign.gift_terms.version,
        terms_accepted_at=wish.at,
        created_at=wish.at,
    )


def _message_state(wish: Wish, message: str) -> str:
    """What came in the last two days waits for a reader, except on the page that is told gift by gift."""
    if not message:
        return Donation.MessageState.NONE
    fresh = timezone.now() - wish.at < dt.timedelta(days=2) and not wish.key.startswith("demo-own")
    return Donation.MessageState.PENDING if fresh else Donation.MessageState.APPROVED


def hash_share(key: str) -> float:
    """A number from 0 to 1 that is always the same for the same key."""
    return random.Random(f"share {key}").random()  # noqa: S311  # a demonstration, not a secret


def _lapse() -> None:
    """Slips that nobody paid in time end, as they do at the provider."""
    slips = Payment.objects.filter(
        state=State.PROCESSING, nonce__startswith="demo-", voucher_expires_at__lt=timezone.now()
    )
    for payment in slips:
        move(lock(payment.pk), State.EXPIRED, cause="demonstration: the slip lapsed")
