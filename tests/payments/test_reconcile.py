"""Looking after what stays open, and fees that come late: money.md 17 and 24a."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from portal.payments import tasks
from portal.payments.actions import reconcile_open, sync
from portal.payments.models import Payment, Reconciliation, WebhookEvent
from portal.payments.sandbox.flows.funds import book_late
from tests.factories.payments import make_paid, make_payment, make_promised

pytestmark = pytest.mark.django_db
State = Payment.State


def begun(payment: Payment, ago: dt.timedelta) -> None:
    Payment.objects.filter(pk=payment.pk).update(created_at=timezone.now() - ago)


HOUR = dt.timedelta(hours=1)


def test_a_payment_whose_webhook_was_lost_is_healed_after_an_hour(checkout, stripe_side, listening):
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    assert reconcile_open().looked_at == 0
    begun(payment, HOUR * 1.1)
    run = reconcile_open()
    payment.refresh_from_db()
    assert payment.state == State.PAID
    assert (run.looked_at, run.healed, run.unanswered, run.difference_jpy) == (1, 1, 0, 0)
    assert run.finished_at is not None
    assert listening.states_heard(payment) == ["paid"]


def test_a_second_run_finds_nothing_and_changes_nothing(checkout, stripe_side):
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    begun(payment, HOUR * 2)
    reconcile_open()
    before = list(payment.ledger.values()), list(payment.transitions.values())
    again = reconcile_open()
    assert (again.looked_at, again.healed) == (0, 0)
    assert (list(payment.ledger.values()), list(payment.transitions.values())) == before


def test_a_slip_that_still_waits_is_looked_at_and_left(checkout, stripe_side):
    payment = checkout(make_payment())
    stripe_side.choose_konbini(payment)
    begun(payment, HOUR * 2)
    assert reconcile_open().healed == 1
    run = reconcile_open()
    assert (run.looked_at, run.healed) == (1, 0)


def test_what_stripe_does_not_know_or_answer_is_counted_and_does_not_stop_the_rest(checkout, stripe_side):
    stranger, ours = make_payment(), checkout(make_payment())
    Payment.objects.filter(pk=stranger.pk).update(stripe_session="cs_test_nobody", state=State.OPEN)
    stripe_side.pay_by_card(ours)
    for payment in (stranger, ours):
        begun(payment, HOUR * 2)
    run = reconcile_open()
    assert (run.looked_at, run.healed, run.unanswered) == (2, 1, 1)


def test_what_stripe_was_never_told_of_counts_as_not_compared():
    payment = make_promised()
    Payment.objects.filter(pk=payment.pk).update(stripe_session=None)
    begun(payment, HOUR * 2)
    run = reconcile_open()
    assert (run.looked_at, run.healed, run.unanswered) == (1, 0, 1)


def test_a_difference_is_an_alarm(caplog):
    payment = make_paid()
    Payment.objects.filter(pk=payment.pk).update(amount_jpy=6000)
    assert reconcile_open().difference_jpy == 1000
    assert "difference ¥1000" in caplog.text


def test_a_payment_that_does_not_match_is_counted_as_held_back(checkout, stripe_side):
    payment = checkout(make_payment())
    Payment.objects.filter(pk=payment.pk).update(amount_jpy=9999)
    begun(payment, HOUR * 2)
    assert reconcile_open().held == 1


def test_an_attempt_that_never_reached_the_checkout_is_given_up_after_a_day(listening):
    payment = make_payment()
    reconcile_open()
    payment.refresh_from_db()
    assert payment.state == State.CREATED
    begun(payment, HOUR * 25)
    reconcile_open()
    payment.refresh_from_db()
    assert payment.state == State.EXPIRED
    assert listening.states_heard(payment) == ["expired"]


def test_the_beat_schedule_names_tasks_that_exist(settings):
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    names = ("sweep_webhooks", "fetch_missing_fees", "reconcile_open", "reconcile_full", "resume_refunds")
    names += ("watch_webhooks", "watch_plans", "purge_webhook_bodies", "resume_endings")
    ours = {f"portal.payments.tasks.{name}" for name in names}
    assert ours == {name for name in wanted if name.startswith("portal.payments.")}
    assert all(callable(getattr(tasks, name.rpartition(".")[2])) for name in ours)


def test_the_task_writes_down_its_run():
    tasks.reconcile_open()
    assert Reconciliation.objects.get().kind == "open"


def test_a_fee_that_was_not_there_is_fetched_later(checkout, stripe_side):
    payment = checkout(make_payment())
    stripe_side.control("faults", kind="late_balance")
    stripe_side.pay_by_card(payment)
    sync(payment.pk)
    assert list(payment.ledger.values_list("kind", flat=True)) == ["charge"]
    assert tasks.fetch_missing_fees() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=30)):
        with stripe_side.sandbox.world.work() as world:
            book_late(world, all_of_them=True)
        assert tasks.fetch_missing_fees() == 1
    assert list(payment.ledger.values_list("kind", "amount_jpy")) == [("charge", 5000), ("fee", -180)]
    assert tasks.fetch_missing_fees() == 0


def test_the_sweeper_leaves_alone_what_is_not_due():
    WebhookEvent.objects.create(
        event_id="evt_later", type="x", livemode=False, body=b"{}", next_attempt=timezone.now() + HOUR
    )
    assert tasks.sweep_webhooks() == 0
