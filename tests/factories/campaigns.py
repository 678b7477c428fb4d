"""Campaigns, runners and gifts for tests. Gifts take the real way: the action, then what the provider says."""

import datetime as dt
import itertools
import uuid

from django.utils import timezone

from campaigns.actions import GiftIntent, give
from campaigns.models import (
    Campaign,
    CoursePoint,
    Donation,
    FundraisingPage,
    Gathering,
    GiftTerms,
    Impact,
    MonthlyGift,
    Race,
    Runner,
    RunnerTransition,
    Team,
)
from portal.payments.actions import settle
from portal.payments.facts import RemoteCharge, RemoteDispute, RemotePayment, RemoteRefund
from portal.payments.models import Payment
from tests.factories.people import make_person

_number = itertools.count(1)


def make_terms(**overrides) -> GiftTerms:
    fields = {
        "donee_ja": "ともに協会", "donee_en": "Tomoni Association", "text_ja": "規約です。", "text_en": "The terms.",
        "valid_from": dt.date(2026, 1, 1),
    } | overrides  # fmt: skip
    return GiftTerms.objects.get_or_create(version=fields.pop("version", "v1"), defaults=fields)[0]


def make_campaign(**overrides) -> Campaign:
    """An open appeal around today."""
    n, today = next(_number), timezone.localdate()
    fields = {
        "slug": f"campaign-{n}", "kind": "appeal", "state": "open", "name_ja": f"冬の寄付{n}", "name_en": f"Winter {n}",
        "lead_ja": "力を貸してください。", "lead_en": "Please help.", "goal_jpy": 1_000_000,
        "opens_on": today - dt.timedelta(days=10), "closes_on": today + dt.timedelta(days=60),
    } | overrides  # fmt: skip
    fields.setdefault("gift_terms", make_terms())
    return Campaign.objects.create(**fields)


def make_standing(**overrides) -> Campaign:
    """The organisation itself: always open, without goal or end."""
    fields = {
        "slug": "our-work", "kind": "standing", "name_ja": "団体の活動全体", "name_en": "Our work as a whole",
        "goal_jpy": 0, "closes_on": None,
    } | overrides  # fmt: skip
    return make_campaign(**fields)


def make_race(**overrides) -> Race:
    """A race campaign that takes applications, with three places on its course; `campaign` may be given."""
    n, today = next(_number), timezone.localdate()
    campaign = overrides.pop("campaign", None) or make_campaign(
        kind="race", name_ja=f"マラソン{n}", name_en=f"Marathon {n}"
    )
    fields = {
        "date": today + dt.timedelta(days=50), "starts_at": dt.time(9, 10), "limit_minutes": 420,
        "minimum_pledge_jpy": 100_000, "places": 40, "apply_from": today - dt.timedelta(days=5),
        "apply_until": today + dt.timedelta(days=5), "selection_rule_ja": "金額の順", "selection_rule_en": "By amount",
        "source": "test", "is_provisional": False,
    } | overrides  # fmt: skip
    race = Race.objects.create(campaign=campaign, **fields)
    for km, label, cheering in (("0", "新宿", False), ("39", "応援団", True), ("42.195", "丸の内", False)):
        CoursePoint.objects.create(
            race=race, km=km, label_ja=label, label_en=label, source_year=2025, is_cheering=cheering
        )
    return race


def make_runner(**overrides) -> Runner:
    """A runner whose place is confirmed."""
    race = overrides.pop("race", None) or make_race()
    fields = {
        "race": race, "person": overrides.pop("person", None) or make_person(), "state": "place_confirmed",
        "statement": "走りたい", "pledge_jpy": 100_000, "shirt": "M",
    } | overrides  # fmt: skip
    runner = Runner.objects.create(**fields)
    RunnerTransition.objects.create(runner=runner, to_state=runner.state)
    return runner


def make_page(**overrides) -> FundraisingPage:
    """A live page of a runner."""
    n = next(_number)
    race = overrides.pop("race", None)
    if "team" not in overrides and not overrides.get("runner"):
        overrides["runner"] = make_runner(**({"race": race} if race else {}))
    fields = {
        "campaign": overrides.get("campaign") or overrides["runner"].race.campaign, "slug": f"runner-{n}", "state": "live",
        "name_ja": f"走 る子{n}", "name_en": f"Runner {n}", "title_ja": "走ります", "title_en": "I run",
        "story_ja": "物語です。", "story_en": "A story.", "target_jpy": 100_000, "avatar_seed": f"seed-{n}",
        "live_since": timezone.now(),
    } | overrides  # fmt: skip
    return FundraisingPage.objects.create(**fields)


def make_team(**overrides) -> Team:
    """A team without members, with a live page; `race` may be given."""
    n = next(_number)
    race = overrides.pop("race", None) or make_race()
    page = overrides.pop("page", {})
    team = Team.objects.create(
        **({"campaign": race.campaign, "name_ja": f"走る会{n}", "name_en": f"Team {n}"} | overrides)
    )
    fields = {
        "team": team, "runner": None, "campaign": team.campaign, "slug": f"team-{n}", "name_ja": team.name_ja,
        "name_en": team.name_en, "title_ja": "いっしょに走ります", "title_en": "We run", "target_jpy": 500_000,
    } | page  # fmt: skip
    make_page(**fields)
    return team


