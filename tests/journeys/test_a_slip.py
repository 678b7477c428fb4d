"""A donor promises, forgets, is reminded, lets the slip end, and gives after all: through the real forms and webhooks."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import Donation
from campaigns.queries import totals
from campaigns.tasks import remind_of_slips
from portal.mail.models import OutgoingMail
from portal.payments.models import Payment
from tests.campaigns.test_giving import typed
from tests.factories.campaigns import make_impacts, make_team
from tests.payments.conftest import sandbox, stripe_side
from tests.payments.stripe_side import deliver

__all__ = ["sandbox", "stripe_side"]
pytestmark = pytest.mark.django_db


def mail(kind: str) -> OutgoingMail:
    return OutgoingMail.objects.get(key__startswith=f"{kind}:")


def link_in(text: str, part: str) -> str:
    """The path of the first address in a mail that has `part` in it."""
    return re.search(r"https?://[^/\s]+(/\S*" + re.escape(part) + r"\S*)", text).group(1)


def test_promised_forgotten_reminded_ended_and_given_after_all(client, stripe_side):
    make_impacts()
    team = make_team()
    url = f"/ja/run/{team.page.slug}/give/"
    start = timezone.now()
    client.post(url, typed(client, url, message="応援します", tribute="honour", tribute_name="町の先生"))
    stripe_side.choose_konbini(Payment.objects.get())
    for event in stripe_side.events():
        deliver(event)
    follow = link_in(mail("gift_promised").text, "/give/gift/")
    page = client.get(follow).content.decode()
    assert "寄付の道のり" in page
    assert "いまここです" in page
    assert (totals(team).raised_jpy, totals(team).promised_jpy) == (0, 5000)

    ends = Payment.objects.get().voucher_expires_at
    assert remind_of_slips() == 0
    with time_machine.travel(ends - dt.timedelta(hours=20)):
        assert remind_of_slips() == 1
        assert remind_of_slips() == 0
    assert ends > start
    assert timezone.localtime(ends).strftime("%-d日") in mail("gift_reminder").subject

    stripe_side.control("vouchers/expire", session=Payment.objects.get().stripe_session)
    for event in stripe_side.events():
        deliver(event)
    assert (totals(team).raised_jpy, totals(team).promised_jpy) == (0, 0)
    again = link_in(mail("gift_lapsed").text, "?gift=")
    form = client.get(again).content.decode()
    for words in ("コンビニ払いの期限が過ぎました", "応援します", 'value="町の先生"', 'value="5000"'):
        assert words in form

    fields = dict(re.findall(r'<input type="hidden" name="(nonce|terms_version)" value="([^"]*)"', form))
    client.post(url, typed(client, url, message="応援します") | fields)
    second = Donation.objects.latest("created_at")
    stripe_side.pay_by_card(second.payment)
    thanks = client.get("/ja/thanks/", {"session_id": second.payment.stripe_session}).content.decode()
    assert "ご寄付でできること" in thanks
    assert "食事15食分" in thanks
    assert totals(team).raised_jpy == 5000
