"""Offline gifts and sponsors' promises for tests."""

import datetime as dt
import itertools

from django.core.files.base import ContentFile
from django.utils import timezone

from campaigns.actions import Evidence, OfflineEntry, confirm_offline_gift, enter_offline_gift
from campaigns.models import Donation, FundraisingPage, MatchPledge, OfflineGift
from tests.factories.campaigns import make_campaign
from tests.factories.people import make_person

_number = itertools.count(1)


def make_entry(*, to=None, **overrides) -> OfflineEntry:
    to = to or make_campaign()
    page = to if isinstance(to, FundraisingPage) else None
    fields = {
        "campaign": page.campaign if page else to, "page": page, "way": "transfer", "amount_jpy": 30_000,
        "received_on": timezone.localdate() - dt.timedelta(days=3), "donor_name": "見本 太郎",
        "company": "", "email": "office@example.org", "language": "ja", "display_name": "", "show_name": False, "wants_receipt": False,
        "legal_name": "", "postcode": "", "address": "", "bank_reference": "11/20 ミホン(カ", "note": "",
    } | overrides  # fmt: skip
    return OfflineEntry(**fields)


def make_offline(*, by=None, evidence: bytes = b"", **overrides) -> OfflineGift:
    """An entry that waits for a second person."""
    paper = Evidence(ContentFile(evidence, name="paper.png"), "image/png") if evidence else None
    return enter_offline_gift(
        entry=make_entry(**overrides), evidence=paper, nonce=f"offline-{next(_number)}", by=by or make_person()
    )


def make_confirmed(**overrides) -> Donation:
    """An offline gift that is in the books."""
    return confirm_offline_gift(gift=make_offline(**overrides), by=make_person())


def make_pledge(**overrides) -> MatchPledge:
    """A sponsor who doubles every gift of this month, up to ¥100,000."""
    today = timezone.localdate()
    fields = {
        "sponsor_ja": "見本商事", "sponsor_en": "Mihon Trading", "may_be_named": True, "agreement": "2026-11-01",
        "ratio_percent": 100, "cap_jpy": 100_000, "starts_on": today - dt.timedelta(days=10),
        "ends_on": today + dt.timedelta(days=20),
    } | overrides  # fmt: skip
    fields.setdefault("campaign", None)
    fields["campaign"] = fields["campaign"] or make_campaign()
    return MatchPledge.objects.create(**fields)
