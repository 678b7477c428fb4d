"""The optional challenge: a donor confirms the e-mail address by a code before the checkout (money.md 21)."""

import re

import pytest
import time_machine
from django.core.cache import cache

from campaigns.models import Donation
from portal.mail.models import OutgoingMail
from portal.payments import limits
from portal.payments.models import Payment
from tests.campaigns.test_giving import typed
from tests.factories.campaigns import make_page
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
KEN = "/ja/run/ken/give/"


@pytest.fixture(autouse=True)
def always(settings):
    settings.CHECKOUT_CHALLENGE = "always"
    cache.clear()
    make_page(slug="ken")


@pytest.fixture
def asked(client, stripe_side) -> str:
    """The address of the page that asks for the code."""
    answer = client.post(KEN, typed(client, KEN))
    assert answer.status_code == 302
    return answer["Location"]


def codes() -> list[str]:
    mails = OutgoingMail.objects.filter(key__startswith="gift_code:").order_by("pk")
    return [re.search(r"^\d{6}$", mail.text, re.M).group() for mail in mails]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def sessions_at_stripe() -> int:
    return Payment.objects.exclude(stripe_session=None).count()


def test_the_checkout_opens_once_the_address_is_confirmed(client, asked):
    assert sessions_at_stripe() == 0
    page = client.get(asked).content.decode()
    assert 'autocomplete="one-time-code"' in page
    answer = client.post(asked, {"code": codes()[0]})
    assert answer.status_code == 303
    assert "/c/pay/" in answer["Location"]
    assert sessions_at_stripe() == 1


def test_full_width_digits_and_spaces_are_the_same_code(client, asked):
    code = codes()[0].translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert client.post(asked, {"code": f" {code[:3]} {code[3:]}"}).status_code == 303


def test_a_confirmed_address_is_not_asked_again_in_this_session(client, asked):
    client.post(asked, {"code": codes()[0]})
    again = client.post(KEN, typed(client, KEN))
    assert "/c/pay/" in again["Location"]
    other = client.post(KEN, typed(client, KEN, email="other@example.org"))
    assert "/give/confirm/" in other["Location"]


def test_after_five_wrong_codes_the_right_one_counts_no_more(client, asked):
    right = codes()[0]
    said = [client.post(asked, {"code": wrong(right)}).content.decode() for _ in range(5)]
    assert "あと4回" in said[0]
    assert "もう使えません" in said[4]
    assert client.post(asked, {"code": right}).status_code == 200
    assert sessions_at_stripe() == 0
    assert client.post(asked, {"another": "1"}).status_code == 302
    assert client.post(asked, {"code": right}).status_code == 200
    assert client.post(asked, {"code": codes()[1]}).status_code == 303


def test_a_code_is_good_for_a_quarter_of_an_hour(client, stripe_side):
    with time_machine.travel("2026-11-25T12:00:00+09:00", tick=False) as clock:
        asked = client.post(KEN, typed(client, KEN))["Location"]
        clock.shift(15 * 60 + 1)
        assert client.post(asked, {"code": codes()[0]}).status_code == 200


def test_a_code_of_one_visitor_is_nothing_to_another(client, asked, django_user_model):
    other = type(client)()
    assert other.post(asked, {"code": codes()[0]}).status_code == 200
    assert sessions_at_stripe() == 0


def test_nobodys_mailbox_is_filled(client, asked, settings):
    settings.CHECKOUT_LIMITS = {"challenge": (2, 3600)}
    pages = [client.post(asked, {"another": "1"}) for _ in range(4)]
    assert [page.status_code for page in pages] == [302, 302, 200, 200]
    assert len(codes()) == 3


def test_the_code_stands_nowhere_but_in_the_mail(client, asked):
    code = codes()[0]
    assert code not in str(dict(client.session))
    assert code not in client.get(asked).content.decode()


def test_who_is_signed_in_with_the_address_is_not_asked(client, stripe_side):
    client.force_login(make_person(email="me@example.org"))
    assert "/c/pay/" in client.post(KEN, typed(client, KEN, email="Me@example.org"))["Location"]


def test_never_means_never_and_half_open_only_after_a_pause(client, settings, stripe_side):
    settings.CHECKOUT_CHALLENGE = "never"
    assert "/c/pay/" in client.post(KEN, typed(client, KEN))["Location"]
    settings.CHECKOUT_CHALLENGE = "half_open"
    assert "/c/pay/" in client.post(KEN, typed(client, KEN))["Location"]
    settings.CHECKOUT_BREAKER = {
        "attempts": 2, "declined_percent": 50, "seconds": 600, "pause_seconds": 60, "half_open_seconds": 600,
    }  # fmt: skip
    with time_machine.travel("2026-11-25T12:00:00+09:00", tick=False) as clock:
        for _ in range(2):
            limits.note_outcome("charge.failed")
        assert (limits.is_half_open(), bool(limits.paused_until())) == (False, True)
        cache.delete(limits.PAUSED)  # the local cache keeps time by its own clock
        clock.shift(61)
        assert limits.is_half_open()
        assert "/give/confirm/" in client.post(KEN, typed(client, KEN))["Location"]


def test_a_gift_that_nobody_confirms_waits_without_harm(client, asked):
    donation = Donation.objects.get()
    assert donation.payment.state == "created"
    assert client.get("/ja/give/confirm/?gift=nonsense").status_code == 404
