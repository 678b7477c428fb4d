"""Payment slips of convenience stores: promised money, followed, reminded of once, and let go kindly (money.md 33-35)."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from campaigns.actions import begin_checkout, give_receipt_details, issue_receipt, remind_of_slips
from campaigns.models import Donation
from campaigns.queries import steps_of_gift, totals
from portal.mail.models import OutgoingMail
from portal.payments.models import Payment
from tests.factories.campaigns import lapse, make_donation, make_gift, make_impacts, make_page, pay, promise
from tests.factories.receipts import make_issuer

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
GIVEN = dt.datetime(2026, 11, 25, 14, 0, tzinfo=TOKYO)  # a Wednesday
ENDS = dt.datetime(2026, 11, 28, 23, 59, tzinfo=TOKYO)  # Saturday
DUE = dt.datetime(2026, 11, 27, 11, 59, tzinfo=TOKYO)  # 36 hours earlier


@pytest.fixture
def slip():
    """A gift whose slip ends on Saturday night; the provider is not asked."""
    with time_machine.travel(GIVEN, tick=False):
        gift = make_donation(to=make_page(), gift_jpy=3000, language="ja")
        promise(gift)
        Payment.objects.update(voucher_expires_at=ENDS, stripe_session=None)
    return gift


def reminders() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith="gift_reminder:"))


def remind_at(moment: dt.datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return remind_of_slips()


def test_a_reminder_comes_once_when_the_slip_ends_soon(slip):
    assert remind_at(DUE - dt.timedelta(minutes=1)) == 0
    assert remind_at(DUE) == 1
    assert remind_at(DUE + dt.timedelta(hours=5)) == 0

    mail = reminders()[0]
    assert (mail.to, mail.language) == ([slip.email], "ja")
    assert "11月28日(土)" in mail.subject
    for words in ("11月28日(土) 23:59", "3,000円", "https://pay.example/slip", slip.link_token):
        assert words in mail.text


def test_the_donors_language_is_that_of_the_reminder(slip):
    Donation.objects.update(language="en")

    remind_at(DUE)

    assert "Sat 28 November" in reminders()[0].subject
    assert "23:59" in reminders()[0].text


def test_an_outage_delays_a_reminder_and_never_loses_it(slip):
    assert remind_at(ENDS - dt.timedelta(minutes=30)) == 1


def test_nobody_is_reminded_after_the_slip_has_ended(slip):
    assert remind_at(ENDS) == 0
    assert remind_at(ENDS + dt.timedelta(days=2)) == 0
    assert reminders() == []


def test_nobody_is_reminded_of_money_that_came(slip):
    pay(slip)

    assert remind_at(DUE) == 0


def test_nobody_is_reminded_of_what_they_have_just_done(slip):
    Payment.objects.update(created_at=DUE - dt.timedelta(hours=1))

    assert remind_at(DUE) == 0
    assert remind_at(DUE + dt.timedelta(hours=5)) == 1


def test_who_paid_while_the_store_was_silent_gets_thanks_and_no_reminder(client, stripe_side):
    """The provider is asked before anybody is reminded: its webhook may have been lost."""
    gift = make_donation(to=make_page(), email="hana@example.org")
    client.get(gift.get_absolute_url())
    from_checkout(gift)
    stripe_side.choose_konbini(gift.payment)
    gift.payment.refresh_from_db()
    client.get(gift.get_absolute_url())
    stripe_side.control("vouchers/pay", session=gift.payment.stripe_session)
    ends = timezone.now() + dt.timedelta(hours=20)
    Payment.objects.update(voucher_expires_at=ends, created_at=timezone.now() - dt.timedelta(days=2))
    assert Payment.objects.get().state == "processing"

    assert remind_of_slips() == 0

    assert Payment.objects.get().state == "paid"
    assert reminders() == []
    assert OutgoingMail.objects.filter(key__startswith="gift_received:").count() == 1


def from_checkout(gift: Donation) -> None:
    """Open the hosted checkout of a gift."""
    begin_checkout(donation=gift, success_url="http://testserver/ja/thanks/", cancel_url="http://testserver/")
    gift.payment.refresh_from_db()


def test_when_the_provider_is_silent_the_reminder_goes_by_what_we_know(slip, settings):
    Payment.objects.update(stripe_session="cs_test_x")
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    assert remind_at(DUE) == 1


def test_a_slip_that_ends_brings_one_kind_mail_with_a_link_that_has_everything_filled_in(client, slip):
    Donation.objects.update(message="がんばって", message_state="pending", company="青空商事")

    for _twice in range(2):
        lapse(slip)

    mail = OutgoingMail.objects.get(key=f"gift_lapsed:{slip.payment.pk}")
    link = next(word for word in mail.text.split() if "?gift=" in word)
    form = client.get(link.replace("http://127.0.0.1:8000", "")).content.decode()
    assert "お気になさらないでください" in mail.text
    for words in ('value="3000"', "がんばって", f'value="{slip.donor_name}"', f'value="{slip.email}"'):
        assert words in form
    assert "コンビニ払いの期限が過ぎました" in form


def test_who_only_left_the_checkout_hears_nothing():
    gift = make_donation(to=make_page())

    lapse(gift)

    assert OutgoingMail.objects.count() == 0


def test_money_that_comes_after_the_slip_ended_is_thanked_for_and_counted(slip):
    lapse(slip)
    pay(slip)

    assert totals(slip.page).raised_jpy == 3000
    assert OutgoingMail.objects.filter(key__startswith="gift_received:").count() == 1


def steps(gift: Donation) -> list[tuple[str, str]]:
    gift.refresh_from_db()
    return [(step["label"], step["state"]) for step in steps_of_gift(gift, gift.payment)]


def test_the_way_of_a_gift_from_the_promise_to_the_receipt(slip):
    assert steps(slip) == [
        ("お申し込み", "done"),
        ("コンビニでお支払い", "now"),
        ("届きました", "next"),
        ("受領証明書", "next"),
    ]
    pay(slip)
    Payment.objects.update(method="konbini")
    assert steps(slip)[1:] == [("コンビニでお支払い", "done"), ("届きました", "done"), ("受領証明書", "now")]
    make_issuer()
    give_receipt_details(donation=slip, legal_name="山田 花", postcode="160-0004", address="東京都新宿区1-2-3")
    slip.refresh_from_db()
    issue_receipt(donation=slip)

    assert steps(slip)[-1] == ("受領証明書", "done")


def test_a_card_gift_needs_no_till_and_a_gift_that_went_back_no_receipt():
    gift = make_gift(to=make_page())
    assert [label for label, _ in steps(gift)] == ["届きました", "受領証明書"]

    pay(gift, refunded=(gift.amount_jpy,))

    assert [label for label, _ in steps(gift)] == ["届きました"]


def test_a_way_that_has_ended_has_no_steps(slip):
    lapse(slip)

    assert steps(slip) == []


def test_the_page_of_a_promise_shows_the_slip_its_end_and_what_the_gift_will_do(client, slip):
    make_impacts()
    with time_machine.travel(GIVEN, tick=False):
        page = client.get(slip.get_absolute_url()).content.decode()

    for words in (
        "https://pay.example/slip",
        "11月28日(土)",
        "23:59",
        "寄付の道のり",
        "食事9食分",
        "できるようになること",
    ):
        assert words in page


def test_what_a_gift_does_is_the_largest_example_that_it_covers_and_nothing_for_less(client):
    make_impacts()
    large, small = make_gift(to=make_page(), gift_jpy=12_000), make_gift(to=make_page(), gift_jpy=2999)

    assert "通訳2回分" in client.get(large.get_absolute_url()).content.decode()
    assert "ご寄付でできること" not in client.get(small.get_absolute_url()).content.decode()
    pay(large, refunded=(5000,))
    assert "通訳2回分" not in client.get(large.get_absolute_url()).content.decode()


def test_promised_money_is_told_apart_everywhere(client, slip):
    page = slip.page
    with time_machine.travel(GIVEN, tick=False):
        shown = client.get(f"/ja/run/{page.slug}/").content.decode()
        told = client.get(f"/api/v1/run/{page.slug}/totals.json").json()

    assert "gift--promised" in shown
    assert "お支払い待ち" in shown
    assert (told["raised_jpy"], told["promised_jpy"]) == (0, 3000)
