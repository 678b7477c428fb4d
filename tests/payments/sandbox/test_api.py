"""The API's manners: keys, versions, idempotency, errors, expansion, paging."""

import pytest
import stripe

from tests.payments.sandbox.conftest import client_for
from tests.payments.sandbox.flows import gift, open_gift, paid_gift, pay, steer


def test_the_same_idempotency_key_gets_the_same_session(client):
    first = client.v1.checkout.sessions.create(gift(), {"idempotency_key": "k1"})
    second = client.v1.checkout.sessions.create(gift(), {"idempotency_key": "k1"})

    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_an_idempotency_key_with_other_parameters_is_refused(client):
    client.v1.checkout.sessions.create(gift(1000), {"idempotency_key": "k1"})

    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        client.v1.checkout.sessions.create(gift(2000), {"idempotency_key": "k1"})


def test_an_idempotency_key_is_forgotten_after_a_day(client, browser, sandbox):
    first = client.v1.checkout.sessions.create(gift(), {"idempotency_key": "k1"})
    steer(browser, sandbox, "clock/advance", seconds="90000")

    assert client.v1.checkout.sessions.create(gift(), {"idempotency_key": "k1"}).id != first.id


def test_a_refused_call_does_not_use_up_its_key(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(gift(10), {"idempotency_key": "k1"})

    assert client.v1.checkout.sessions.create(gift(), {"idempotency_key": "k1"}).status == "open"


def test_every_answer_carries_a_request_id(client):
    listed = client.v1.charges.list()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.charges.retrieve("ch_nobody")

    assert listed.last_response.request_id.startswith("req_")
    assert refused.value.request_id.startswith("req_")
    assert (refused.value.http_status, refused.value.code, refused.value.param) == (404, "resource_missing", "id")


def test_an_event_names_the_request_that_caused_it(client, sandbox):
    session = client.v1.checkout.sessions.create(gift())
    client.v1.checkout.sessions.expire(session.id, options={"idempotency_key": "expire-1"})

    event = client.v1.events.list().data[0]

    assert event.request.idempotency_key == "expire-1"
    assert event.request.id.startswith("req_")


@pytest.mark.parametrize("key", ["sk_live_123", "pk_test_123", "whatever"])
def test_only_secret_test_keys_are_taken(sandbox, key):
    client = stripe.StripeClient(key, base_addresses={"api": sandbox.url})

    with pytest.raises(stripe.AuthenticationError, match="test keys only"):
        client.v1.charges.list()


def test_a_restricted_test_key_is_taken(sandbox):
    assert stripe.StripeClient("rk_test_1", base_addresses={"api": sandbox.url}).v1.charges.list().data == []


def test_another_api_version_is_refused(sandbox):
    client = stripe.StripeClient("sk_test_1", base_addresses={"api": sandbox.url}, stripe_version="2019-01-01")

    with pytest.raises(stripe.InvalidRequestError, match=r"2026-10-28\.endive"):
        client.v1.charges.list()


def test_an_unknown_address_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        client.v1.coupons.list()


def test_paging_forward_sees_everything_once_newest_first(client):
    made = [open_gift(client).id for _ in range(7)]

    seen = [s.id for s in client.v1.checkout.sessions.list({"limit": 3}).auto_paging_iter()]

    assert seen == made[::-1]


def test_paging_backward_sees_everything_once_oldest_first(client):
    made = [open_gift(client).id for _ in range(7)]
    oldest = client.v1.checkout.sessions.list({"limit": 3, "ending_before": made[0]})

    assert [s.id for s in oldest.auto_paging_iter()] == made[1:]
    assert oldest.has_more is True


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"starting_after": "ch_nobody"}, "starting_after"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_wrong_list_parameters_are_refused(client, params, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.charges.list(params)

    assert refused.value.param == param


def test_lists_filter_by_relation_and_time(client, browser, sandbox):
    early = paid_gift(client, browser, 1000)
    now = steer(browser, sandbox, "clock/advance", seconds="1000")["now"]
    late = paid_gift(client, browser, 2000)

    by_intent = client.v1.charges.list({"payment_intent": early.payment_intent.id})
    recent = client.v1.charges.list({"created": {"gte": now}})
    older = client.v1.charges.list({"created": {"lt": now}})
    booked = client.v1.balance_transactions.list({"source": late.payment_intent.latest_charge.id})
    found = client.v1.checkout.sessions.list({"customer_details": {"email": "hanako@example.org"}})

    assert [c.amount for c in by_intent.data] == [1000]
    assert [c.amount for c in recent.data] == [2000]
    assert [c.amount for c in older.data] == [1000]
    assert [t.amount for t in booked.data] == [2000]
    assert len(found.data) == 2


def test_events_filter_by_type(client, browser):
    paid_gift(client, browser)

    one = client.v1.events.list({"type": "charge.succeeded"})
    two = client.v1.events.list({"types": ["charge.succeeded", "payment_intent.created"]})

    assert [e.type for e in one.data] == ["charge.succeeded"]
    assert [e.type for e in two.data] == ["charge.succeeded", "payment_intent.created"]


def test_expand_reaches_through_lists(client, browser):
    paid_gift(client, browser)

    listed = client.v1.payment_intents.list({"expand": ["data.latest_charge.balance_transaction"]})

    assert listed.data[0].latest_charge.balance_transaction.fee == 180


@pytest.mark.parametrize("path", ["colour", "amount_total", "payment_intent.latest_charge.x.y.z"])
def test_what_cannot_be_expanded_is_refused(client, browser, path):
    session = paid_gift(client, browser)

    with pytest.raises(stripe.InvalidRequestError, match="expand"):
        client.v1.checkout.sessions.retrieve(session.id, {"expand": [path]})


def test_customers_are_made_found_and_changed(client, sandbox, shop):
    made = client.v1.customers.create({"email": "a@example.org", "name": "A", "metadata": {"person": "1"}})
    client.v1.customers.update(made.id, {"name": "B", "metadata": {"person": "", "since": "2026"}})

    found = client.v1.customers.list({"email": "a@example.org"}).data

    assert [(c.id, c.name, c.metadata.to_dict()) for c in found] == [(made.id, "B", {"since": "2026"})]
    assert sandbox.wait_idle()
    assert shop.types() == ["customer.created", "customer.updated"]
    assert shop.events()[1].data.previous_attributes["name"] == "A"


def test_a_known_customer_is_not_asked_for_an_address(client, browser):
    customer = client.v1.customers.create({"email": "known@example.org"})
    session = open_gift(client, customer=customer.id)

    assert 'name="email"' not in browser.get(session.url).text
    pay(browser, session, email="other@example.org")
    assert client.v1.checkout.sessions.retrieve(session.id).customer_details.email == "known@example.org"


def test_an_answer_lost_after_the_work_is_replayed_to_the_retrying_client(sandbox, browser):
    steer(browser, sandbox, "faults", kind="api_500", path="/v1/checkout", after="true")

    client = client_for(sandbox.url, retries=2)
    open_gift(client)

    assert len(client.v1.checkout.sessions.list().data) == 1


def test_an_injected_500_reaches_a_client_that_does_not_retry(client, sandbox, browser):
    steer(browser, sandbox, "faults", kind="api_500")

    with pytest.raises(stripe.APIError) as broken:
        client.v1.charges.list()

    assert broken.value.http_status == 500
    assert client.v1.charges.list().data == []
