"""Monthly gifts: subscriptions, renewals, failures, the portal."""

import pytest
import stripe

from tests.payments.sandbox.flows import VISA, monthly, paid_gift, paid_plan, pay, steer, typed

LATER = "4000000000000341"


def test_a_monthly_gift_starts_with_a_paid_invoice(client, browser, sandbox, shop):
    session = client.v1.checkout.sessions.create(monthly(subscription_data={"metadata": {"pledge": "1"}}))
    pay(browser, session)

    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription.latest_invoice.payments"]})

    assert (done.mode, done.payment_status, done.payment_intent) == ("subscription", "paid", None)
    plan, bill = done.subscription, done.subscription.latest_invoice
    assert (plan.status, plan.metadata["pledge"]) == ("active", "1")
    assert (bill.status, bill.billing_reason, bill.amount_paid) == ("paid", "subscription_create", 3000)
    assert bill.parent.subscription_details.subscription == plan.id
    intent = client.v1.payment_intents.retrieve(bill.payments.data[0].payment.payment_intent)
    assert (intent.status, intent.amount_received) == ("succeeded", 3000)
    assert sandbox.wait_idle()
    assert shop.types() == [
        "customer.created",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "customer.subscription.created",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
        "checkout.session.completed",
    ]


def test_konbini_is_not_offered_for_monthly_gifts(client):
    assert client.v1.checkout.sessions.create(monthly()).payment_method_types == ["card"]


def test_a_renewal_makes_its_own_invoice_and_payment(client, browser, sandbox, shop):
    plan = paid_plan(client, browser)
    sandbox.wait_idle()
    shop.received.clear()

    steer(browser, sandbox, "subscriptions/renew", subscription=plan.id)

    bills = client.v1.invoices.list({"subscription": plan.id}).data
    assert [bill.billing_reason for bill in bills] == ["subscription_cycle", "subscription_create"]
    payments = client.v1.invoice_payments.list({"invoice": bills[0].id}).data
    assert [(p.status, p.amount_paid) for p in payments] == [("paid", 3000)]
    found = client.v1.invoice_payments.list(
        {"payment": {"type": "payment_intent", "payment_intent": payments[0].payment.payment_intent}}
    )
    assert [p.invoice for p in found.data] == [bills[0].id]
    assert sandbox.wait_idle()
    assert shop.types() == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
        "customer.subscription.updated",
    ]


def test_the_clock_renews_once_each_month(client, browser, sandbox):
    plan = paid_plan(client, browser)

    steer(browser, sandbox, "clock/advance", seconds=str(93 * 86400))

    assert len(client.v1.invoices.list({"subscription": plan.id}).data) == 4
    item = client.v1.subscriptions.retrieve(plan.id)["items"].data[0]
    assert 28 * 86400 <= item.current_period_end - item.current_period_start <= 31 * 86400


def test_a_renewal_told_to_fail_makes_the_plan_past_due(client, browser, sandbox, shop):
    plan = paid_plan(client, browser)

    steer(browser, sandbox, "subscriptions/renew", subscription=plan.id, fail="true")

    seen = client.v1.subscriptions.retrieve(plan.id, {"expand": ["latest_invoice"]})
    assert (seen.status, seen.latest_invoice.status, seen.latest_invoice.attempt_count) == ("past_due", "open", 1)
    assert sandbox.wait_idle()
    assert shop.types()[-2:] == ["invoice.payment_failed", "customer.subscription.updated"]


def test_a_card_that_fails_later_pays_now_and_not_at_the_renewal(client, browser, sandbox):
    plan = paid_plan(client, browser, LATER)

    steer(browser, sandbox, "subscriptions/renew", subscription=plan.id)

    assert (plan.status, client.v1.subscriptions.retrieve(plan.id).status) == ("active", "past_due")


def test_an_unpaid_plan_ends_after_four_tries(client, browser, sandbox, shop):
    plan = paid_plan(client, browser, LATER)
    steer(browser, sandbox, "subscriptions/renew", subscription=plan.id)

    steer(browser, sandbox, "clock/advance", seconds=str(10 * 86400))

    ended = client.v1.subscriptions.retrieve(plan.id, {"expand": ["latest_invoice"]})
    assert (ended.status, ended.cancellation_details.reason) == ("canceled", "payment_failed")
    assert (ended.latest_invoice.attempt_count, ended.latest_invoice.next_payment_attempt) == (4, None)
    assert sandbox.wait_idle()
    assert shop.types()[-1] == "customer.subscription.deleted"


def test_an_open_invoice_can_be_collected_by_hand(client, browser, sandbox):
    plan = paid_plan(client, browser)
    steer(browser, sandbox, "subscriptions/renew", subscription=plan.id, fail="true")
    bill = client.v1.subscriptions.retrieve(plan.id).latest_invoice

    steer(browser, sandbox, "invoices/collect", invoice=bill)

    assert client.v1.invoices.retrieve(bill).status == "paid"
    assert client.v1.subscriptions.retrieve(plan.id).status == "active"


