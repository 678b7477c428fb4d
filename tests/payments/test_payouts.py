"""Down to the bank: money.md 24c. Payouts add up, each of their entries is in our books, and their day is noted."""

import datetime as dt

import pytest

from portal.payments import gateway, listing, queries
from portal.payments.actions import reconcile_full, sync
from portal.payments.models import Finding, Payment, PayoutArrival
from portal.payments.sandbox.server import serve
from tests.factories.payments import make_payment
from tests.payments.stripe_side import LATE_REFUND, StripeSide, deliver
from tests.payments.test_full import assert_second_run_changes_nothing

pytestmark = pytest.mark.django_db
WEEK = 7 * 86400


@pytest.fixture
def stripe_side(settings):
    with serve(tick_seconds=3600) as running:
        settings.STRIPE_API_BASE = running.url
        yield StripeSide(running)


@pytest.fixture(autouse=True)
def everything_is_old_enough(monkeypatch):
    """The sandbox's clock runs ahead of ours here; nothing is too young to be compared."""
    monkeypatch.setattr("portal.payments.actions.full.UNDER_WAY", dt.timedelta(days=-60))


@pytest.fixture
def paid(checkout, stripe_side):
    def pay(number: str = "4242424242424242", **fields) -> Payment:
        payment = checkout(make_payment(**fields))
        stripe_side.pay_by_card(payment, number)
        return sync(payment.pk)

    return pay


def weeks_pass(side, weeks: int = 2) -> None:
    for _ in range(weeks):
        side.control("clock/advance", seconds=WEEK)


def findings(**about) -> list[tuple]:
    return list(Finding.objects.filter(**about).values_list("kind", "ours", "theirs", "healed"))


def test_a_payout_that_adds_up_brings_no_finding_and_notes_its_day(paid, stripe_side):
    payment = paid()
    stripe_side.control("refunds", charge=payment.stripe_charge, amount=700)
    sync(payment.pk)
    weeks_pass(stripe_side)
    run = reconcile_full()
    assert (run.payouts, run.found, run.left_open, run.total_jpy) == (1, 0, 0, 0)
    payout = stripe_side.all("payout")[0]
    assert payout["amount"] == 5000 - 180 - 700
    arrival = PayoutArrival.objects.get()
    assert (arrival.payment, arrival.payout) == (payment, payout["id"])
    assert arrival.arrived_on == dt.datetime.fromtimestamp(payout["arrival_date"], dt.UTC).date()
    assert_second_run_changes_nothing()
    assert PayoutArrival.objects.count() == 1


def test_every_kind_of_movement_is_found_in_our_ledger(paid, stripe_side):
    disputed, late, failed = paid(), paid(LATE_REFUND), paid("4000000000005126")
    body = stripe_side.control("disputes", charge=disputed.stripe_charge, amount=2000)
    stripe_side.control("disputes/close", dispute=body["id"], result="won")
    stripe_side.control("refunds", charge=late.stripe_charge, amount=300)
    stripe_side.control("refunds", charge=failed.stripe_charge, amount=400)
    for payment in Payment.objects.all():
        sync(payment.pk)
    weeks_pass(stripe_side)
    types = {line.type for line in listing.payout_lines(stripe_side.all("payout")[0]["id"])}
    assert types == {"charge", "adjustment", "refund", "refund_failure"}
    run = reconcile_full()
    assert (run.payouts, run.found, run.total_jpy) == (1, 0, 0)
    assert_second_run_changes_nothing()


def test_a_payout_that_is_not_the_sum_of_its_entries_is_a_finding_of_its_own(paid, stripe_side):
    paid()
    weeks_pass(stripe_side)
    with stripe_side.sandbox.world.work() as world:
        world.change(world.all("payout")[0], amount=4810)
    run = reconcile_full()
    assert findings() == [("payout", "¥4,820", "¥4,810", False)]
    assert (run.left_open, run.difference_jpy, run.apart_jpy, run.total_jpy) == (1, 0, 10, 10)
    assert_second_run_changes_nothing()


def lists_tell_nothing(monkeypatch) -> None:
    """As of what is older than their 35 days."""
    for name in ("charges", "refunds", "disputes"):
        monkeypatch.setattr(listing, name, lambda since: iter(()))
    monkeypatch.setattr("portal.payments.actions.comparing.missing_there", lambda *window: iter(()))


def test_a_refund_that_only_the_payout_tells_of_is_healed_through_sync(paid, stripe_side, monkeypatch):
    payment = paid()
    stripe_side.control("refunds", charge=payment.stripe_charge, amount=700)
    weeks_pass(stripe_side)
    lists_tell_nothing(monkeypatch)
    run = reconcile_full()
    assert findings() == [("payout", "¥0", "¥-700", True)]
    assert (run.healed, run.total_jpy) == (1, 0)
    assert payment.ledger.get(kind="refund").amount_jpy == -700


