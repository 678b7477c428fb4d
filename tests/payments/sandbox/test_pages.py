"""Hosted pages and the developer's board: two languages, nothing lost, nothing hidden."""

import html
import re

import pytest

from portal.payments.sandbox.hosted.words import _WORDS
from tests.payments.sandbox.conftest import Browser
from tests.payments.sandbox.flows import monthly, open_gift, paid_gift, paid_plan, pay, steer, typed


@pytest.mark.parametrize(
    ("locale", "accepted", "language"),
    [
        ("ja", "en", "ja"),
        ("en", "ja", "en"),
        ("auto", "en-GB,en;q=0.8", "en"),
        ("auto", "fr,ja;q=0.5,en;q=0.4", "ja"),
        (None, "de", "ja"),
        (None, "", "ja"),
    ],
)
def test_the_page_speaks_the_payers_language(client, locale, accepted, language):
    session = open_gift(client, **({"locale": locale} if locale else {}))

    page = Browser(accepted).get(session.url)

    assert f'<html lang="{language}">' in page.text
    assert ("¥5,000" if language == "en" else "5,000円") in page.text


def test_a_gift_and_a_fee_are_named_differently(client, browser):
    gift = browser.get(open_gift(client, submit_type="donate", locale="en").url).text
    fee = browser.get(open_gift(client, locale="en").url).text
    plan = browser.get(client.v1.checkout.sessions.create(monthly(locale="en")).url).text

    assert "Give ¥5,000" in gift
    assert "Pay ¥5,000" in fee
    assert "Pay ¥3,000 a month" in plan


def test_the_merchants_words_stand_above_the_button(client, browser):
    session = open_gift(client, custom_text={"submit": {"message": "ご寄付は団体がお預かりします。"}})

    assert "ご寄付は団体がお預かりします。" in browser.get(session.url).text


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"number": ""}, "number", "Enter your card number."),
        ({"number": "4242 4242 4242 4241"}, "number", "has a slip in it"),
        ({"number": "4111111111111111"}, "number", "This is not a test card."),
        ({"expiry": "13 / 30"}, "expiry", "Enter the month and year"),
        ({"expiry": "soon"}, "expiry", "Enter the month and year"),
        ({"expiry": "01 / 20"}, "expiry", "expiry date has passed"),
        ({"cvc": "12"}, "cvc", "Enter the 3 digits"),
        ({"cvc": "1234"}, "cvc", "Enter the 3 digits"),
        ({"name": " "}, "name", "Enter your name."),
        ({"email": ""}, "email", "Enter your e-mail address."),
        ({"email": "hanako@"}, "email", "does not look complete"),
        ({"method": "paypay"}, "method-card", "Choose how you would like to pay."),
    ],
)
def test_a_slip_is_named_above_the_form_and_beside_the_field(client, browser, change, field, sentence):
    page = browser.post(open_gift(client, locale="en").url, **(typed() | change))

    assert page.status == 422
    assert f'<a href="#{field}">' in page.text
    assert page.text.count(sentence) == 2
    assert client.v1.payment_intents.list().data == []


def test_everything_typed_stays_except_the_security_code(client, browser):
    page = browser.post(open_gift(client).url, **typed("4242 4242 4242 4241", cvc="987"))

    assert 'value="4242 4242 4242 4241"' in page.text
    assert 'value="12 / 39"' in page.text
    assert 'value="山田 花子"' in page.text
    assert 'value="hanako@example.org"' in page.text
    assert "987" not in page.text


def test_what_is_typed_is_escaped(client, browser):
    page = browser.post(open_gift(client).url, **typed(number="", name='"><script>alert(1)</script>'))

    assert "<script" not in page.text
    assert html.escape('"><script>alert(1)</script>') in page.text


def test_a_test_card_fills_the_form_without_paying(client, browser):
    page = browser.post(open_gift(client).url, **typed(number="", fill="4000000000009995"))

    assert page.status == 200
    assert 'value="4000 0000 0000 9995"' in page.text
    assert 'value="山田 花子"' in page.text
    assert client.v1.charges.list().data == []


def test_every_input_has_a_label_and_says_what_it_is(client, browser):
    page = browser.get(open_gift(client).url).text
    inputs = re.findall(r'<input id="(\w+)"[^>]*autocomplete="([\w-]+)"', page)

    assert dict(inputs) == {
        "number": "cc-number",
        "expiry": "cc-exp",
        "cvc": "cc-csc",
        "name": "name",
        "email": "email",
    }
    assert all(f'<label for="{name}">' in page for name, _ in inputs)


def test_pages_carry_no_script_and_no_inline_style(client, browser, sandbox):
    for page in (browser.get(open_gift(client).url), browser.get(f"{sandbox.url}/_sandbox/")):
        assert "<script" not in page.text
        assert "style=" not in page.text


def test_the_voucher_page_is_paid_once_however_often_it_is_pressed(client, browser, sandbox):
    session = open_gift(client, locale="en")
    pay(browser, session, method="konbini")
    intent = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]}).payment_intent
    details = intent.next_action.konbini_display_details
    shown = browser.get(details.hosted_voucher_url).text

    for _ in range(2):
        assert browser.post(details.hosted_voucher_url, till="pay").status == 303

    assert details.stores.familymart.payment_code in shown
    assert "Pay now at the till" in shown
    assert "Paid. Thank you." in browser.get(details.hosted_voucher_url).text
    assert len(client.v1.charges.list().data) == 1


