"""Webhooks: signed, retried, bent by faults, remembered across a restart."""

import json
import time

import pytest
import stripe

from portal.payments.sandbox.server import serve
from portal.payments.sandbox.signature import sign
from tests.payments.sandbox.conftest import QUICK, SECRET, client_for
from tests.payments.sandbox.flows import open_gift, paid_gift, paid_plan, pay, steer


def make_event(client):
    """The shortest way to exactly one event."""
    return client.v1.customers.create({"email": "a@example.org"}).id


def deliveries(browser, sandbox, **query):
    page = browser.get(f"{sandbox.url}/_sandbox/deliveries")
    rows = json.loads(page.text)["data"]
    return [row for row in rows if all(row[name] == value for name, value in query.items())]


def test_the_official_client_accepts_the_signature(client, sandbox, shop):
    make_event(client)

    assert sandbox.wait_idle()
    body, signature = shop.received[0]
    event = client.construct_event(body, signature, SECRET)
    assert (event.type, event.api_version, event.livemode) == ("customer.created", stripe.api_version, False)


def test_another_secret_does_not_verify(client, sandbox, shop):
    make_event(client)

    assert sandbox.wait_idle()
    with pytest.raises(stripe.SignatureVerificationError):
        client.construct_event(*shop.received[0], "whsec_other")


def test_both_secrets_sign_during_a_rotation(client):
    payload = b'{"id": "evt_1", "object": "event"}'
    header = sign(payload, ("whsec_old", "whsec_new"), int(time.time()))

    assert client.construct_event(payload, header, "whsec_old").id == "evt_1"
    assert client.construct_event(payload, header, "whsec_new").id == "evt_1"


def test_a_refused_event_is_sent_again_until_it_is_taken(client, browser, sandbox, shop):
    shop.answers = [500, 302, 200]

    make_event(client)

    assert wait_for(lambda: len(shop.received) == 3)
    assert sandbox.wait_idle()
    assert [(d["attempt"], d["state"], d["status"]) for d in deliveries(browser, sandbox)] == [
        (1, "failed", 500),
        (2, "failed", 302),
        (3, "delivered", 200),
    ]
    assert client.v1.events.list().data[0].pending_webhooks == 0


def test_a_refused_event_is_given_up_after_the_last_attempt(client, browser, sandbox, shop):
    shop.answers = [500] * QUICK.attempts

    make_event(client)

    assert wait_for(lambda: bool(deliveries(browser, sandbox, state="gave_up")))
    assert len(shop.received) == QUICK.attempts
    assert [e.type for e in client.v1.events.list({"delivery_success": False}).data] == ["customer.created"]


def test_the_wait_between_attempts_grows_and_is_bounded():
    waits = [type(QUICK)().after(attempt) for attempt in (1, 2, 3, 4, 5, 6, 19, 20)]

    assert waits == [0.5, 2.0, 8.0, 32.0, 128.0, 300.0, 300.0, None]


def test_an_event_can_be_sent_again_by_hand(client, browser, sandbox, shop):
    make_event(client)
    sandbox.wait_idle()
    event = client.v1.events.list().data[0].id

    steer(browser, sandbox, "events/resend", event=event)

    assert sandbox.wait_idle()
    assert [e.id for e in shop.events()] == [event, event]


def test_duplicate_sends_the_same_event_twice(client, browser, sandbox, shop):
    steer(browser, sandbox, "faults", kind="duplicate")

    make_event(client)

    assert sandbox.wait_idle()
    assert len({e.id for e in shop.events()}) == 1
    assert len(shop.received) == 2


def test_drop_loses_one_event_of_the_named_type(client, browser, sandbox, shop):
    steer(browser, sandbox, "faults", kind="drop", type="charge.succeeded")

    paid_gift(client, browser)

    assert sandbox.wait_idle()
    assert shop.types() == ["payment_intent.created", "payment_intent.succeeded", "checkout.session.completed"]
    assert [d["type"] for d in deliveries(browser, sandbox, state="dropped")] == ["charge.succeeded"]


