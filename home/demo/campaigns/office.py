"""What fundraisers have on their desk: cash that waits for a second person and cash that is in the books, two sponsors, a
gift that was moved. Everything takes the actions' own way."""

import datetime as dt
import math
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from campaigns.actions import (
    Evidence,
    OfflineEntry,
    confirm_offline_gift,
    enter_offline_gift,
    reassign_gift,
)
from campaigns.models import Campaign, Donation, FundraisingPage, Match, MatchPledge, OfflineGift, Reassignment
from campaigns.queries.matching import used_jpy
from home.demo.people import People
from portal.documents.render import render_pdf
from portal.payments.models import LedgerEntry, Payment

A_STEP = 100_000  # caps are round sums
SPONSORS = (
    ("株式会社みほん製作所(デモ)", "Mihon Works (demonstration)", True),
    ("匿名の支援者(デモ)", "A supporter who stays unnamed (demonstration)", False),
)


def load_office(marathon: Campaign, winter: Campaign, pages: list[FundraisingPage], people: People) -> None:
    """What is missing; on a later day the pledges go along with the gifts that they doubled."""
    for campaign, sponsor in zip((marathon, winter), SPONSORS, strict=True):
        _pledge(campaign, *sponsor)
    _offline(marathon, winter, pages, people)
    if not Reassignment.objects.exists():
        _move(pages, people)


def _pledge(campaign: Campaign, sponsor_ja: str, sponsor_en: str, named: bool) -> None:
    """Half used: it stands behind the gifts that the demonstration doubled."""
    today = timezone.localdate()
    pledge, _made = MatchPledge.objects.get_or_create(
        campaign=campaign,
        sponsor_ja=sponsor_ja,
        defaults={
            "sponsor_en": sponsor_en,
            "may_be_named": named,
            "agreement": "覚書(デモ)",
            "cap_jpy": A_STEP,
            "starts_on": today - dt.timedelta(days=60),
            "ends_on": today + dt.timedelta(days=60),
        },
    )
    doubled = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.MATCH, payment__donation__campaign=campaign)
    for line in doubled.filter(payment__match=None):
        Match.objects.create(pledge=pledge, payment=line.payment, promised_jpy=line.amount_jpy)
    pledge.cap_jpy = max(pledge.cap_jpy, math.ceil(used_jpy(pledge) * 2 / A_STEP) * A_STEP)
    pledge.ends_on = max(pledge.ends_on, today + dt.timedelta(days=30))
    pledge.save(update_fields=["cap_jpy", "ends_on"])


def _offline(marathon: Campaign, winter: Campaign, pages: list[FundraisingPage], people: People) -> None:
    fundraiser, chief = people.by_name["fundraiser"], people.by_name["admin"]
    _enter(
        "waits", by=chief, campaign=marathon, page=pages[3], way="cash", amount_jpy=24_000, donor_name="みほん町内会 会計係",
        company="みほん町内会", note="壮行会の募金箱。2人で数えました。", paper="募金箱の集計票",
    )  # fmt: skip
    _enter(
        "own", by=fundraiser, campaign=winter, page=None, way="postal", amount_jpy=10_000, donor_name="見本 トメ",
        bank_reference="払込取扱票 ミホン トメ",
    )  # fmt: skip
    done = _enter(
        "done", by=fundraiser, campaign=winter, page=None, way="transfer", amount_jpy=100_000, donor_name="見本 正",
        company="みほん商店", bank_reference="振込 ミホンシヨウテン", wants_receipt=True, legal_name="みほん商店",
        postcode="160-0000", address="東京都新宿区見本町1-2-3(デモ)", show_name=True,
    )  # fmt: skip
    if done.is_waiting:
        confirm_offline_gift(gift=done, by=chief)


def _enter(name: str, *, by: Any, paper: str = "", **facts: Any) -> OfflineGift:
    """An entry of two days ago, or the one that is there."""
    there = OfflineGift.objects.filter(nonce=f"demo-offline-{name}").first()
    if there is not None:
        return there
    same: dict[str, Any] = {
        "received_on": timezone.localdate() - dt.timedelta(days=2), "email": "", "language": "ja", "display_name": "",
        "show_name": False, "wants_receipt": False, "legal_name": "", "postcode": "", "address": "",
        "bank_reference": "", "note": "", "company": "",
    }  # fmt: skip
    evidence = (
        Evidence(ContentFile(_paper(paper, facts["amount_jpy"]), "paper.pdf"), "application/pdf") if paper else None
    )
    entry = OfflineEntry(**same | facts)
    return enter_offline_gift(entry=entry, evidence=evidence, nonce=f"demo-offline-{name}", by=by)


def _paper(title: str, yen: int) -> bytes:
    words = [f"合計 {yen:,}円", "数えた人：2名(デモ)"]
    return render_pdf("page", {"title": title, "language": "ja", "paragraphs": words})


def _move(pages: list[FundraisingPage], people: People) -> None:
    """A donor chose the wrong runner and telephoned."""
    wrong, right = pages[4], pages[5]
    gifts = Donation.objects.filter(page=wrong, payment__state=Payment.State.PAID, payment__refunds=None)
    gift = gifts.filter(payment__disputes=None).order_by("created_at", "pk").first()
    if gift is not None:
        reassign_gift(
            donation=gift, campaign=right.campaign, page=right, reason="電話でのご依頼：走者のお名前を間違えたとのこと",
            tell_donor=True, by=people.by_name["fundraiser"],
        )  # fmt: skip
