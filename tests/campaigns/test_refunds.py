"""What a donor hears when money goes back: money.md 13 and 18."""

import pytest

from campaigns.queries import totals
from portal.mail.models import OutgoingMail
from portal.payments.actions import reconcile_full, refund, sync
from tests.factories.campaigns import make_donation, make_page
from tests.factories.people import make_person
from tests.payments.stripe_side import LATE_REFUND, deliver

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def given(stripe_side):
    def give(number: str = "4242424242424242", **intent):
        from campaigns.actions import begin_checkout

        gift = make_donation(to=make_page(), **intent)
        begin_checkout(donation=gift, success_url="http://127.0.0.1:1/", cancel_url="http://127.0.0.1:1/")
        gift.payment.refresh_from_db()
        stripe_side.pay_by_card(gift.payment, number)
        sync(gift.payment_id)
        stripe_side.events()
        return gift

    return give


def refund_mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith="gift_refunded:").order_by("pk"))


@pytest.mark.parametrize(
    ("language", "says"), [("ja", "2,000円を返金しました"), ("en", "¥2,000 of your gift has been")]
)
def test_a_donor_is_told_once_in_their_language_and_the_page_counts_less(given, stripe_side, language, says):
    gift = given(language=language)
    refund(gift.payment_id, amount_jpy=2000, reason="Asked", nonce="n", by=make_person(is_staff=True))
    for event in stripe_side.events() * 2:
        deliver(event)
    (mail,) = refund_mails()
    assert says in mail.subject
    assert (mail.to, mail.language) == ([gift.email], language)
    assert "Asked" not in mail.text
    assert totals(gift.page).raised_jpy == gift.gift_jpy - 2000


def test_a_refund_on_its_way_and_a_refund_that_is_done_are_two_mails(given, stripe_side):
    gift = given(LATE_REFUND, language="en")
    row = refund(gift.payment_id, amount_jpy=2000, reason="Asked", nonce="n", by=make_person(is_staff=True))
    stripe_side.control("refunds/succeed", refund=row.stripe_refund)
    sync(gift.payment_id)
    subjects = [mail.subject for mail in refund_mails()]
    assert subjects == ["¥2,000 of your gift is on its way back", "¥2,000 of your gift has been sent back"]


def test_a_refund_that_failed_says_so_and_how_to_go_on(given, stripe_side):
    gift = given("4000000000005126", language="en")
    refund(gift.payment_id, amount_jpy=2000, reason="Asked", nonce="n", by=make_person(is_staff=True))
    (mail,) = refund_mails()
    assert mail.subject == "We could not send ¥2,000 back to you"
    assert "answer this mail" in mail.text
    assert totals(gift.page).raised_jpy == gift.gift_jpy


def test_the_daily_comparison_heals_gifts_and_refunds_without_writing_to_anybody(given, stripe_side, monkeypatch):
    import datetime as dt

    monkeypatch.setattr("portal.payments.actions.full.UNDER_WAY", dt.timedelta(seconds=-5))
    gift = given()
    before = OutgoingMail.objects.count()
    stripe_side.control("refunds", charge=gift.payment.__class__.objects.get().stripe_charge, amount=700)
    assert reconcile_full().healed >= 1
    assert totals(gift.page).raised_jpy == gift.gift_jpy - 700
    assert OutgoingMail.objects.count() == before


def test_the_page_that_follows_a_gift_says_what_went_back(client, given, stripe_side):
    gift = given()
    refund(gift.payment_id, amount_jpy=2000, reason="Asked", nonce="n", by=make_person(is_staff=True))
    for event in stripe_side.events():
        deliver(event)

    page = client.get(gift.get_absolute_url()).content.decode()

    assert "2,000円をお返ししました" in page
    assert "ご寄付が届きました" not in page
