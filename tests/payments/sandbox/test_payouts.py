"""Payouts: what is available goes to the bank on Fridays, and its entries add up to it."""

import pytest
import stripe

from tests.payments.sandbox.flows import paid_gift, steer

WEEK = str(7 * 86400)


def pay_everything_out(browser, sandbox):
    """Two weeks: one until a Friday finds the money available, one until it has arrived."""
    steer(browser, sandbox, "clock/advance", seconds=WEEK)
    steer(browser, sandbox, "clock/advance", seconds=WEEK)


def entries(client, payout):
    listed = client.v1.balance_transactions.list({"payout": payout.id, "limit": 100})
    return sorted((entry.type, entry.amount, entry.net) for entry in listed.auto_paging_iter())


def test_a_friday_pays_out_what_is_available_and_the_entries_add_up(client, browser, sandbox, shop):
    gift = paid_gift(client, browser)
    client.v1.refunds.create({"payment_intent": gift.payment_intent.id, "amount": 1000})

    pay_everything_out(browser, sandbox)

    payout = client.v1.payouts.list({"status": "paid"}).data[0]
    assert entries(client, payout) == [("charge", 5000, 4820), ("payout", -3820, -3820), ("refund", -1000, -1000)]
    assert (payout.amount, payout.currency, payout.automatic) == (3820, "jpy", True)
    assert payout.arrival_date % 86400 == 0
    assert (payout.created + 9 * 3600) % 86400 == 0
    assert (payout.created + 9 * 3600) // 86400 % 7 == 1  # 1 January 1970 was a Thursday
    assert sandbox.wait_idle()
    assert [name for name in shop.types() if name.startswith("payout")] == [
        "payout.created", "payout.paid", "payout.reconciliation_completed",
    ]  # fmt: skip


def test_money_of_four_days_does_not_leave_yet(client, browser, sandbox):
    paid_gift(client, browser)

    refused = browser.post(f"{sandbox.url}/_sandbox/payouts")

    assert refused.status == 400
    assert "insufficient funds" in refused.text
    assert client.v1.payouts.list().data == []


def test_a_refund_that_ate_everything_waits_until_something_is_left(client, browser, sandbox):
    gift = paid_gift(client, browser)
    client.v1.refunds.create({"payment_intent": gift.payment_intent.id})
    pay_everything_out(browser, sandbox)
    assert client.v1.payouts.list().data == []
    paid_gift(client, browser)

    pay_everything_out(browser, sandbox)

    assert [payout.amount for payout in client.v1.payouts.list().data] == [4820 - 180]


def test_a_payout_that_the_bank_sends_back_leaves_again_with_the_next(client, browser, sandbox, shop):
    paid_gift(client, browser)
    pay_everything_out(browser, sandbox)
    first = client.v1.payouts.list().data[0]

    steer(browser, sandbox, "payouts/fail", payout=first.id)
    pay_everything_out(browser, sandbox)

    second = client.v1.payouts.list().data[0]
    failed = client.v1.payouts.retrieve(first.id)
    assert (failed.status, failed.failure_code, second.status) == ("failed", "account_closed", "paid")
    back = client.v1.balance_transactions.retrieve(failed.failure_balance_transaction)
    assert (back.type, back.source, back.amount) == ("payout_failure", first.id, 4820)
    assert entries(client, second) == [("payout", -4820, -4820), ("payout_failure", 4820, 4820)]
    assert sandbox.wait_idle()
    assert "payout.failed" in shop.types()


def test_each_entry_is_paid_out_once(client, browser, sandbox):
    for _ in range(3):
        paid_gift(client, browser)
        steer(browser, sandbox, "clock/advance", seconds=WEEK)
    pay_everything_out(browser, sandbox)

    payouts = list(client.v1.payouts.list().auto_paging_iter())

    assert sum(payout.amount for payout in payouts) == 3 * 4820
    assert sum(len(entries(client, payout)) for payout in payouts) == 3 + len(payouts)


def test_payouts_are_listed_by_the_day_of_arrival(client, browser, sandbox):
    paid_gift(client, browser)
    pay_everything_out(browser, sandbox)
    day = client.v1.payouts.list().data[0].arrival_date

    assert len(client.v1.payouts.list({"arrival_date": {"gte": day}}).data) == 1
    assert client.v1.payouts.list({"arrival_date": {"gt": day}}).data == []
    with pytest.raises(stripe.InvalidRequestError, match="No such payout"):
        client.v1.balance_transactions.list({"payout": "po_nobody"})
