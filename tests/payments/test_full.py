"""The daily comparison both ways: money.md 18, 23 and 24b, and the kill switch."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.payments import gateway, listing, queries, tasks
from portal.payments.actions import (
    purge_webhook_bodies,
    raise_alarm_of_silence,
    reconcile_full,
    reconcile_open,
    replay_event,
    switch_reconcilers,
    sync,
)
from portal.payments.errors import BodyGone, PaymentProviderDown
from portal.payments.models import Dispute, Finding, LedgerEntry, Payment, Reconciliation, Refund, WebhookEvent
from portal.payments.sandbox.flows.funds import book_late
from portal.payments.sandbox.server import serve
from tests.factories.payments import make_paid, make_payment, make_promised
from tests.factories.people import make_person
from tests.payments.stripe_side import LATE_REFUND, StripeSide

pytestmark = pytest.mark.django_db
State = Payment.State


@pytest.fixture
def stripe_side(settings):
    """A Stripe of its own, in which nothing else ever happened."""
    with serve() as running:
        settings.STRIPE_API_BASE = running.url
        yield StripeSide(running)


@pytest.fixture(autouse=True)
def everything_is_old_enough(monkeypatch):
    """The youngest hour is left to the webhooks; here nothing waits for it."""
    monkeypatch.setattr("portal.payments.actions.full.UNDER_WAY", dt.timedelta(seconds=-5))


@pytest.fixture
def paid(checkout, stripe_side):
    def pay(number: str = "4242424242424242", **fields) -> Payment:
        payment = checkout(make_payment(**fields))
        stripe_side.pay_by_card(payment, number)
        return sync(payment.pk)

    return pay


def books() -> list:
    """Everything that a comparison could change."""
    models = (Payment, Refund, Dispute, LedgerEntry, Finding)
    return [list(model.objects.order_by("pk").values()) for model in models]


def found(kind: str) -> Finding:
    return Finding.objects.get(kind=kind)


def assert_second_run_changes_nothing() -> None:
    before = books()
    run = reconcile_full()
    assert (run.found, run.healed) == (0, 0)
    assert books() == before


def test_books_that_agree_bring_no_finding(paid, stripe_side):
    payment = paid()
    stripe_side.control("refunds", charge=payment.stripe_charge, amount=700)
    stripe_side.control("disputes", charge=paid().stripe_charge, amount=5000)
    for one in Payment.objects.all():
        sync(one.pk)
    run = reconcile_full()
    assert (run.found, run.healed, run.unanswered, run.difference_jpy) == (0, 0, 0, 0)
    assert run.finished_at is not None
    assert_second_run_changes_nothing()


def test_a_charge_whose_webhook_was_lost_is_found_and_healed_without_a_mail(checkout, stripe_side, listening):
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    run = reconcile_full()
    payment.refresh_from_db()
    assert payment.state == State.PAID
    finding = found("missing_here")
    assert (finding.healed, finding.payment, finding.theirs) == (True, payment, "¥5,000")
    assert (run.found, run.healed) == (1, 1)
    assert listening.quiet == [True]
    assert_second_run_changes_nothing()


def test_a_renewal_whose_webhook_was_lost_becomes_a_payment(checkout, stripe_side):
    first = checkout(make_payment(monthly=True), methods=("card",))
    stripe_side.pay_by_card(first)
    sync(first.pk)
    subscription = stripe_side.all("subscription")[0]["id"]
    stripe_side.control("subscriptions/renew", subscription=subscription)
    assert reconcile_full().healed == 1
    first.refresh_from_db()
    assert [p.state for p in first.plan.payments.all()] == [State.PAID, State.PAID]
    assert_second_run_changes_nothing()


def test_a_refund_from_the_dashboard_is_found_and_healed(paid, stripe_side, listening):
    payment = paid()
    stripe_side.control("refunds", charge=payment.stripe_charge, amount=700)
    reconcile_full()
    assert found("missing_here").healed
    assert queries.gift_totals(Payment.objects.all()).paid_jpy == 4300
    assert [quiet for _pk, _status, quiet in listening.refunds] == [True]
    assert_second_run_changes_nothing()


def test_a_refund_that_moved_on_is_found_by_its_state(paid, stripe_side):
    payment = paid(LATE_REFUND)
    body = stripe_side.control("refunds", charge=payment.stripe_charge, amount=700)
    sync(payment.pk)
    stripe_side.control("refunds/succeed", refund=body["id"])
    reconcile_full()
    finding = found("state")
    assert (finding.ours, finding.theirs, finding.healed) == ("pending", "succeeded", True)
    assert Refund.objects.get().status == "succeeded"
    assert_second_run_changes_nothing()


def test_a_dispute_nobody_told_of_is_found_and_a_verdict_too(paid, stripe_side):
    payment = paid()
    body = stripe_side.control("disputes", charge=payment.stripe_charge, amount=5000)
    reconcile_full()
    assert found("missing_here").healed
    stripe_side.control("disputes/close", dispute=body["id"], result="won")
    reconcile_full()
    assert Dispute.objects.get().status == "won"
    assert queries.gift_totals(Payment.objects.all()).paid_jpy == 5000
    assert Finding.objects.open().count() == 0
    assert_second_run_changes_nothing()


def test_a_row_of_any_age_that_is_not_final_is_looked_at(paid, stripe_side, monkeypatch):
    payment = paid(LATE_REFUND)
    body = stripe_side.control("refunds", charge=payment.stripe_charge, amount=700)
    sync(payment.pk)
    stripe_side.control("refunds/succeed", refund=body["id"])
    for name in ("charges", "refunds", "disputes"):  # older than 35 days: no list tells of it
        monkeypatch.setattr(listing, name, lambda since: iter(()))
    long_ago = timezone.now() - dt.timedelta(days=200)
    Payment.objects.update(created_at=long_ago, paid_at=long_ago)
    Refund.objects.update(created_at=long_ago)
    reconcile_full()
    assert Refund.objects.get().status == "succeeded"
    assert found("state").healed
    assert_second_run_changes_nothing()


def test_what_stripe_does_not_have_stays_open_for_staff(paid):
    payment = paid()
    Payment.objects.filter(pk=payment.pk).update(stripe_charge="ch_nobody")
    reconcile_full()
    finding = found("missing_there")
    assert (finding.subject, finding.resolved_at) == ("ch_nobody", None)
    assert_second_run_changes_nothing()


def test_an_amount_that_differs_stays_open_until_it_is_right_again(paid):
    payment = paid()
    Payment.objects.filter(pk=payment.pk).update(amount_jpy=6000)
    reconcile_full()
    assert {f.kind for f in Finding.objects.open()} == {"amount", "total_drift"}
    assert (found("amount").ours, found("amount").theirs) == ("¥6,000", "¥5,000")
    assert_second_run_changes_nothing()
    Payment.objects.filter(pk=payment.pk).update(amount_jpy=5000)
    reconcile_full()
    assert Finding.objects.open().count() == 0
    assert not found("amount").healed


def test_a_fee_that_was_never_fetched_is_found_and_fetched(checkout, stripe_side):
    payment = checkout(make_payment())
    stripe_side.control("faults", kind="late_balance")
    stripe_side.pay_by_card(payment)
    sync(payment.pk)
    with stripe_side.sandbox.world.work() as world:
        book_late(world, all_of_them=True)
    reconcile_full()
    assert found("fee_missing").healed
    assert payment.ledger.get(kind="fee").amount_jpy == -180
    assert_second_run_changes_nothing()


def test_a_slip_that_waits_for_weeks_is_stale(checkout, stripe_side):
    payment = checkout(make_payment())
    stripe_side.choose_konbini(payment)
    sync(payment.pk)
    Payment.objects.update(created_at=timezone.now() - dt.timedelta(days=15))
    reconcile_full()
    assert found("stale").payment == payment
    assert_second_run_changes_nothing()


def test_a_ledger_that_contradicts_its_payment_is_drift(stripe_side):
    payment = make_paid()
    Payment.objects.filter(pk=payment.pk).update(stripe_charge=None, stripe_session=None, amount_jpy=4000, gift_jpy=1)
    run = reconcile_full()
    assert (found("total_drift").ours, found("total_drift").theirs) == ("¥4,000", "¥5,000")
    assert run.difference_jpy == -1000


def test_money_of_another_system_in_the_same_account_is_no_finding(stripe_side):
    stranger = make_payment()
    gateway.client().v1.customers.create({"email": "other@example.org"})
    session = gateway.client().v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {"currency": "jpy", "unit_amount": 900, "product_data": {"name": "Mug"}},
                }
            ],
            "success_url": "http://127.0.0.1:1/",
        }
    )
    stranger.stripe_session = session.id
    stripe_side.pay_by_card(stranger)
    assert [charge.amount_jpy for charge in listing.charges(timezone.now() - dt.timedelta(days=1))] == [900]
    run = reconcile_full()
    assert (run.looked_at, run.found) == (1, 0)


def test_what_is_younger_than_an_hour_is_left_to_its_webhook(checkout, stripe_side, monkeypatch):
    monkeypatch.setattr("portal.payments.actions.full.UNDER_WAY", dt.timedelta(hours=1))
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    assert reconcile_full().looked_at == 0
    payment.refresh_from_db()
    assert payment.state == State.OPEN


def test_a_run_that_stripe_breaks_off_settles_nothing(paid, monkeypatch):
    payment = paid()
    Payment.objects.filter(pk=payment.pk).update(amount_jpy=6000)
    reconcile_full()

    def down(since):
        raise PaymentProviderDown("not now")

    monkeypatch.setattr(listing, "refunds", down)
    run = reconcile_full()
    assert (run.finished_at, run.unanswered) == (None, 1)
    assert Finding.objects.open().count() == 2
    assert queries.last_full_comparison() != run


def test_the_kill_switch_stops_every_comparison_and_is_written_down(checkout, stripe_side):
    staff = make_person(is_staff=True)
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    Payment.objects.update(created_at=timezone.now() - dt.timedelta(hours=2))
    switch_reconcilers(on=False, by=staff)
    switch_reconcilers(on=False, by=staff)
    before = books()
    assert (reconcile_full(), reconcile_open(), tasks.reconcile_full(), tasks.reconcile_open()) == (None, None, 0, 0)
    assert books() == before
    assert not Reconciliation.objects.exists()
    entry = ModelLogEntry.objects.get(action="payments.switch")
    assert (entry.user, entry.data) == (staff, {"on": False, "reason": ""})
    switch_reconcilers(on=True, by=staff)
    assert tasks.reconcile_full() == 1
    assert ModelLogEntry.objects.filter(action="payments.switch").count() == 2


def event(ago: dt.timedelta, **fields) -> WebhookEvent:
    at = timezone.now() - ago
    facts = {"event_id": f"evt_{ago}", "type": "x", "livemode": False, "body": b"{}", "received_at": at} | fields
    return WebhookEvent.objects.create(**facts)


HOUR = dt.timedelta(hours=1)


def open_for(ago: dt.timedelta) -> None:
    make_promised()
    Payment.objects.update(created_at=timezone.now() - ago)


def test_silence_of_webhooks_while_payments_are_open_is_an_alarm(caplog):
    open_for(HOUR * 13)
    event(HOUR * 12.5)
    assert raise_alarm_of_silence()
    assert "No webhook since" in caplog.text
    event(HOUR * 11)
    assert not raise_alarm_of_silence()


def test_silence_without_open_payments_and_young_payments_are_no_alarm():
    make_paid()
    assert not raise_alarm_of_silence()
    open_for(HOUR * 11)
    assert not raise_alarm_of_silence()


def test_bodies_go_after_their_time_and_such_a_webhook_is_not_replayed():
    day = dt.timedelta(days=1)
    at = timezone.now()
    old = event(day * 95, status="done", finished_at=at - day * 91)
    young = event(day * 80, status="done", finished_at=at - day * 80)
    waiting = event(day * 99, status="quarantined", finished_at=at - day * 99)
    assert (purge_webhook_bodies(), purge_webhook_bodies()) == (1, 0)
    bodies = [bytes(WebhookEvent.objects.get(pk=row.pk).body) for row in (old, young, waiting)]
    assert bodies == [b"", b"{}", b"{}"]
    with pytest.raises(BodyGone):
        replay_event(old.pk, by=make_person(is_staff=True))
    old.refresh_from_db()
    assert old.status == "done"