def test_reorder_sends_an_event_after_the_next_one(client, browser, sandbox, shop):
    steer(browser, sandbox, "faults", kind="reorder", type="payment_intent.created")

    paid_gift(client, browser)

    assert sandbox.wait_idle()
    assert shop.types() == [
        "charge.succeeded",
        "payment_intent.created",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_a_held_event_can_be_released(client, browser, sandbox, shop):
    steer(browser, sandbox, "faults", kind="reorder")
    make_event(client)
    sandbox.wait_idle()
    held = list(shop.received)

    steer(browser, sandbox, "events/release")

    assert sandbox.wait_idle()
    assert (held, shop.types()) == ([], ["customer.created"])


def test_delay_sends_an_event_later(client, browser, sandbox, shop):
    steer(browser, sandbox, "faults", kind="delay", seconds="0.2", type="charge.succeeded")

    paid_gift(client, browser)

    assert wait_for(lambda: len(shop.received) == 4)
    assert shop.types()[-1] == "charge.succeeded"


def test_a_wrong_signature_is_made_good_at_the_next_attempt(client, browser, sandbox, shop):
    steer(browser, sandbox, "faults", kind="bad_signature")
    shop.answers = [400]

    make_event(client)

    assert wait_for(lambda: len(shop.received) == 2)
    with pytest.raises(stripe.SignatureVerificationError):
        client.construct_event(*shop.received[0], SECRET)
    assert client.construct_event(*shop.received[1], SECRET).type == "customer.created"


def test_faults_are_listed_used_up_and_cleared(client, browser, sandbox):
    steer(browser, sandbox, "faults", kind="drop", times="2")
    make_event(client)
    left = json.loads(browser.get(f"{sandbox.url}/_sandbox/faults").text)["data"]

    make_event(client)

    assert [fault["times"] for fault in left] == [1]
    assert json.loads(browser.get(f"{sandbox.url}/_sandbox/faults").text)["data"] == []


def test_a_second_hook_hears_the_same_events(client, browser, sandbox, shop):
    other = shop.url + "second/"
    steer(browser, sandbox, "hooks", url=other, secret=SECRET)

    make_event(client)

    assert sandbox.wait_idle()
    assert {d["url"] for d in deliveries(browser, sandbox)} == {shop.url, other}
    assert len(shop.received) == 2


def test_a_late_balance_comes_with_the_clock_and_says_so(client, browser, sandbox, shop):
    steer(browser, sandbox, "faults", kind="late_balance")
    charge = paid_gift(client, browser).payment_intent.latest_charge

    steer(browser, sandbox, "clock/advance", seconds="1")

    seen = client.v1.charges.retrieve(charge.id, {"expand": ["balance_transaction"]})
    assert (charge.balance_transaction, seen.balance_transaction.fee) == (None, 180)
    assert sandbox.wait_idle()
    assert shop.types()[-1] == "charge.updated"


def test_a_late_balance_comes_by_itself(client, browser, sandbox, shop):
    steer(browser, sandbox, "faults", kind="late_balance", seconds="0.1")
    charge = paid_gift(client, browser).payment_intent.latest_charge

    assert charge.balance_transaction is None
    assert wait_for(lambda: client.v1.charges.retrieve(charge.id).balance_transaction is not None)


def test_everything_survives_a_restart(tmp_path, browser, shop):
    store = tmp_path / "sandbox.sqlite3"
    with serve(store=store) as first:
        client = client_for(first.url)
        plan = paid_plan(client, browser)
        waiting = open_gift(client)
        pay(browser, waiting, method="konbini")
        steer(browser, first, "clock/advance", seconds="3600")
        before = client.v1.events.list({"limit": 100}).data

    with serve(store=store, hooks=[(shop.url, SECRET)]) as second:
        client = client_for(second.url)
        steer(browser, second, "vouchers/pay", session=waiting.id)
        steer(browser, second, "subscriptions/renew", subscription=plan.id)

        after = client.v1.events.list({"limit": 100}).data
        assert [e.id for e in after[-len(before) :]] == [e.id for e in before]
        assert client.v1.checkout.sessions.retrieve(waiting.id).payment_status == "paid"
        assert len(client.v1.invoices.list({"subscription": plan.id}).data) == 2
        assert second.world.now() - time.time() > 3500


def test_events_not_yet_taken_are_delivered_after_a_restart(tmp_path, browser, shop):
    store = tmp_path / "sandbox.sqlite3"
    shop.answers = [500]
    with serve(store=store, hooks=[(shop.url, SECRET)]) as first:
        make_event(client_for(first.url))
        assert wait_for(lambda: len(shop.received) == 1)

    with serve(store=store, hooks=[(shop.url, SECRET)]) as second:
        assert wait_for(lambda: len(shop.received) == 2)
        assert second.wait_idle()
        assert {event.type for event in shop.events()} == {"customer.created"}
        assert client_for(second.url).v1.events.list().data[0].pending_webhooks == 0


def test_idempotency_keys_survive_a_restart(tmp_path):
    store = tmp_path / "sandbox.sqlite3"
    params, options = {"email": "a@example.org"}, {"idempotency_key": "k"}
    with serve(store=store) as first:
        made = client_for(first.url).v1.customers.create(params, options)

    with serve(store=store) as second:
        assert client_for(second.url).v1.customers.create(params, options).id == made.id


def wait_for(condition, seconds=3.0):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
