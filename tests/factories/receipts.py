"""An organisation that may issue receipts, and gifts that want one."""

import datetime as dt
from zoneinfo import ZoneInfo

from campaigns.models import Donation
from portal.payments.models import Certification, IssuerDetails, Payment, ReceiptIssuer, ReceivedDatePolicy
from tests.factories.campaigns import make_gift

TOKYO = ZoneInfo("Asia/Tokyo")


def make_issuer(*, rule: str = "payment", certified: tuple[str, str] = ("2020-01-01", "2040-12-31")) -> ReceiptIssuer:
    """Certified for twenty years, card gifts received by `rule` since 2023-12-22."""
    issuer = ReceiptIssuer.objects.create(slug="tomoni")
    IssuerDetails.objects.create(
        issuer=issuer, valid_from="2010-01-01", name_ja="特定非営利活動法人ともに", name_en="Tomoni NPO",
        address_ja="東京都新宿区見本町1-2-3", address_en="1-2-3 Mihoncho, Tokyo", representative_ja="菅原 友子",
        representative_en="Tomoko Sugawara",
    )  # fmt: skip
    Certification.objects.create(
        issuer=issuer, number="00生都地特第0000号", certified_on=certified[0], valid_from=certified[0],
        valid_until=certified[1], certifier_ja="東京都", certifier_en="Tokyo Metropolitan Government",
    )  # fmt: skip
    ReceivedDatePolicy.objects.create(issuer=issuer, valid_from="2023-12-22", rule=rule)
    return issuer


def make_wish(*, paid_at: dt.datetime | None = None, **overrides) -> Donation:
    """A paid gift whose donor wants a receipt and said who they are; `paid_at` is when the money came."""
    wish = {
        "wants_receipt": True,
        "legal_name": "髙橋 花子",
        "postcode": "160-0004",
        "address": "東京都新宿区四谷1-2-3",
    }
    gift = make_gift(**wish | overrides)
    if paid_at:
        Payment.objects.filter(pk=gift.payment_id).update(paid_at=paid_at)
    return Donation.objects.select_related("payment").get(pk=gift.pk)
