"""One-off payments through the hosted checkout, with the unmodified SDK on the other side."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from tests.payments.sandbox.flows import VISA, gift, open_gift, paid_gift, pay, steer, typed


def test_a_card_payment_ends_on_the_success_page_with_the_session_id(client, browser):
    session = open_gift(client)

    page = pay(browser, session)

    assert (page.status, page.location) == (303, f"http://127.0.0.1:9/thanks?session_id={session.id}")


def test_a_paid_session_leads_to_its_charge_and_fee(client, browser):
    session = paid_gift(client, browser, 5001)

    seen = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge.balance_transaction", "line_items"]}
    )

    assert (seen.status, seen.payment_status, seen.amount_total) == ("complete", "paid", 5001)
    assert seen.customer_details.email == "hanako@example.org"
    assert seen.line_items.data[0].description == "ご寄付"
    charge = seen.payment_intent.latest_charge
    assert (charge.amount, charge.currency, charge.livemode) == (5001, "jpy", False)
    assert (charge.balance_transaction.fee, charge.balance_transaction.net) == (181, 4820)


def test_metadata_of_session_and_intent_are_kept_apart(client, browser):
    session = open_gift(
        client,
        client_reference_id="row-7",
        metadata={"payment": "7"},
        payment_intent_data={"metadata": {"donation": "8"}, "description": "ご寄付"},
    )
    pay(browser, session)

    seen = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})

    assert (seen.client_reference_id, seen.metadata["payment"]) == ("row-7", "7")
    assert (seen.payment_intent.metadata["donation"], seen.payment_intent.description) == ("8", "ご寄付")


def test_events_of_a_card_payment_come_in_stripes_order(client, browser, sandbox, shop):
    paid_gift(client, browser)

    assert sandbox.wait_idle()
    assert shop.types() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]
    assert shop.events()[-1].data.object["payment_status"] == "paid"


@pytest.mark.parametrize("number", ["5555555555554444", "3566002020360505", "4000003920000003"])
def test_other_good_cards_pay_too(client, browser, number):
    session = paid_gift(client, browser, number=number)

    assert session.payment_intent.latest_charge.payment_method_details.card.last4 == number[-4:]


@pytest.mark.parametrize(
    ("number", "code", "decline_code", "english", "japanese"),
    [
        ("4000000000009995", "card_declined", "insufficient_funds", "not enough money", "残高が足りません"),
        ("4000000000000002", "card_declined", "generic_decline", "was declined", "使えませんでした"),
        ("4000000000000069", "expired_card", "expired_card", "has expired", "有効期限が切れて"),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc", "security code is not right", "セキュリティコードが"),
        ("4000000000000119", "processing_error", "processing_error", "Something went wrong", "エラーが起きました"),
    ],
)
def test_a_declined_card_says_why_in_both_languages(client, browser, number, code, decline_code, english, japanese):
    for locale, sentence in (("en", english), ("ja", japanese)):
        session = open_gift(client, locale=locale)

        page = pay(browser, session, number)

        assert page.status == 402
        form = page.text.split("<details")[0]  # the folded list of test cards names reasons too
        assert ("Your payment did not go through" in form) == (locale == "en")
        assert form.count(sentence) == 2  # above the form and beside the field
        seen = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
        assert (seen.status, seen.payment_status) == ("open", "unpaid")
        assert seen.payment_intent.last_payment_error.code == code
        assert seen.payment_intent.last_payment_error.decline_code == decline_code
        assert seen.payment_intent.latest_charge.status == "failed"


def test_after_a_decline_the_same_session_can_still_be_paid(client, browser, sandbox, shop):
    session = open_gift(client)
    pay(browser, session, "4000000000000002")

    assert pay(browser, session).status == 303

    assert sandbox.wait_idle()
    assert shop.types() == [
        "payment_intent.created",
        "charge.failed",
        "payment_intent.payment_failed",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_3d_secure_is_asked_and_then_pays(client, browser):
    session = open_gift(client)

    asked = pay(browser, session, "4000002760003184")
    waiting = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    question = browser.get(asked.location)
    done = browser.post(asked.location, result="complete")

    assert (asked.status, waiting.payment_intent.status) == (303, "requires_action")
    assert waiting.payment_intent.next_action.redirect_to_url.url == asked.location
    assert "card ending in 3184" in question.text
    assert done.location.endswith(session.id)
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_failed_3d_secure_returns_to_the_form_with_everything_but_the_code(client, browser):
    session = open_gift(client)
    asked = pay(browser, session, "4000002760003184")

    back = browser.post(asked.location, result="fail")
    form = browser.get(f"{session.url}")

    assert back.location == f"/c/pay/{session.id}"
    assert "could not confirm that it is you" in form.text
    assert 'value="4000002760003184"' in form.text
    assert 'value="山田 花子"' in form.text
    assert 'value="123"' not in form.text
    intent = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]}).payment_intent
    assert (intent.status, intent.last_payment_error.code) == (
        "requires_payment_method",
        "payment_intent_authentication_failure",
    )


def test_pressing_twice_at_once_pays_once(client, browser):
    session = open_gift(client)

    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda _: pay(browser, session), range(8)))

    assert {page.location for page in pages} == {f"http://127.0.0.1:9/thanks?session_id={session.id}"}
    assert len(client.v1.charges.list().data) == 1


def test_confirming_3d_secure_twice_pays_once(client, browser):
    asked = pay(browser, open_gift(client), "4000002760003184")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: browser.post(asked.location, result="complete"), range(4)))

    assert len(client.v1.charges.list().data) == 1


def test_konbini_completes_unpaid_and_is_paid_at_the_till(client, browser, sandbox, shop):
    session = open_gift(client, allowed_payment_method_types=["card", "konbini"])
    assert pay(browser, session, method="konbini").status == 303
    unpaid = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})

    steer(browser, sandbox, "vouchers/pay", session=session.id)
    paid = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})

    assert (unpaid.status, unpaid.payment_status) == ("complete", "unpaid")
    details = unpaid.payment_intent.next_action.konbini_display_details
    assert len(details.stores.lawson.payment_code) == 6
    assert (paid.payment_status, paid.payment_intent.status) == ("paid", "succeeded")
    assert paid.payment_intent.latest_charge.payment_method_details.type == "konbini"
    assert sandbox.wait_idle()
    assert shop.types() == [
        "payment_intent.created",
        "payment_intent.requires_action",
        "checkout.session.completed",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.async_payment_succeeded",
    ]
    assert shop.events()[2].data.object["payment_status"] == "unpaid"


def test_a_voucher_expires_at_the_end_of_its_last_tokyo_day(client, browser, sandbox, shop):
    session = open_gift(client, payment_method_options={"konbini": {"expires_after_days": 3}})
    pay(browser, session, method="konbini")
    intent = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]}).payment_intent
    expires_at = intent.next_action.konbini_display_details.expires_at

    now = steer(browser, sandbox, "clock/advance", seconds=str(4 * 86400))["now"]

    assert (expires_at + 9 * 3600 + 1) % 86400 == 0
    assert 3 * 86400 <= expires_at - (now - 4 * 86400) < 4 * 86400
    failed = client.v1.payment_intents.retrieve(intent.id)
    assert failed.last_payment_error.code == "payment_intent_payment_attempt_expired"
    assert sandbox.wait_idle()
    assert shop.types()[-1] == "checkout.session.async_payment_failed"


@pytest.mark.parametrize(("name", "status"), [("succeed_immediately", "paid"), ("expire_immediately", "unpaid")])
def test_stripes_test_addresses_settle_a_voucher_at_once(client, browser, name, status):
    session = open_gift(client)

    pay(browser, session, method="konbini", email=f"a+{name}@example.org")

    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == status


@pytest.mark.parametrize(
    ("amount", "types"),
    [(119, ["card"]), (120, ["card", "konbini"]), (300_000, ["card", "konbini"]), (300_001, ["card"])],
)
def test_konbini_is_offered_only_for_amounts_it_takes(client, amount, types):
    assert open_gift(client, amount).payment_method_types == types


def test_expiring_a_session_closes_its_page(client, browser, sandbox, shop):
    session = open_gift(client, locale="en")

    client.v1.checkout.sessions.expire(session.id)
    page = pay(browser, session)

    assert page.status == 410
    assert "This page has expired" in page.text
    with pytest.raises(stripe.InvalidRequestError, match="status of `expired`"):
        client.v1.checkout.sessions.expire(session.id)
    assert sandbox.wait_idle()
    assert shop.types() == ["checkout.session.expired"]


def test_a_session_expires_by_itself_after_a_day(client, browser, sandbox):
    session = open_gift(client)

    steer(browser, sandbox, "clock/advance", seconds="86401")

    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"


def test_a_waiting_voucher_can_be_cancelled(client, browser, sandbox):
    session = open_gift(client)
    pay(browser, session, method="konbini")
    intent = client.v1.checkout.sessions.retrieve(session.id).payment_intent

    canceled = client.v1.payment_intents.cancel(intent, {"cancellation_reason": "requested_by_customer"})

    assert (canceled.status, canceled.next_action) == ("canceled", None)
    assert "This payment was cancelled" in browser.get(f"{sandbox.url}/konbini/{intent}").text


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"payment_method_types": ["card"]}, "payment_method_types", "parameter_unknown"),
        ({"mode": None}, "mode", "parameter_missing"),
        ({"success_url": None}, "success_url", "parameter_missing"),
        ({"line_items": []}, "line_items", "parameter_missing"),
        ({"colour": "red"}, "colour", "parameter_unknown"),
        ({"customer": "cus_nobody"}, "customer", "resource_missing"),
        ({"expires_at": 1}, "expires_at", None),
        ({"payment_intent_data": {"descripton": "x"}}, "payment_intent_data[descripton]", "parameter_unknown"),
        ({"allowed_payment_method_types": ["paypay"]}, "allowed_payment_method_types", None),
    ],
)
def test_wrong_parameters_are_refused_by_name(client, change, param, code):
    params = {name: value for name, value in (gift() | change).items() if value is not None}

    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(params)

    assert (refused.value.param, refused.value.code) == (param, code)
    assert client.v1.checkout.sessions.list().data == []


@pytest.mark.parametrize(
    ("amount", "currency", "param"),
    [
        ("50.5", "jpy", "line_items[0][price_data][unit_amount]"),
        ("5000", "usd", "line_items[0][price_data][currency]"),
        ("-5", "jpy", "line_items[0][price_data][unit_amount]"),
    ],
)
def test_amounts_are_whole_yen(client, amount, currency, param):
    params = gift()
    params["line_items"][0]["price_data"] |= {"unit_amount": amount, "currency": currency}

    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(params)

    assert refused.value.param == param


def test_less_than_fifty_yen_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_gift(client, 49)

    assert refused.value.code == "amount_too_small"


def test_line_items_can_be_listed_by_themselves(client):
    session = open_gift(client, 1200)

    assert [item.amount_total for item in client.v1.checkout.sessions.line_items.list(session.id).data] == [1200]


def test_full_width_digits_and_dashes_are_understood(client, browser):
    session = open_gift(client)

    page = browser.post(session.url, **typed("４２４２−4242-４２４２ 4242", expiry="１２／３９", cvc="１２３"))

    assert page.status == 303
    assert VISA.endswith(
        client.v1.checkout.sessions.retrieve(
            session.id, {"expand": ["payment_intent.latest_charge"]}
        ).payment_intent.latest_charge.payment_method_details.card.last4
    )
