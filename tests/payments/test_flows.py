"""A payment from the form to the ledger, against the sandbox and the unmodified SDK."""

import datetime as dt

import pytest
import time_machine

from portal.payments.actions import open_payment, start_checkout, sync
from portal.payments.errors import AlreadyPaid, CheckoutOver, UnknownPurpose
from portal.payments.models import LedgerEntry, Payment
from tests.factories.payments import make_payment
from tests.payments.stripe_side import deliver

pytestmark = pytest.mark.django_db
State = Payment.State


def ledger(payment: Payment) -> list[tuple[str, int, int]]:
    return list(payment.ledger.values_list("kind", "amount_jpy", "gift_jpy"))


def test_a_card_payment_reaches_the_ledger_with_its_fee_and_is_told_once(checkout, stripe_side, listening):
    payment = checkout(make_payment(amount_jpy=5187, gift_jpy=5000))
    assert payment.state == State.OPEN
    stripe_side.pay_by_card(payment)
    for event in stripe_side.events():
        deliver(event)
    payment.refresh_from_db()
    assert payment.state == State.PAID
    assert payment.method == Payment.Method.CARD
    assert ledger(payment) == [("charge", 5187, 5000), ("fee", -187, 0)]
    assert listening.states_heard(payment) == ["paid"]
    assert [(t.from_state, t.to_state) for t in payment.transitions.all()] == [("created", "open"), ("open", "paid")]


def test_a_konbini_slip_is_a_promise_until_the_till_has_taken_the_money(checkout, stripe_side, listening):
    """money.md 7: a completed checkout that is unpaid means processing."""
    payment = checkout(make_payment())
    stripe_side.choose_konbini(payment)
    completed = next(e for e in stripe_side.events() if e["type"] == "checkout.session.completed")
    deliver(completed)
    payment.refresh_from_db()
    assert payment.state == State.PROCESSING
    assert payment.voucher_url.startswith(stripe_side.url + "/konbini/")
    assert payment.voucher_expires_at is not None
    assert ledger(payment) == []

    stripe_side.control("vouchers/pay", session=payment.stripe_session)
    for event in stripe_side.events():
        deliver(event)
    payment.refresh_from_db()
    assert payment.state == State.PAID
    assert payment.method == Payment.Method.KONBINI
    assert ledger(payment) == [("charge", 5000, 5000), ("fee", -180, 0)]
    assert listening.states_heard(payment) == ["processing", "paid"]


def test_a_slip_that_nobody_pays_fails(checkout, stripe_side, listening):
    payment = checkout(make_payment())
    stripe_side.choose_konbini(payment)
    sync(payment.pk)
    stripe_side.control("vouchers/expire", session=payment.stripe_session)
    for event in stripe_side.events():
        deliver(event)
    payment.refresh_from_db()
    assert payment.state == State.FAILED
    assert ledger(payment) == []
    assert listening.states_heard(payment) == ["processing", "failed"]


def test_a_declined_card_leaves_the_checkout_open_for_another(checkout, stripe_side, listening):
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment, "4000000000000002")
    for event in stripe_side.events():
        deliver(event)
    payment.refresh_from_db()
    assert payment.state == State.OPEN
    assert listening.states_heard(payment) == []
    stripe_side.pay_by_card(payment)
    assert sync(payment.pk).state == State.PAID


def test_the_success_page_alone_settles_a_payment_whose_webhook_never_came(checkout, stripe_side):
    """money.md 6."""
    payment = checkout(make_payment())
    assert sync(payment.pk).state == State.OPEN
    stripe_side.pay_by_card(payment)
    assert sync(payment.pk).state == State.PAID
    assert ledger(payment) == [("charge", 5000, 5000), ("fee", -180, 0)]


def test_a_webhook_quicker_than_our_own_note_of_the_session_settles(checkout, stripe_side):
    payment = checkout(make_payment())
    Payment.objects.filter(pk=payment.pk).update(stripe_session=None, state=State.CREATED)
    stripe_side.pay_by_card(payment)
    completed = next(e for e in stripe_side.events() if e["type"] == "checkout.session.completed")
    deliver(completed)
    payment.refresh_from_db()
    assert payment.state == State.PAID
    assert payment.stripe_session == completed["data"]["object"]["id"]


def test_asking_for_the_checkout_again_gives_the_same_one(checkout, stripe_side):
    """money.md 11: the idempotency key is our row's id."""
    payment = checkout(make_payment())
    first = payment.checkout_url
    again = start_checkout(payment, success_url="http://127.0.0.1:1/x", cancel_url="http://127.0.0.1:1/x")
    assert again == first
    ours = [s for s in stripe_side.all("checkout.session") if s["client_reference_id"] == str(payment.pk)]
    assert len(ours) == 1


