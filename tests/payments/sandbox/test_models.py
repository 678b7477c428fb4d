"""Every answer fits the SDK's typed models, which are generated from Stripe's OpenAPI description."""

import pytest

from portal.payments.sandbox import app
from tests.payments.sandbox.conformity import Conformity, model_of, object_misfits
from tests.payments.sandbox.flows import open_gift, paid_gift, paid_plan, pay, steer


@pytest.fixture
def answers(monkeypatch) -> Conformity:
    """Every answer that goes out from now on."""
    conformity, handle = Conformity(), app.handle

    def watched(world, request):
        reply = handle(world, request)
        if reply.status == 200:
            conformity.look(f"{request.method} {request.path.split('?')[0]}", reply.body)
        return reply

    monkeypatch.setattr(app, "handle", watched)
    return conformity


@pytest.fixture
def busy_world(answers, client, browser, sandbox):
    """A world in which everything has happened once."""
    open_gift(client)
    client.v1.checkout.sessions.expire(open_gift(client, submit_type="donate", locale="ja").id)
    pay(browser, open_gift(client), "4000000000009995")
    pay(browser, open_gift(client), "4000002760003184")
    for control in ("vouchers/pay", "vouchers/expire"):
        voucher = open_gift(client, custom_text={"submit": {"message": "x"}})
        pay(browser, voucher, method="konbini")
        steer(browser, sandbox, control, session=voucher.id)
    pay(browser, open_gift(client), method="konbini")
    gift = paid_gift(client, browser)
    client.v1.refunds.create({"payment_intent": gift.payment_intent.id, "amount": 100})
    for number in ("4000000000005126", "4000000000007726"):
        client.v1.refunds.create({"payment_intent": paid_gift(client, browser, number=number).payment_intent.id})
    paid = client.v1.payment_intents.list({"limit": 100}).data
    konbini = next(i for i in paid if i.latest_charge and i.status == "succeeded" and "konbini" in method(client, i))
    client.v1.refunds.create({"payment_intent": konbini.id})
    paid_gift(client, browser, number="4000000000000259")
    disputed = client.v1.disputes.list().data[0]
    client.v1.disputes.update(disputed.id, {"evidence": {"customer_name": "A"}})
    steer(browser, sandbox, "disputes/close", dispute=disputed.id, result="won")
    plan = paid_plan(client, browser)
    steer(browser, sandbox, "subscriptions/renew", subscription=plan.id, fail="true")
    client.v1.subscriptions.update(plan.id, {"cancel_at_period_end": True})
    client.v1.subscriptions.cancel(paid_plan(client, browser).id)
    client.v1.billing_portal.sessions.create({"customer": plan.customer, "return_url": "http://127.0.0.1:9/"})
    for _ in range(2):
        steer(browser, sandbox, "clock/advance", seconds=str(7 * 86400))
    steer(browser, sandbox, "payouts/fail", payout=client.v1.payouts.list().data[0].id)
    return sandbox.world


def method(client, intent):
    return client.v1.charges.retrieve(intent.latest_charge).payment_method_details.type


def test_every_object_fits_the_sdks_model(busy_world):
    kinds = busy_world.counts()

    found = [
        misfit
        for kind in kinds
        for body in busy_world.all(kind)
        for misfit in object_misfits(body, model_of(kind), kind)
    ]

    assert sorted(set(found)) == []
    assert set(kinds) == {
        "balance_transaction",
        "billing_portal.session",
        "charge",
        "checkout.session",
        "customer",
        "dispute",
        "event",
        "invoice",
        "invoice_payment",
        "payment_intent",
        "payment_method",
        "payout",
        "price",
        "product",
        "refund",
        "subscription",
    }


def everything(client, sandbox) -> list:
    """Every list, and every object of every list by its id."""
    v1 = client.v1
    plain = [v1.balance_transactions, v1.charges, v1.checkout.sessions, v1.customers, v1.disputes, v1.events, v1.invoices,
             v1.payment_intents, v1.payouts, v1.refunds]  # fmt: skip
    found = [(service, item) for service in plain for item in service.list({"limit": 100}).auto_paging_iter()]
    found += [(v1.subscriptions, item) for item in v1.subscriptions.list({"status": "all"}).auto_paging_iter()]
    found += [(v1.invoice_payments, item) for item in v1.invoice_payments.list().auto_paging_iter()]
    return [service.retrieve(item.id) for service, item in found]


def test_every_answer_of_a_full_run_fits(busy_world, answers, client, sandbox):
    """Not only what is kept: what goes over the wire, with lists, line items and what was asked to be expanded."""
    objects = everything(client, sandbox)
    for session in client.v1.checkout.sessions.list({"limit": 100}).data:
        client.v1.checkout.sessions.line_items.list(session.id)
        expand = ["line_items", "payment_intent.latest_charge.balance_transaction", "invoice.payments", "subscription"]
        client.v1.checkout.sessions.retrieve(session.id, {"expand": expand})
    for payout in client.v1.payouts.list().data:
        client.v1.balance_transactions.list({"payout": payout.id, "expand": ["data.source"]})

    assert sorted(answers.misfits) == []
    assert len(objects) > 100
    assert answers.kinds >= {"list", "item", "payout", "dispute", "refund", "invoice_payment", "billing_portal.session"}


def test_what_events_carry_fits_too(busy_world):
    bodies = [event["data"]["object"] for event in busy_world.all("event")]

    found = [misfit for body in bodies for misfit in object_misfits(body, model_of(body["object"]), body["object"])]

    assert sorted(set(found)) == []
    assert len(bodies) > 40


@pytest.mark.parametrize(
    ("change", "misfit"),
    [
        ({"colour": "red"}, "customer.colour: unknown"),
        ({"created": None}, "customer.created: None is no <class 'int'>"),
        ({"tax_exempt": 1}, "customer.tax_exempt: 1 is none of ('exempt', 'none', 'reverse')"),
    ],
)
def test_the_check_itself_notices(client, sandbox, change, misfit):
    client.v1.customers.create({"email": "a@example.org"})
    body = dict(sandbox.world.all("customer")[0])

    assert misfit in object_misfits(body | change, model_of("customer"), "customer")


def test_the_check_notices_what_is_missing(client, sandbox):
    client.v1.customers.create({"email": "a@example.org"})
    body = dict(sandbox.world.all("customer")[0])
    del body["created"]

    assert object_misfits(body, model_of("customer"), "customer") == ["customer.created: missing"]