def test_cancelling_at_the_period_end_keeps_the_plan_until_then(client, browser, sandbox, shop):
    plan = paid_plan(client, browser)

    ending = client.v1.subscriptions.update(plan.id, {"cancel_at_period_end": True})
    steer(browser, sandbox, "clock/advance", seconds=str(32 * 86400))

    assert (ending.status, ending.cancel_at) == ("active", plan["items"].data[0].current_period_end)
    assert client.v1.subscriptions.retrieve(plan.id).status == "canceled"
    assert len(client.v1.invoices.list().data) == 1
    assert sandbox.wait_idle()
    told = [name for name in shop.types() if not name.startswith("payout.")]
    assert told[-2:] == ["customer.subscription.updated", "customer.subscription.deleted"]


def test_cancelling_at_once_hides_the_plan_from_the_plain_list(client, browser):
    plan = paid_plan(client, browser)

    assert client.v1.subscriptions.cancel(plan.id).status == "canceled"

    assert client.v1.subscriptions.list().data == []
    assert [p.id for p in client.v1.subscriptions.list({"status": "all"}).data] == [plan.id]
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.subscriptions.cancel(plan.id)


def portal_of(client, plan, **more):
    params = {"customer": plan.customer, "return_url": "http://127.0.0.1:9/me", "locale": "en"} | more
    return client.v1.billing_portal.sessions.create(params)


def test_the_portal_shows_the_plan_and_stops_and_keeps_it(client, browser):
    plan = paid_plan(client, browser)
    portal = portal_of(client, plan)

    shown = browser.get(portal.url)
    stopped = browser.post(portal.url, plan=plan.id, do="cancel")

    assert "¥3,000" in shown.text
    assert "Visa ending in 4242" in shown.text
    assert 'href="http://127.0.0.1:9/me"' in shown.text
    assert stopped.status == 303
    assert client.v1.subscriptions.retrieve(plan.id).cancel_at_period_end is True
    assert "Keep giving" in browser.get(portal.url).text
    browser.post(portal.url, plan=plan.id, do="resume")
    assert client.v1.subscriptions.retrieve(plan.id).cancel_at_period_end is False


def test_a_new_card_pays_what_the_old_one_owed(client, browser, sandbox):
    plan = paid_plan(client, browser, LATER)
    steer(browser, sandbox, "subscriptions/renew", subscription=plan.id)
    portal = portal_of(client, plan)
    form = typed("5555555555554444")

    page = browser.post(f"{portal.url}/card/{plan.id}", **form)

    seen = client.v1.subscriptions.retrieve(plan.id, {"expand": ["latest_invoice", "default_payment_method"]})
    assert page.status == 303
    assert (seen.status, seen.latest_invoice.status) == ("active", "paid")
    assert seen.default_payment_method.card.last4 == "4444"


def test_a_declining_card_is_not_taken_over(client, browser):
    plan = paid_plan(client, browser)

    page = browser.post(f"{portal_of(client, plan).url}/card/{plan.id}", **typed("4000000000000002"))

    assert page.status == 422
    assert "was declined" in page.text
    assert client.v1.subscriptions.retrieve(plan.id).default_payment_method == plan.default_payment_method


def test_an_ended_plan_can_no_longer_be_changed(client, browser):
    plan = paid_plan(client, browser)
    client.v1.subscriptions.cancel(plan.id)
    portal = portal_of(client, plan)

    with pytest.raises(stripe.InvalidRequestError, match="canceled subscription"):
        client.v1.subscriptions.update(plan.id, {"cancel_at_period_end": True})
    assert "Stop this gift" not in browser.get(portal.url).text
    assert browser.get(f"{portal.url}/card/{plan.id}").location == f"/p/session/{portal.id}"


def test_a_renewals_intent_has_no_voucher_and_cannot_be_cancelled(client, browser, sandbox):
    plan = paid_plan(client, browser)
    steer(browser, sandbox, "subscriptions/renew", subscription=plan.id, fail="true")
    intent = client.v1.payment_intents.list().data[0].id

    assert browser.get(f"{sandbox.url}/konbini/{intent}").status == 404
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.cancel(intent)


def test_nobody_can_stop_somebody_elses_plan(client, browser):
    mine, theirs = paid_plan(client, browser, VISA), paid_plan(client, browser, VISA)

    page = browser.post(portal_of(client, mine).url, plan=theirs.id, do="cancel")

    assert page.status == 404
    assert client.v1.subscriptions.retrieve(theirs.id).cancel_at_period_end is False


def test_a_portal_without_plans_says_what_it_is_for(client, browser):
    paid_gift(client, browser)
    customer = client.v1.customers.create({"email": "a@example.org"})
    portal = client.v1.billing_portal.sessions.create({"customer": customer.id, "locale": "ja"})

    assert "毎月のご寄付はまだありません" in browser.get(portal.url).text