def test_a_payment_that_only_the_payout_tells_of_is_healed_and_its_day_noted(checkout, stripe_side, monkeypatch):
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    weeks_pass(stripe_side)
    lists_tell_nothing(monkeypatch)
    monkeypatch.setattr("portal.payments.actions.full._Run._not_final", lambda run: iter(()))
    reconcile_full()
    assert findings() == [("payout", "", "¥4,820", True)]
    assert PayoutArrival.objects.get().payment == payment


def test_money_of_another_system_in_a_payout_is_no_finding(paid, stripe_side):
    stranger = make_payment()
    session = gateway.client().v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [
                {"quantity": 1, "price_data": {"currency": "jpy", "unit_amount": 900, "product_data": {"name": "Mug"}}}
            ],
            "success_url": "http://127.0.0.1:1/",
        }
    )
    stranger.stripe_session = session.id
    stripe_side.pay_by_card(stranger)
    weeks_pass(stripe_side)
    run = reconcile_full()
    assert (run.payouts, run.found, run.total_jpy) == (1, 0, 0)


def test_an_entry_that_differs_from_our_ledger_stays_open(paid, stripe_side):
    paid()
    weeks_pass(stripe_side)
    with stripe_side.sandbox.world.work() as world:
        entry = next(entry for entry in world.all("balance_transaction") if entry["type"] == "charge")
        world.change(entry, net=4800, fee=200)
    reconcile_full()
    assert findings() == [("payout", "¥4,820", "¥4,800", False), ("payout", "¥4,800", "¥4,820", False)]
    assert queries.apart_jpy() == 40  # the entry, and the payout that no longer is its sum
    assert_second_run_changes_nothing()


def test_a_day_that_was_noted_otherwise_is_taken_over_and_written_down(paid, stripe_side):
    payment = paid()
    weeks_pass(stripe_side)
    PayoutArrival.objects.create(payment=payment, payout="by hand", arrived_on=dt.date(2026, 1, 1))
    reconcile_full()
    finding = Finding.objects.get()
    assert (finding.kind, finding.ours, finding.healed) == ("arrival", "by hand (2026-01-01)", True)
    assert PayoutArrival.objects.get().payout == stripe_side.all("payout")[0]["id"]
    assert_second_run_changes_nothing()


def failed_payout(side) -> str:
    weeks_pass(side)
    payout = side.all("payout")[0]["id"]
    side.control("payouts/fail", payout=payout)
    return payout


def test_a_payout_that_the_bank_sent_back_is_a_finding_until_its_money_arrives_with_the_next_one(paid, stripe_side):
    payment = paid()
    first = failed_payout(stripe_side)
    run = reconcile_full()
    assert findings() == [("payout_failed", "¥4,820", "failed account_closed", False)]
    assert (run.found, run.left_open, run.total_jpy) == (1, 0, 0)  # the books agree; somebody has to see to the bank
    assert Finding.objects.open().get().subject == first
    assert not PayoutArrival.objects.exists()
    assert_second_run_changes_nothing()
    weeks_pass(stripe_side)
    reconcile_full()
    assert PayoutArrival.objects.get(payment=payment).payout == stripe_side.all("payout")[1]["id"]
    assert not Finding.objects.open().exists()
    assert_second_run_changes_nothing()


def test_a_payout_that_failed_long_ago_stays_open_until_its_money_has_arrived(paid, stripe_side, monkeypatch):
    paid()
    failed_payout(stripe_side)
    reconcile_full()
    monkeypatch.setattr(listing, "payouts", lambda since: iter(()))  # as of what is older than the list
    reconcile_full()
    assert Finding.objects.open().get().kind == "payout_failed"
    assert_second_run_changes_nothing()


def test_the_webhook_brings_the_finding_at_once_and_once(paid, stripe_side):
    paid()
    failed_payout(stripe_side)
    told = next(event for event in stripe_side.events() if event["type"] == "payout.failed")
    assert [deliver(told).status, deliver(told | {"id": "evt_copy"}).status] == ["done", "done"]
    finding = Finding.objects.get()
    assert (finding.kind, finding.theirs, finding.found_by) == ("payout_failed", "failed account_closed", None)
    weeks_pass(stripe_side)
    reconcile_full()
    assert deliver(told | {"id": "evt_late"}).status == "done"
    assert not Finding.objects.open().exists()


def test_a_webhook_that_claims_a_failure_which_stripe_does_not_know_of_brings_nothing(paid, stripe_side):
    paid()
    weeks_pass(stripe_side)
    arrived = next(event for event in stripe_side.events() if event["type"] == "payout.paid")
    assert deliver(arrived).status == "ignored"
    assert deliver(arrived | {"id": "evt_false", "type": "payout.failed"}).status == "done"
    assert not Finding.objects.exists()


def test_a_payout_on_its_way_is_not_compared_yet(paid, stripe_side):
    paid()
    weeks_pass(stripe_side, 1)
    stripe_side.control("clock/advance", seconds=WEEK - 4 * 86400)
    with stripe_side.sandbox.world.work() as world:
        for payout in world.all("payout"):
            world.change(payout, status="in_transit", reconciliation_status="in_progress")
    assert reconcile_full().payouts == 0
    assert not PayoutArrival.objects.exists()
