"""Card testing is slowed and stopped; webhooks never are: money.md 21."""

import json

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from portal.payments import limits
from portal.payments.errors import CardsPaused, TooManyCheckouts
from portal.payments.limits import ask_breaker, count_email, count_visitor, network_of, note_outcome
from portal.payments.models import WebhookEvent
from tests.factories.payments import make_payment
from tests.payments.stripe_side import signed

BREAKER = {"attempts": 10, "declined_percent": 60, "seconds": 600, "pause_seconds": 1800}


@pytest.fixture(autouse=True)
def strict(settings):
    settings.CHECKOUT_LIMITS = {"address": (3, 3600), "email": (2, 3600), "session": (2, 3600)}
    settings.CHECKOUT_BREAKER = BREAKER
    cache.clear()
    with time_machine.travel("2026-11-20T03:00:00Z", tick=False) as clock:
        yield clock
    cache.clear()


class Session:
    def __init__(self, key: str) -> None:
        self.session_key = key


def visit(address: str = "203.0.113.9", session: str = "") -> None:
    request = RequestFactory().post("/ja/give/", REMOTE_ADDR=address)
    request.session = Session(session)
    count_visitor(request)


def test_an_address_opens_only_so_many_checkouts_and_others_still_may(strict):
    for number in range(3):
        visit(session=f"s{number}")
    with pytest.raises(TooManyCheckouts) as refused:
        visit(session="s4")
    assert refused.value.way_out_url == "/ja/about/"
    visit("203.0.113.10")
    strict.shift(3601)
    visit(session="s5")


def test_a_session_opens_only_so_many_whatever_its_address():
    visit("203.0.113.1", "one")
    visit("203.0.113.2", "one")
    with pytest.raises(TooManyCheckouts):
        visit("203.0.113.3", "one")


def test_an_email_address_is_one_however_it_is_written():
    count_email("hanako@example.org")
    count_email(" Hanako@Example.ORG")
    with pytest.raises(TooManyCheckouts):
        count_email("hanako@example.org")
    count_email("taro@example.org")


def test_the_many_addresses_of_one_ipv6_household_count_as_one():
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9") == "2001:db8:1:2::"
    assert network_of("203.0.113.9") == "203.0.113.9"


def test_no_address_of_a_person_stands_in_the_cache(monkeypatch):
    keys = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *a, **k: (keys.append(key), add(key, *a, **k)))
    count_email("hanako@example.org")
    visit()
    assert keys
    assert not [key for key in keys if "hanako" in key or "203.0" in key]


def cards(declined: int, accepted: int = 0) -> None:
    for _ in range(accepted):
        note_outcome("charge.succeeded")
    for _ in range(declined):
        note_outcome("charge.failed")


def test_the_breaker_pauses_checkouts_when_most_cards_are_declined_and_lets_go_again(strict):
    cards(declined=9)
    ask_breaker()
    cards(declined=1)
    with pytest.raises(CardsPaused) as refused:
        ask_breaker()
    assert refused.value.way_out_url
    strict.shift(1801)
    ask_breaker()


def test_ordinary_declines_pause_nothing(strict):
    cards(declined=5, accepted=6)
    ask_breaker()
    strict.shift(3600)
    cards(declined=5)
    ask_breaker()


@pytest.mark.django_db
def test_a_checkout_asked_for_again_is_not_a_new_one_and_a_new_one_is_counted(checkout):
    first = checkout(make_payment())
    for _ in range(5):
        checkout(first)
    checkout(make_payment())
    with pytest.raises(TooManyCheckouts):
        checkout(make_payment())


@pytest.mark.django_db
def test_while_the_breaker_is_open_no_new_checkout_is_made(checkout, stripe_side):
    payment = checkout(make_payment())
    before = len(stripe_side.all("checkout.session"))
    cards(declined=10)
    with pytest.raises(CardsPaused):
        checkout(make_payment())
    assert len(stripe_side.all("checkout.session")) == before
    assert checkout(payment).checkout_url  # who is on the way already goes on


@pytest.mark.django_db
def test_the_webhook_is_never_limited_and_feeds_the_breaker(client, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr("portal.payments.actions.inbox.enqueue", lambda pk: None)
    for number in range(12):
        event = {"id": f"evt_{number}", "type": "charge.failed", "api_version": "x", "livemode": False}
        raw = json.dumps(event | {"data": {"object": {"id": "ch_1"}}}).encode()
        for _twice in range(2):  # told again, it is counted once
            with django_capture_on_commit_callbacks(execute=True):
                answer = client.post(
                    "/stripe/webhook/", raw, content_type="application/json", headers={"Stripe-Signature": signed(raw)}
                )
            assert answer.status_code == 200
        assert bool(limits.paused_until()) == (number >= 9)
    assert WebhookEvent.objects.count() == 12


@pytest.mark.django_db
def test_a_cache_that_is_away_does_not_stop_a_webhook(client, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr("portal.payments.actions.inbox.enqueue", lambda pk: None)

    def away(*_args, **_kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr(limits.cache, "add", away)
    raw = json.dumps(
        {"id": "evt_1", "type": "charge.failed", "livemode": False, "data": {"object": {"id": "ch_1"}}}
    ).encode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/stripe/webhook/", raw, content_type="application/json", headers={"Stripe-Signature": signed(raw)}
        )
    assert answer.status_code == 200
    assert WebhookEvent.objects.get().status == "received"