def make_gathering(**overrides) -> Gathering:
    start = timezone.now() + dt.timedelta(days=7)
    fields = {
        "kind": "practice", "title_ja": "練習会", "title_en": "Practice run", "starts_at": start,
        "ends_at": start + dt.timedelta(hours=2), "capacity": 10,
    } | overrides  # fmt: skip
    if "campaign" not in fields:
        fields["campaign"] = make_race().campaign
    return Gathering.objects.create(**fields)


def make_impacts() -> None:
    for yen, text in ((3000, "食事9食分"), (5000, "食事15食分"), (10_000, "通訳2回分"), (30_000, "10泊")):
        Impact.objects.create(amount_jpy=yen, text_ja=text, text_en=f"{yen} does this")


def make_intent(**overrides) -> GiftIntent:
    n = next(_number)
    fields = {
        "gift_jpy": 5000, "cover_fee": False, "donor_name": f"寄付 者{n}", "email": f"donor{n}@example.org",
        "display_name": "", "show_name": True, "show_amount": True, "visibility": "public", "message": "",
        "wants_receipt": False, "legal_name": "", "postcode": "", "address": "", "language": "ja", "terms_version": "v1",
    } | overrides  # fmt: skip
    return GiftIntent(**fields)


def make_donation(*, to: Campaign | FundraisingPage | None = None, nonce: str = "", by=None, **intent) -> Donation:
    """A gift whose payment is open: nothing has been paid."""
    to = to or make_campaign()
    page = to if isinstance(to, FundraisingPage) else None
    campaign = page.campaign if page else to
    return give(campaign=campaign, page=page, intent=make_intent(**intent), nonce=nonce or f"n{next(_number)}", by=by)


def make_gift(*, to: Campaign | FundraisingPage | None = None, message_state: str = "", **intent) -> Donation:
    """A gift that is paid."""
    donation = make_donation(to=to, **intent)
    pay(donation)
    if message_state:
        Donation.objects.filter(pk=donation.pk).update(message_state=message_state)
    donation.refresh_from_db()
    return donation


def pay(donation: Donation, *, refunded: tuple[int, ...] = (), disputes: tuple[RemoteDispute, ...] = ()) -> Payment:
    """The provider says: paid by card, these amounts given back, these disputes."""
    now, key = timezone.now(), donation.payment.pk.hex
    refunds = tuple(
        RemoteRefund(id=f"re_{key}_{number}", amount_jpy=yen, status="succeeded", created=now)
        for number, yen in enumerate(refunded)
    )
    charge = RemoteCharge(
        id=f"ch_{key}", amount_jpy=donation.amount_jpy, currency="jpy", livemode=False, created=now, method="card",
        succeeded=True, refunds=refunds, disputes=disputes,
    )  # fmt: skip
    return settle(donation.payment.pk, remote=_remote(donation, payment_status="paid", charge=charge), cause="test")


def promise(donation: Donation) -> Payment:
    """The provider says: a konbini slip waits."""
    remote = _remote(
        donation,
        payment_status="unpaid",
        voucher_url="https://pay.example/slip",
        voucher_expires_at=timezone.now() + dt.timedelta(days=3),
    )
    return settle(donation.payment.pk, remote=remote, cause="test")


def lapse(donation: Donation) -> Payment:
    """The provider says: the checkout has ended without money."""
    return settle(
        donation.payment.pk, remote=_remote(donation, payment_status="unpaid", session_status="expired"), cause="test"
    )


def _remote(donation: Donation, **facts) -> RemotePayment:
    same = {"amount_jpy": donation.amount_jpy, "currency": "jpy", "livemode": False, "session": f"cs_{donation.pk.hex}"}
    return RemotePayment(**same, **facts)


def make_monthly(*, to: Campaign | FundraisingPage | None = None, by=None, **intent) -> MonthlyGift:
    """A monthly gift whose first month is paid, and whose plan runs."""
    first = make_donation(to=to, by=by, monthly=True, **intent)
    pay(first)
    plan = first.payment.plan
    plan.status, plan.stripe_subscription, plan.stripe_customer = "active", f"sub_{plan.pk.hex}", f"cus_{plan.pk.hex}"
    plan.next_payment_at = timezone.now() + dt.timedelta(days=30)
    plan.save()
    return MonthlyGift.objects.get(plan=plan)


def pay_month(monthly: MonthlyGift, *, number: int = 1, refunds: tuple[RemoteRefund, ...] = ()) -> Donation:
    """The provider says: another month was paid, and perhaps given back already."""
    plan, first = monthly.plan, monthly.first.payment
    payment = Payment.objects.create(
        nonce=f"invoice-{plan.pk.hex}-{number}", plan=plan, purpose=plan.purpose, reference=uuid.uuid5(plan.pk, str(number)),
        amount_jpy=plan.amount_jpy, gift_jpy=plan.gift_jpy, livemode=plan.livemode, payer_name=first.payer_name,
        payer_email=first.payer_email, language=first.language, description=first.description,
        stripe_invoice=f"in_{plan.pk.hex}_{number}",
    )  # fmt: skip
    now = timezone.now()
    charge = RemoteCharge(
        id=f"ch_{payment.pk.hex}", amount_jpy=payment.amount_jpy, currency="jpy", livemode=False, created=now,
        method="card", succeeded=True, refunds=refunds,
    )  # fmt: skip
    remote = RemotePayment(
        amount_jpy=payment.amount_jpy, currency="jpy", livemode=False, payment_status="paid", charge=charge
    )
    settle(payment.pk, remote=remote, cause="test")
    return Donation.objects.get(pk=payment.reference)
