"""Refunds and disputes."""

import pytest
import stripe

from tests.payments.sandbox.flows import open_gift, paid_gift, pay, steer


def sums(client):
    return [(t.type, t.amount, t.fee) for t in client.v1.balance_transactions.list().auto_paging_iter()][::-1]


def test_a_whole_refund_takes_the_money_back_but_not_the_fee(client, browser, sandbox, shop):
    intent = paid_gift(client, browser).payment_intent
    sandbox.wait_idle()
    shop.received.clear()

    refund = client.v1.refunds.create({"payment_intent": intent.id, "reason": "requested_by_customer"})

    charge = client.v1.charges.retrieve(refund.charge, {"expand": ["refunds"]})
    assert (refund.status, refund.amount, charge.refunded, charge.amount_refunded) == ("succeeded", 5000, True, 5000)
    assert [r.id for r in charge.refunds.data] == [refund.id]
    assert sums(client) == [("charge", 5000, 180), ("refund", -5000, 0)]
    assert sandbox.wait_idle()
    assert shop.types() == ["refund.created", "charge.refunded"]


def test_partial_refunds_never_exceed_the_payment(client, browser):
    intent = paid_gift(client, browser).payment_intent.id
    client.v1.refunds.create({"payment_intent": intent, "amount": 2000})
    client.v1.refunds.create({"payment_intent": intent, "amount": 2999})

    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount") as refused:
        client.v1.refunds.create({"payment_intent": intent, "amount": 2})
    client.v1.refunds.create({"payment_intent": intent})
    with pytest.raises(stripe.InvalidRequestError) as again:
        client.v1.refunds.create({"payment_intent": intent})

    assert refused.value.param == "amount"
    assert again.value.code == "charge_already_refunded"
    assert [r.amount for r in client.v1.refunds.list({"payment_intent": intent}).data] == [1, 2999, 2000]


def test_an_unpaid_intent_cannot_be_refunded(client, browser):
    session = open_gift(client)
    pay(browser, session, method="konbini")
    intent = client.v1.checkout.sessions.retrieve(session.id).payment_intent

    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        client.v1.refunds.create({"payment_intent": intent})


def test_a_pending_refund_succeeds_later(client, browser, sandbox, shop):
    intent = paid_gift(client, browser, number="4000000000007726").payment_intent.id
    refund = client.v1.refunds.create({"payment_intent": intent})

    steer(browser, sandbox, "refunds/succeed", refund=refund.id)

    assert (refund.status, client.v1.refunds.retrieve(refund.id).status) == ("pending", "succeeded")
    assert sandbox.wait_idle()
    assert shop.types()[-2:] == ["refund.updated", "charge.refund.updated"]


def test_a_failed_refund_gives_the_amount_back(client, browser, sandbox, shop):
    intent = paid_gift(client, browser).payment_intent.id
    refund = client.v1.refunds.create({"payment_intent": intent, "amount": 3000})

    steer(browser, sandbox, "refunds/fail", refund=refund.id)

    failed = client.v1.refunds.retrieve(refund.id, {"expand": ["failure_balance_transaction"]})
    assert (failed.status, failed.failure_balance_transaction.amount) == ("failed", 3000)
    assert client.v1.charges.retrieve(refund.charge).amount_refunded == 0
    assert client.v1.refunds.create({"payment_intent": intent}).amount == 5000
    assert sandbox.wait_idle()
    assert "refund.failed" in shop.types()


def test_the_card_whose_refunds_fail_does_so_by_itself(client, browser):
    intent = paid_gift(client, browser, number="4000000000005126").payment_intent.id

    refund = client.v1.refunds.create({"payment_intent": intent})

    assert client.v1.refunds.retrieve(refund.id).status == "failed"


def test_a_konbini_refund_waits_for_a_bank_account(client, browser, sandbox):
    session = open_gift(client)
    pay(browser, session, method="konbini")
    steer(browser, sandbox, "vouchers/pay", session=session.id)
    intent = client.v1.checkout.sessions.retrieve(session.id).payment_intent

    refund = client.v1.refunds.create({"payment_intent": intent})
    steer(browser, sandbox, "refunds/succeed", refund=refund.id)

    assert refund.status == "requires_action"
    assert refund.next_action.display_details.email_sent.email_sent_to == "hanako@example.org"
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"


def test_the_dashboard_refunds_without_our_knowledge(client, browser, sandbox, shop):
    charge = paid_gift(client, browser).payment_intent.latest_charge.id

    steer(browser, sandbox, "refunds", charge=charge, amount="1500")

    assert client.v1.charges.retrieve(charge).amount_refunded == 1500
    assert sandbox.wait_idle()
    assert shop.types()[-1] == "charge.refunded"


@pytest.mark.parametrize(
    ("result", "last", "total"),
    [("won", "charge.dispute.closed", 5000 - 1300), ("lost", "charge.dispute.closed", -1300)],
)
def test_a_dispute_withdraws_and_only_winning_reinstates(client, browser, sandbox, shop, result, last, total):
    charge = paid_gift(client, browser).payment_intent.latest_charge.id
    sandbox.wait_idle()
    shop.received.clear()
    dispute = steer(browser, sandbox, "disputes", charge=charge)

    steer(browser, sandbox, "disputes/close", dispute=dispute["id"], result=result)

    seen = client.v1.disputes.retrieve(dispute["id"])
    assert (seen.status, seen.charge, seen.amount) == (result, charge, 5000)
    assert sum(t.net for t in client.v1.balance_transactions.list().data) == total - 180
    assert sandbox.wait_idle()
    between = ["charge.dispute.funds_reinstated"] if result == "won" else []
    assert shop.types() == ["charge.dispute.created", "charge.dispute.funds_withdrawn", *between, last]


def test_a_dispute_may_be_about_a_part(client, browser, sandbox):
    charge = paid_gift(client, browser).payment_intent.latest_charge.id

    dispute = steer(browser, sandbox, "disputes", charge=charge, amount="2000")

    assert client.v1.disputes.retrieve(dispute["id"]).balance_transactions[0].amount == -2000


def test_a_disputed_charge_cannot_be_refunded(client, browser):
    intent = paid_gift(client, browser, number="4000000000000259").payment_intent

    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent.id})

    assert refused.value.code == "charge_disputed"
    assert [d.charge for d in client.v1.disputes.list({"payment_intent": intent.id}).data] == [intent.latest_charge.id]


def test_evidence_can_be_sent_and_a_dispute_accepted(client, browser):
    paid_gift(client, browser, number="4000000000000259")
    dispute = client.v1.disputes.list().data[0]

    sent = client.v1.disputes.update(dispute.id, {"evidence": {"customer_name": "山田 花子"}, "submit": True})
    closed = client.v1.disputes.close(dispute.id)

    assert (sent.status, sent.evidence.customer_name) == ("under_review", "山田 花子")
    assert closed.status == "lost"
