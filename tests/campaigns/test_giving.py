"""Giving in two steps, in both languages, to the hosted checkout and back."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from campaigns.models import Donation
from campaigns.queries import totals
from portal.mail.models import OutgoingMail
from portal.payments.models import Payment
from tests.factories.campaigns import make_campaign, make_donation, make_gift, make_impacts, make_page, pay
from tests.factories.people import make_person
from tests.payments.stripe_side import deliver

pytestmark = pytest.mark.django_db


def typed(client, url: str, **more) -> dict:
    """What a donor sends from step 2: the form's own hidden fields, and the least that is required."""
    page = client.get(url, {"amount": "5000"}).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(nonce|terms_version)" value="([^"]*)"', page))
    return hidden | {
        "gift_jpy": "5000", "donor_name": "山田 花", "email": "hana@example.org", "visibility": "public", "accept": "on",
    } | more  # fmt: skip


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_card_gift_from_the_runners_page_to_the_moved_road(client, stripe_side, language):
    page = make_page(slug="ken")
    url = f"/{language}/run/ken/give/"

    response = client.post(url, typed(client, url, message="がんばって"))
    gift = Donation.objects.get()
    assert response.status_code == 303
    assert response["Location"] == gift.payment.checkout_url
    stripe_side.pay_by_card(gift.payment)
    thanks = client.get(f"/{language}/thanks/", {"session_id": gift.payment.stripe_session}).content.decode()

    gift.payment.refresh_from_db()
    assert gift.payment.state == "paid"
    assert totals(page).raised_jpy == 5000
    assert ("ご寄付が届きました" if language == "ja" else "Your gift has arrived") in thanks
    mails = {mail.key.split(":")[0]: mail for mail in OutgoingMail.objects.all()}
    assert mails.keys() == {"gift_received", "run_gift_arrived"}
    assert mails["gift_received"].to == ["hana@example.org"]
    assert mails["gift_received"].language == language
    assert mails["run_gift_arrived"].to == [page.runner.person.email]
    assert "がんばって" not in mails["run_gift_arrived"].text


def test_webhook_and_thanks_page_together_write_one_line_and_one_mail(client, stripe_side):
    make_page(slug="ken")
    client.post("/ja/run/ken/give/", typed(client, "/ja/run/ken/give/"))
    payment = Payment.objects.get()
    stripe_side.pay_by_card(payment)
    for event in stripe_side.events() * 2:
        deliver(event)
    for _ in range(2):
        client.get("/ja/thanks/", {"session_id": Payment.objects.get().stripe_session})

    assert payment.ledger.filter(kind="charge").count() == 1
    assert sorted(OutgoingMail.objects.values_list("key", flat=True)) == [
        f"gift_received:{payment.pk}",
        f"run_gift_arrived:{payment.pk}",
    ]


def test_a_konbini_gift_is_a_promise_that_the_donor_can_follow(client, stripe_side):
    page = make_page(slug="ken")
    client.post("/en/run/ken/give/", typed(client, "/en/run/ken/give/"))
    payment = Payment.objects.get()
    stripe_side.choose_konbini(payment)

    thanks = client.get("/en/thanks/", {"session_id": payment.stripe_session}).content.decode()

    assert "Waiting for your payment at the convenience store" in thanks
    assert (totals(page).raised_jpy, totals(page).promised_jpy) == (0, 5000)
    mail = OutgoingMail.objects.get(key=f"gift_promised:{payment.pk}")
    link = re.search(r"/en/give/gift/\S+", mail.text).group()
    assert "Open the payment slip" in client.get(link).content.decode()

    stripe_side.control("vouchers/pay", session=payment.stripe_session)
    assert "Your gift has arrived" in client.get(link).content.decode()
    assert totals(page).raised_jpy == 5000


def test_the_thanks_page_never_invents_success(client, stripe_side):
    make_page(slug="ken")
    client.post("/en/run/ken/give/", typed(client, "/en/run/ken/give/"))
    payment = Payment.objects.get()

    page = client.get("/en/thanks/", {"session_id": payment.stripe_session}).content.decode()

    assert "Not paid yet" in page
    assert "arrived" not in page
    assert OutgoingMail.objects.count() == 0


def test_the_thanks_page_says_when_the_provider_is_silent(client, stripe_side, settings):
    make_page(slug="ken")
    client.post("/en/run/ken/give/", typed(client, "/en/run/ken/give/"))
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    page = client.get("/en/thanks/", {"session_id": Payment.objects.get().stripe_session})

    assert page.status_code == 200
    assert "does not answer at the moment" in page.content.decode()


def test_a_checkout_that_the_provider_has_forgotten_shows_the_last_known_state(client, stripe_side):
    gift = make_donation(to=make_page())
    Payment.objects.update(state="open", stripe_session="cs_test_gone")

    page = client.get("/en/thanks/", {"session_id": "cs_test_gone"})

    assert page.status_code == 200
    assert "Not paid yet" in page.content.decode()
    assert gift.payment.ledger.count() == 0


@pytest.mark.parametrize(
    "address", ["/ja/thanks/", "/ja/thanks/?session_id=cs_nobody", "/ja/thanks/?gift=forged", "/ja/give/gift/forged/"]
)
def test_an_unknown_link_is_told_so(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "このリンクの先に、寄付が見つかりません" in response.content.decode()


def test_a_double_click_is_one_gift_and_the_same_checkout(client, stripe_side):
    make_page(slug="ken")
    data = typed(client, "/ja/run/ken/give/")

    first, second = (client.post("/ja/run/ken/give/", data) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Donation.objects.count() == Payment.objects.count() == 1


def test_the_same_form_sent_again_with_another_amount_is_another_gift(client, stripe_side):
    make_page(slug="ken")
    data = typed(client, "/ja/run/ken/give/")

    client.post("/ja/run/ken/give/", data)
    client.post("/ja/run/ken/give/", data | {"gift_jpy": "10000"})

    assert sorted(Donation.objects.values_list("gift_jpy", "payment__amount_jpy")) == [(5000, 5000), (10_000, 10_000)]


def test_a_form_sent_again_after_paying_leads_to_the_thanks(client, stripe_side):
    make_page(slug="ken")
    data = typed(client, "/ja/run/ken/give/")
    client.post("/ja/run/ken/give/", data)
    pay_now = Payment.objects.get()
    stripe_side.pay_by_card(pay_now)
    client.get("/ja/thanks/", {"session_id": pay_now.stripe_session})

    again = client.post("/ja/run/ken/give/", data)

    assert urlsplit(again["Location"]).path == "/ja/thanks/"
    assert Donation.objects.count() == 1


def test_coming_back_from_the_checkout_finds_everything_that_was_typed(client, stripe_side):
    make_page(slug="ken")
    data = typed(client, "/ja/run/ken/give/", message="39キロで待ってます", display_name="旗ふり", hide_amount="on")
    client.post("/ja/run/ken/give/", data)
    session = stripe_side.all("checkout.session")[-1]

    form = client.get(session["cancel_url"]).content.decode()

    for words in (
        "お支払いは行われていません",
        'value="5000"',
        'value="山田 花"',
        'value="旗ふり"',
        "39キロで待ってます",
    ):
        assert words in form


def test_a_failed_gift_can_be_tried_again_with_the_same_form(client, stripe_side):
    make_page(slug="ken")
    data = typed(client, "/ja/run/ken/give/")
    client.post("/ja/run/ken/give/", data)
    Payment.objects.update(state="expired")

    again = client.post("/ja/run/ken/give/", data)

    assert again.status_code == 303
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["expired", "open"]


def test_when_the_provider_is_down_nothing_typed_is_lost(client, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    make_page(slug="ken")

    response = client.post("/ja/run/ken/give/", typed(client, "/ja/run/ken/give/", message="がんばって"))

    page = response.content.decode()
    assert response.status_code == 200
    assert "うまくいきませんでした" in page
    assert "がんばって" in page
    assert 'value="hana@example.org"' in page


def test_a_half_filled_form_says_what_is_missing_and_keeps_the_rest(client):
    make_page(slug="ken")
    data = typed(client, "/ja/run/ken/give/", donor_name="", message="応援します", wants_receipt="on")
    del data["accept"]

    page = client.post("/ja/run/ken/give/", data).content.decode()

    for words in (
        "寄付規約を読み、同意する場合は",
        "受領証明書には正式なお名前が必要です。",
        "受領証明書には住所が必要です。",
        "応援します",
    ):
        assert words in page
    assert 'href="#id_donor_name"' in page
    assert Donation.objects.count() == 0


@pytest.mark.parametrize(
    ("wrote", "yen"), [("５，０００円", 5000), ("¥10,000", 10_000), (" 7000 ", 7000), ("５００", 500)]
)
def test_amounts_are_read_as_people_write_them(client, stripe_side, wrote, yen):
    make_page(slug="ken")

    assert client.post("/ja/run/ken/give/", typed(client, "/ja/run/ken/give/", gift_jpy=wrote)).status_code == 303
    assert Donation.objects.get().gift_jpy == yen


@pytest.mark.parametrize(
    ("wrote", "told"),
    [("499", "金額は500円以上にしてください。"), ("abc", "円単位の数字で"), ("0", "500円以上"), ("-5000", "円単位の数字で"), ("50.5", "円単位の数字で"), ("9000000", "先にご連絡ください")],
)  # fmt: skip
def test_a_wrong_amount_gets_a_sentence(client, wrote, told):
    make_page(slug="ken")

    assert told in client.post("/ja/run/ken/give/", typed(client, "/ja/run/ken/give/", gift_jpy=wrote)).content.decode()
    assert told in client.get("/ja/give/", {"page": "ken", "other": wrote}).content.decode()
    assert Donation.objects.count() == 0


def test_step_one_shows_what_amounts_do_and_a_typed_amount_wins(client):
    make_impacts()
    campaign = make_campaign(slug="winter")

    assert "食事15食分" in client.get("/ja/give/").content.decode()
    page = client.get("/ja/give/", {"campaign": "winter", "amount": "5000", "other": "７，７００"}).content.decode()
    assert 'value="7700"' in page
    assert campaign.gift_terms.donee in page


def test_a_gift_to_the_appeal_belongs_to_no_page(client, stripe_side):
    campaign = make_campaign(slug="winter")

    client.post("/ja/give/?campaign=winter", typed(client, "/ja/give/?campaign=winter"))

    gift = Donation.objects.get()
    assert (gift.campaign, gift.page, gift.terms_version) == (campaign, None, "v1")


def test_terms_that_changed_meanwhile_are_read_again(client):
    make_page(slug="ken")
    data = typed(client, "/ja/run/ken/give/", terms_version="v0")

    assert "寄付規約が変わりました" in client.post("/ja/run/ken/give/", data).content.decode()
    assert Donation.objects.count() == 0


def test_a_signed_in_donor_types_no_name_and_owns_the_gift(client, stripe_side):
    person = make_person(family_name="平田", given_name="聡")
    client.force_login(person)
    make_page(slug="ken")

    assert 'value="平田 聡"' in client.get("/ja/run/ken/give/", {"amount": "3000"}).content.decode()
    client.post("/ja/run/ken/give/", typed(client, "/ja/run/ken/give/"))
    assert Donation.objects.get().person == person


def test_a_large_gift_is_not_offered_at_the_till(client, stripe_side):
    make_page(slug="ken")

    client.post("/ja/run/ken/give/", typed(client, "/ja/run/ken/give/", gift_jpy="400000"))

    assert stripe_side.all("checkout.session")[-1]["amount_total"] == 400_000
    session = stripe_side.all("checkout.session")[-1]
    assert session["payment_method_types"] == ["card"]


def test_without_a_campaign_the_form_says_so(client):
    assert "寄付を受け付けているキャンペーンがありません" in client.get("/ja/give/").content.decode()
    assert client.get("/ja/give/?campaign=nobody").status_code == 404
    assert client.get("/ja/give/?page=nobody").status_code == 404


def test_the_donor_changes_what_is_shown_by_the_signed_link(client):
    gift = make_gift(to=make_page(), message="旧い言葉", message_state="approved")
    link = gift.get_absolute_url()
    choice = {"display_name": "はな", "visibility": "runner", "message": "新しい言葉", "hide_amount": "on"}

    response = client.post(link, choice)

    gift.refresh_from_db()
    assert response.status_code == 302
    assert (gift.display_name, gift.visibility, gift.show_amount) == ("はな", "runner", False)
    assert (gift.message, gift.message_state) == ("新しい言葉", "pending")
    assert parse_qs(urlsplit(response["Location"]).query) == {}


def test_an_unchanged_message_stays_approved(client):
    gift = make_gift(to=make_page(), message="がんばれ", message_state="approved")

    client.post(gift.get_absolute_url(), {"visibility": "public", "message": "がんばれ", "anonymous": "on"})

    gift.refresh_from_db()
    assert (gift.message_state, gift.show_name) == ("approved", False)


def test_settling_twice_writes_one_mail():
    gift = make_donation(to=make_page())
    for _ in range(3):
        pay(gift)

    assert OutgoingMail.objects.filter(key__startswith="gift_received").count() == 1


def test_who_begins_too_many_gifts_is_told_why_and_keeps_what_was_typed(client, stripe_side, settings):
    cache.clear()
    settings.CHECKOUT_LIMITS = {"address": (1, 3600)}
    make_page(slug="ken")
    url = "/en/run/ken/give/"
    assert client.post(url, typed(client, url)).status_code == 303
    answer = client.post(url, typed(client, url, donor_name="Kept Name"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Too many payments were begun" in page
    assert 'href="/en/about/"' in page
    assert "Kept Name" in page
    assert Donation.objects.count() == 1
    cache.clear()


def test_nobody_agrees_to_a_sum_that_was_not_on_the_page(client, stripe_side):
    make_page(slug="ken")
    url = "/ja/run/ken/give/"
    data = typed(client, url, reviewed_jpy="5000", gift_jpy="8,000円", cover_fee="on")

    again = client.post(url, data)
    page = again.content.decode()
    assert (again.status_code, Donation.objects.count()) == (200, 0)
    assert "金額が変わりました" in page
    assert "合計は8,299円" in page
    reviewed = re.search(r'name="reviewed_jpy" value="(\d+)"', page).group(1)

    assert client.post(url, data | {"reviewed_jpy": reviewed}).status_code == 303
    assert Payment.objects.get().amount_jpy == 8_299


def test_a_gift_has_one_link_for_ever(client):
    gift = make_donation(to=make_page(slug="ken"))
    with time_machine.travel(timezone.now() + dt.timedelta(days=400)):
        later = gift.link_token

    assert later == gift.link_token
    assert client.get(f"/ja/give/gift/{later}/").status_code == 200
    assert client.get(f"/ja/give/gift/{later[:-1]}/").status_code == 404