def test_a_finished_session_leads_back_to_the_site(client, browser):
    session = open_gift(client)
    pay(browser, session)

    page = browser.get(session.url)

    assert (page.status, page.location) == (303, f"http://127.0.0.1:9/thanks?session_id={session.id}")


@pytest.mark.parametrize("path", ["/c/pay/cs_nobody", "/konbini/pi_nobody", "/p/session/x", "/3ds/x", "/nothing"])
def test_an_unknown_page_says_so(sandbox, browser, path):
    page = browser.get(sandbox.url + path)

    assert page.status == 404
    assert "There is no such page" in page.text


def test_the_board_shows_what_can_be_steered(client, browser, sandbox):
    open_session = open_gift(client, 1000)
    voucher = open_gift(client, 2000)
    pay(browser, voucher, method="konbini")
    paid_plan(client, browser)

    page = browser.get(f"{sandbox.url}/_sandbox/").text

    assert f'href="{open_session.url}"' in page
    assert "Pay at the till" in page
    assert "Fail a renewal" in page
    assert "checkout.session.completed" in page


def test_a_press_on_the_board_acts_and_returns(client, browser, sandbox):
    charge = paid_gift(client, browser).payment_intent.latest_charge.id
    board = f"{sandbox.url}/_sandbox/"

    pressed = browser.post(board, control="refunds", charge=charge)
    again = browser.post(board, control="refunds", charge=charge)

    assert (pressed.status, pressed.location) == (303, "/_sandbox/")
    assert client.v1.charges.retrieve(charge).refunded is True
    assert again.status == 400
    assert "has already been refunded" in again.text


@pytest.mark.parametrize(
    ("control", "params", "status", "sentence"),
    [
        ("nothing", {}, 404, "There are: "),
        ("health", {}, 405, "Use GET"),
        ("clock/advance", {}, 400, "Missing required param: seconds"),
        ("clock/advance", {"seconds": "-1"}, 400, "forward only"),
        ("faults", {"kind": "rain"}, 400, "must be one of"),
        ("hooks", {"url": "http://example.org/", "secret": "x"}, 400, "this machine only"),
        ("hooks", {"url": "http://127.0.0.1.example.org/", "secret": "x"}, 400, "this machine only"),
        ("vouchers/pay", {"payment_intent": "pi_nobody"}, 400, "No such payment_intent"),
    ],
)
def test_a_wrong_control_call_says_what_is_wrong(sandbox, browser, control, params, status, sentence):
    page = browser.post(f"{sandbox.url}/_sandbox/{control}", **params)

    assert page.status == status
    assert sentence in page.text


def test_the_objects_can_be_listed_for_debugging(client, browser, sandbox):
    session = open_gift(client)

    page = browser.get(f"{sandbox.url}/_sandbox/objects?kind=checkout.session")

    assert f'"id": "{session.id}"' in page.text
    assert '"kind"' not in page.text


def test_a_plan_renews_from_the_board(client, browser, sandbox):
    plan = paid_plan(client, browser)

    browser.post(f"{sandbox.url}/_sandbox/", control="subscriptions/renew", subscription=plan.id)

    assert len(client.v1.invoices.list({"subscription": plan.id}).data) == 2


def test_health_answers_as_soon_as_it_serves(sandbox, browser):
    assert '"status": "ok"' in browser.get(f"{sandbox.url}/_sandbox/health").text


def test_both_languages_say_everything_with_the_same_facts():
    uneven = [
        key
        for key, (english, japanese) in _WORDS.items()
        if not (english.strip() and japanese.strip())
        or set(re.findall(r"{(\w+)}", english)) != set(re.findall(r"{(\w+)}", japanese))
    ]

    assert uneven == []


def test_the_clock_moves_for_people_too(sandbox, browser):
    before = sandbox.world.now()

    steer(browser, sandbox, "clock/advance", seconds="86400")

    assert 86400 <= sandbox.world.now() - before <= 86402


def test_the_board_decides_disputes_finishes_refunds_and_lets_payouts_arrive(client, browser, sandbox):
    paid_gift(client, browser, number="4000000000000259")
    slow = paid_gift(client, browser, number="4000000000007726").payment_intent
    client.v1.refunds.create({"payment_intent": slow.id, "amount": 100})
    board = f"{sandbox.url}/_sandbox/"
    page = browser.get(board).text
    assert [words in page for words in ("Decide for us", "Let succeed", "Payouts to the bank")] == [True] * 3

    dispute, refund = client.v1.disputes.list().data[0], client.v1.refunds.list().data[0]
    assert browser.post(board, control="disputes/close", dispute=dispute.id, result="won").status == 303
    assert browser.post(board, control="refunds/fail", refund=refund.id).status == 303
    browser.post(board, control="clock/advance", seconds=str(12 * 86400))
    payout = client.v1.payouts.list().data[0]
    assert browser.post(board, control="payouts/fail", payout=payout.id).status == 303

    assert client.v1.disputes.retrieve(dispute.id).status == "won"
    assert client.v1.refunds.retrieve(refund.id).status == "failed"
    assert "sent back" in browser.get(board).text
