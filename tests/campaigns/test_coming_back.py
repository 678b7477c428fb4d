"""Back from the checkout without paying, and on again: one form takes money once (money.md 39)."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from campaigns.models import Donation
from campaigns.queries import totals
from portal.payments.errors import IncompleteFacts
from portal.payments.models import Payment
from tests.factories.campaigns import make_page
from tests.payments.stripe_side import deliver

from .test_giving import typed

pytestmark = pytest.mark.django_db
GIVE = "/ja/run/ken/give/"


@pytest.fixture
def page():
    return make_page(slug="ken")


@pytest.fixture
def sent(client, page, stripe_side):
    """What was typed, sent once: the first checkout is open."""
    data = typed(client, GIVE)
    client.post(GIVE, data)
    return data


def way_back(stripe_side) -> str:
    """Where the checkout's own way back leads."""
    return stripe_side.all("checkout.session")[-1]["cancel_url"]


def checkouts(stripe_side) -> list[tuple[int, str]]:
    """The hosted checkouts of this test's payments: yen and what the provider says of each."""
    ours = set(Payment.objects.values_list("stripe_session", flat=True))
    return [(s["amount_total"], s["status"]) for s in stripe_side.all("checkout.session") if s["id"] in ours]


def test_sent_again_unchanged_it_is_the_same_checkout(client, sent, stripe_side):
    form = client.get(way_back(stripe_side)).content.decode()
    nonce = re.search(r'name="nonce" value="([^"]*)"', form).group(1)

    again = client.post(GIVE, sent | {"nonce": nonce})

    assert again["Location"] == Payment.objects.get().checkout_url


@pytest.mark.parametrize("rhythm", ["", "month"])
def test_changed_it_is_a_new_checkout_and_the_old_one_takes_no_money(client, sent, stripe_side, rhythm):
    client.post(GIVE, sent | {"gift_jpy": "8000", "rhythm": rhythm})

    assert sorted(checkouts(stripe_side)) == [(5000, "expired"), (8000, "open")]
    assert sorted(Payment.objects.values_list("amount_jpy", "state")) == [(5000, "expired"), (8000, "open")]


def test_money_that_was_quicker_than_the_change_is_not_asked_for_twice(client, page, sent, stripe_side):
    first = Payment.objects.get()
    stripe_side.pay_by_card(first)

    answer = client.post(GIVE, sent | {"gift_jpy": "8000"})

    assert urlsplit(answer["Location"]).path == "/ja/thanks/"
    assert "ご寄付が届きました" in client.get(answer["Location"]).content.decode()
    assert checkouts(stripe_side) == [(5000, "complete")]
    assert sorted(Payment.objects.values_list("amount_jpy", "state")) == [(5000, "paid"), (8000, "canceled")]
    assert totals(page).raised_jpy == 5000


def test_a_slip_that_was_chosen_meanwhile_is_shown_instead_of_a_second_checkout(client, sent, stripe_side):
    stripe_side.choose_konbini(Payment.objects.get())

    answer = client.post(GIVE, sent | {"gift_jpy": "8000"})

    assert "コンビニでのお支払い" in client.get(answer["Location"]).content.decode()
    assert checkouts(stripe_side) == [(5000, "complete")]


def test_the_way_back_of_a_paid_gift_says_thanks_and_never_that_nothing_was_paid(client, sent, stripe_side):
    back = way_back(stripe_side)
    stripe_side.pay_by_card(Payment.objects.get())

    answer = client.get(back)

    assert urlsplit(answer["Location"]).path == "/ja/thanks/"


def test_the_way_back_of_the_first_attempt_knows_that_the_second_was_paid(client, sent, stripe_side):
    back = way_back(stripe_side)
    client.post(GIVE, sent | {"gift_jpy": "8000"})
    second = Payment.objects.get(amount_jpy=8000)
    stripe_side.pay_by_card(second)
    for event in stripe_side.events():
        deliver(event)

    answer = client.get(back)

    found = parse_qs(urlsplit(answer["Location"]).query)["gift"][0]
    assert Donation.objects.by_link(found).payment == second


def test_a_checkout_that_the_provider_has_forgotten_stands_in_nobodys_way(client, sent, stripe_side):
    Payment.objects.update(stripe_session="cs_test_gone")

    answer = client.post(GIVE, sent | {"gift_jpy": "8000"})

    assert answer["Location"] == Payment.objects.get(amount_jpy=8000).checkout_url


def test_money_whose_charge_does_not_show_yet_is_not_asked_for_again(client, sent, monkeypatch):
    def unfinished(*_args, **_more):
        raise IncompleteFacts

    monkeypatch.setattr("portal.payments.actions.checkout.gateway.end_checkout", unfinished)

    answer = client.post(GIVE, sent | {"gift_jpy": "8000"})

    assert urlsplit(answer["Location"]).path == "/ja/thanks/"
    assert Payment.objects.get(amount_jpy=8000).state == "canceled"


def test_another_form_of_the_same_donor_is_another_gift(client, sent, stripe_side):
    client.post(GIVE, typed(client, GIVE))

    assert checkouts(stripe_side) == [(5000, "open")] * 2


def test_when_the_old_checkout_cannot_be_closed_no_new_one_is_opened(client, sent, stripe_side, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    page = client.post(GIVE, sent | {"gift_jpy": "8000"})

    assert page.status_code == 200
    assert 'value="8000"' in page.content.decode()
    assert Payment.objects.exclude(stripe_session=None).count() == 1


def test_the_fee_that_a_donor_covers_is_told_with_the_sum(client, stripe_side, page, mailbox):
    client.post(GIVE, typed(client, GIVE, gift_jpy="3333", cover_fee="on"))
    payment = Payment.objects.get()
    stripe_side.pay_by_card(payment)

    thanks = client.get("/ja/thanks/", {"session_id": payment.stripe_session}).content.decode()

    for words in (thanks, mailbox("gift_received").text, mailbox("gift_received").html):
        assert "3,333円" in words
        assert "125円" in words
        assert "3,458円" in words
