"""Money under real concurrency: PostgreSQL, threads with connections of their own, the sandbox over HTTP."""

# ruff: noqa: F811  # fixtures of the payments tests are used here by name
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from portal.payments.actions import open_payment, process_event, refund, start_checkout, sync
from portal.payments.errors import NotRefundable
from portal.payments.models import LedgerEntry, Payment, WebhookEvent
from tests.factories.payments import make_payment
from tests.factories.people import make_person
from tests.payments.conftest import checkout, listening, sandbox, stripe_side  # noqa: F401
from tests.payments.stripe_side import deliver, post

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def all_at_once(*jobs: Callable[[], object]) -> list[BaseException]:
    """Run every job in a thread of its own, released together; what they raised."""
    gate = threading.Barrier(len(jobs))
    raised: list[BaseException] = []

    def run(job: Callable[[], object]) -> None:
        try:
            gate.wait()
            job()
        except BaseException as error:  # noqa: BLE001  # the thread's own test fails with it
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.fixture
def paid_at_stripe(checkout, stripe_side):
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    return payment, stripe_side.events()


def assert_paid_once(payment: Payment, listening) -> None:
    payment.refresh_from_db()
    assert payment.state == Payment.State.PAID
    assert list(payment.ledger.values_list("kind", "amount_jpy")) == [("charge", 5000), ("fee", -180)]
    assert listening.states_heard(payment) == ["paid"]
    assert payment.transitions.filter(to_state="paid").count() == 1


def test_the_same_event_ten_times_at_once_is_one_ledger_line(paid_at_stripe, listening):
    payment, events = paid_at_stripe
    event = next(e for e in events if e["type"] == "checkout.session.completed")
    assert all_at_once(*[lambda: deliver(event)] * 10) == []
    assert_paid_once(payment, listening)
    assert WebhookEvent.objects.get().status == WebhookEvent.Status.DONE


def test_one_stored_event_in_ten_workers_at_once_is_one_ledger_line(paid_at_stripe, listening):
    payment, events = paid_at_stripe
    stored = post(next(e for e in events if e["type"] == "checkout.session.completed"))
    assert all_at_once(*[lambda: process_event(stored.pk)] * 10) == []
    assert_paid_once(payment, listening)


def test_all_events_of_a_payment_and_the_success_page_at_once_are_one_ledger_line(paid_at_stripe, listening):
    payment, events = paid_at_stripe
    page = [lambda: sync(payment.pk)] * 3
    assert all_at_once(*[lambda e=e: deliver(e) for e in events], *page) == []
    assert_paid_once(payment, listening)
    assert set(WebhookEvent.objects.values_list("status", flat=True)) == {"done"}


@pytest.mark.parametrize("round", range(5))
def test_two_checkouts_for_one_thing_that_are_both_paid_leave_one_surplus(
    round,
    checkout,
    stripe_side,
    listening,
):
    first = checkout(make_payment())
    second = checkout(make_payment(reference=first.reference))
    for payment in (first, second):
        stripe_side.pay_by_card(payment)
    assert all_at_once(lambda: sync(first.pk), lambda: sync(second.pk)) == []
    both = Payment.objects.of("donation", first.reference)
    assert sorted(both.values_list("state", "surplus")) == [("paid", False), ("paid", True)]
    charges = LedgerEntry.objects.filter(kind="charge", payment__in=both)
    assert sorted(charges.values_list("amount_jpy", "gift_jpy")) == [(5000, 0), (5000, 5000)]


def test_a_double_click_opens_one_payment_and_one_checkout(stripe_side):
    wish = make_payment()
    fields = {
        "purpose": "donation",
        "reference": wish.reference,
        "amount_jpy": 700,
        "gift_jpy": 700,
        "nonce": "double",
        "payer_name": "",
        "payer_email": "",
        "language": "en",
        "description": "Gift",
    }
    addresses: list[str] = []

    def click() -> None:
        payment = open_payment(**fields)
        addresses.append(start_checkout(payment, success_url="http://x.test/", cancel_url="http://x.test/"))

    assert all_at_once(*[click] * 5) == []
    assert len(set(addresses)) == 1
    assert Payment.objects.filter(nonce__startswith="double").count() == 1
    opened = [s for s in stripe_side.all("checkout.session") if s["metadata"]["reference"] == str(wish.reference)]
    assert len(opened) == 1


def test_two_staff_who_refund_everything_at_once_send_it_back_once(paid_at_stripe, listening, stripe_side):
    payment = sync(paid_at_stripe[0].pk)
    staff = make_person(is_staff=True)

    def send_back(nonce: str) -> Callable[[], object]:
        return lambda: refund(payment.pk, amount_jpy=5000, reason="Asked", nonce=nonce, by=staff)

    raised = all_at_once(*[send_back(f"n{number}") for number in range(6)])
    assert [type(error) for error in raised] == [NotRefundable] * 5
    assert list(payment.refunds.values_list("amount_jpy", "status")) == [(5000, "succeeded")]
    assert [
        body["amount"] for body in stripe_side.all("refund") if body["payment_intent"] == payment.stripe_intent
    ] == [5000]


def test_one_refund_form_pressed_by_ten_fingers_is_one_refund(paid_at_stripe, listening):
    payment = sync(paid_at_stripe[0].pk)
    staff = make_person(is_staff=True)
    once = lambda: refund(payment.pk, amount_jpy=1000, reason="Asked", nonce="same", by=staff)  # noqa: E731
    assert all_at_once(*[once] * 10) == []
    assert payment.refunds.get().amount_jpy == 1000
    assert payment.ledger.filter(kind="refund").count() == 1