def test_a_session_that_was_made_but_whose_answer_was_lost_is_found_again_by_its_key(checkout, stripe_side):
    payment = checkout(make_payment())
    session = payment.stripe_session
    Payment.objects.filter(pk=payment.pk).update(stripe_session=None, state=State.CREATED, checkout_url="")
    payment.refresh_from_db()
    assert checkout(payment).stripe_session == session


def test_an_attempt_that_stripe_never_answered_is_given_up_and_the_form_gets_a_new_one(checkout, stripe_side):
    payment = make_payment(nonce="form-1")
    with time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(minutes=50)):
        Payment.objects.filter(pk=payment.pk).update(session_expires_at=dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    with pytest.raises(CheckoutOver):
        checkout(payment)
    payment.refresh_from_db()
    assert payment.state == State.EXPIRED
    again = make_payment(nonce="form-1", reference=payment.reference)
    assert again.pk != payment.pk
    assert checkout(again).state == State.OPEN


def test_a_paid_payment_refuses_another_checkout(checkout, stripe_side):
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    with pytest.raises(AlreadyPaid):
        checkout(payment)


def test_a_slip_is_shown_again_to_whoever_asks_for_the_checkout_again(checkout, stripe_side):
    payment = checkout(make_payment())
    stripe_side.choose_konbini(payment)
    address = start_checkout(payment, success_url="http://127.0.0.1:1/x", cancel_url="http://127.0.0.1:1/x")
    assert address.startswith(stripe_side.url + "/konbini/")


def test_an_expired_checkout_is_over_and_the_same_form_opens_a_new_attempt(checkout, stripe_side, listening):
    payment = checkout(make_payment(nonce="form-2"))
    with stripe_side.sandbox.world.work() as world:
        world.change(world.get(payment.stripe_session), status="expired", url=None)
    with pytest.raises(CheckoutOver):
        checkout(payment)
    assert listening.states_heard(payment) == ["expired"]
    assert make_payment(nonce="form-2", reference=payment.reference).pk != payment.pk


def test_the_same_form_sent_twice_is_one_payment():
    first = make_payment(nonce="twice")
    assert make_payment(nonce="twice", reference=first.reference) == first


def test_the_same_form_with_another_amount_is_another_payment():
    first = make_payment(nonce="changed")
    second = make_payment(nonce="changed", reference=first.reference, amount_jpy=900)
    assert second.pk != first.pk
    assert second.amount_jpy == 900


def test_money_that_nobody_would_hear_of_is_not_asked_for():
    with pytest.raises(UnknownPurpose):
        make_payment(purpose="raffle")


@pytest.mark.parametrize(("amount", "methods"), [(100, ["card"]), (120, ["card", "konbini"]), (300_001, ["card"])])
def test_konbini_is_offered_only_for_what_a_till_can_take(checkout, stripe_side, amount, methods):
    payment = checkout(make_payment(amount_jpy=amount))
    session = next(s for s in stripe_side.all("checkout.session") if s["id"] == payment.stripe_session)
    assert session["payment_method_types"] == methods


def test_yen_are_never_multiplied(checkout, stripe_side):
    """money.md 16."""
    payment = checkout(make_payment(amount_jpy=12_345))
    session = next(s for s in stripe_side.all("checkout.session") if s["id"] == payment.stripe_session)
    assert session["amount_total"] == 12_345
    assert session["currency"] == "jpy"


def test_a_plan_begins_with_its_first_payment_and_every_paid_invoice_makes_its_own(checkout, stripe_side, listening):
    first = checkout(make_payment(monthly=True))
    stripe_side.pay_by_card(first)
    for event in stripe_side.events():
        deliver(event)
    first.refresh_from_db()
    plan = first.plan
    assert (first.state, plan.status) == (State.PAID, "active")
    stripe_side.control("subscriptions/renew", subscription=plan.stripe_subscription)
    for event in stripe_side.events():
        deliver(event)
    renewal = plan.payments.exclude(pk=first.pk).get()
    assert renewal.state == State.PAID
    assert renewal.stripe_invoice != first.stripe_invoice
    assert renewal.reference != first.reference
    assert ledger(renewal) == [("charge", 5000, 5000), ("fee", -180, 0)]
    assert listening.states_heard(renewal) == ["paid"]


def test_a_renewal_that_fails_makes_no_payment_and_says_that_the_plan_is_overdue(checkout, stripe_side):
    first = checkout(make_payment(monthly=True))
    stripe_side.pay_by_card(first, "4000000000000341")
    sync(first.pk)
    first.refresh_from_db()
    stripe_side.control("subscriptions/renew", subscription=first.plan.stripe_subscription)
    for event in stripe_side.events():
        deliver(event)
    first.plan.refresh_from_db()
    assert first.plan.status == "past_due"
    assert first.plan.payments.count() == 1
    assert LedgerEntry.objects.filter(kind="charge", payment__plan=first.plan).count() == 1


def test_open_payment_takes_keywords_only():
    with pytest.raises(TypeError):
        open_payment("donation")
