"""Monthly plans: what the subscription says, what the domain hears, and the way to the payer's portal (money.md 12, 18, 19)."""

import itertools
import re
import urllib.parse
import urllib.request

import pytest

from portal.payments.actions import open_portal, sync, sync_plan
from portal.payments.errors import ForeignSession, NoPortal, UnknownPurpose
from portal.payments.models import Payment, RecurringPlan, WebhookEvent
from portal.payments.sandbox.flows.plans import collect
from tests.factories.payments import make_payment
from tests.payments.stripe_side import FAILS_LATER, GOOD_CARD, deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(checkout, stripe_side):
    """A plan whose first month is paid, told by the success page alone."""

    def begin(card: str = GOOD_CARD) -> RecurringPlan:
        first = checkout(make_payment(monthly=True))
        stripe_side.pay_by_card(first, card)
        sync(first.pk)
        stripe_side.events()
        return Payment.objects.get(pk=first.pk).plan

    return begin


def renew(stripe_side, plan: RecurringPlan, **how) -> list[dict]:
    stripe_side.control("subscriptions/renew", subscription=plan.stripe_subscription, **how)
    return stripe_side.events()


def test_the_success_page_alone_knows_customer_and_next_day(begun, stripe_side):
    plan = begun()
    assert (plan.status, plan.stripe_customer[:4]) == ("active", "cus_")
    subscription = stripe_side.all("subscription")[-1]
    assert plan.next_payment_at.timestamp() == subscription["items"]["data"][0]["current_period_end"]
    assert (plan.ends_at, plan.failing_invoice, plan.ended_because) == (None, "", "")


def test_a_renewal_maps_through_its_invoice_payment_whichever_event_comes_first(begun, stripe_side):
    """money.md 19: every order of one renewal's events makes one payment with one charge."""
    plan = begun()
    orders = itertools.permutations(renew(stripe_side, plan))
    for number, order in enumerate(itertools.islice(orders, 0, 5040, 420)):
        for event in order:
            deliver(event | {"id": f"{event['id']}-{number}"})
    renewal = plan.payments.exclude(stripe_session__isnull=False).get()
    assert (renewal.state, renewal.ledger.filter(kind="charge").count()) == ("paid", 1)
    assert set(WebhookEvent.objects.values_list("status", flat=True)) <= {"done", "ignored"}
    plan.refresh_from_db()
    assert plan.next_payment_at.timestamp() > renewal.paid_at.timestamp()


def test_a_failing_invoice_is_told_once_and_a_new_one_again(begun, stripe_side, listening):
    """money.md 18."""
    plan = begun(FAILS_LATER)
    listening.plans.clear()
    for event in renew(stripe_side, plan) * 2:
        deliver(event)
    plan.refresh_from_db()
    bill = stripe_side.all("invoice")[-1]
    assert listening.plans == [(str(plan.pk), "past_due", bill["id"])]
    assert (plan.status, plan.failing_invoice) == ("past_due", bill["id"])
    assert plan.next_payment_at.timestamp() == bill["next_payment_attempt"]
    assert plan.failing_since.timestamp() == bill["created"]


def test_a_collected_invoice_lets_the_plan_run_again(begun, stripe_side, listening):
    plan = begun()
    for event in renew(stripe_side, plan, fail=True):
        deliver(event)
    plan.refresh_from_db()
    assert plan.status == "past_due"
    stripe_side.control("invoices/collect", invoice=plan.failing_invoice)
    for event in stripe_side.events():
        deliver(event)
    plan.refresh_from_db()
    assert (plan.status, plan.failing_invoice, plan.failing_since) == ("active", "", None)
    assert plan.payments.paid().count() == 2


def test_a_plan_that_nobody_pays_ends_and_says_why(begun, stripe_side, listening):
    plan = begun(FAILS_LATER)
    renew(stripe_side, plan)
    with stripe_side.sandbox.world.work() as world:
        for _ in range(3):
            collect(world, world.get(world.get(plan.stripe_subscription)["latest_invoice"]))
    for event in stripe_side.events():
        deliver(event)
    plan.refresh_from_db()
    assert (plan.status, plan.ended_because, plan.next_payment_at) == ("ended", "payment_failed", None)
    assert plan.fell_asleep
    assert list(RecurringPlan.objects.failing()) == [plan]
    assert [status for _pk, status, _bill in listening.plans][-1] == "ended"


def test_a_plan_that_the_payer_stops_runs_until_its_month_is_over(begun, stripe_side, listening):
    plan = begun()
    portal = open_portal(plan, return_url="http://127.0.0.1:1/me", language="ja")
    press(portal, plan=plan.stripe_subscription, do="cancel")
    for event in stripe_side.events():
        deliver(event)
    plan.refresh_from_db()
    assert (plan.status, plan.next_payment_at) == ("active", None)
    assert plan.ends_at is not None
    for event in renew(stripe_side, plan):  # the month is over
        deliver(event)
    plan.refresh_from_db()
    assert (plan.status, plan.ended_because, plan.fell_asleep) == ("ended", "cancellation_requested", False)
    assert list(RecurringPlan.objects.failing()) == []


def press(url: str, **form: str) -> None:
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode())
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request):
        pass


def test_the_portal_shows_the_plan_and_leads_back(begun):
    plan = begun()
    url = open_portal(plan, return_url="http://127.0.0.1:1/en/me/gifts/", language="en")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url) as page:
        html = page.read().decode()
    assert "¥5,000" in html
    assert re.search(r'href="http://127\.0\.0\.1:1/en/me/gifts/"', html)


def test_a_plan_that_stripe_does_not_know_has_no_portal_and_says_so(stripe_side):
    plan = RecurringPlan.objects.create(
        purpose="donation", reference=make_payment().reference, amount_jpy=1000, gift_jpy=1000, livemode=False,
        stripe_customer="cus_nobody",
    )  # fmt: skip
    with pytest.raises(NoPortal):
        open_portal(plan, return_url="http://127.0.0.1:1/", language="ja")


def test_another_subscription_cannot_claim_a_plan(begun, checkout, stripe_side):
    """money.md 12."""
    plan, other = begun(), begun()
    with pytest.raises(ForeignSession):
        sync_plan(plan.pk, other.stripe_subscription)


def test_an_unknown_status_leaves_the_plan_as_it_was(begun, stripe_side, caplog):
    """money.md 19."""
    plan = begun()
    with stripe_side.sandbox.world.work() as world:
        world.change(world.get(plan.stripe_subscription), status="dreaming")
    assert sync_plan(plan.pk, plan.stripe_subscription).status == "active"
    assert "dreaming" in caplog.text


QUIET: list[bool] = []


def hear_quiet(plan: RecurringPlan) -> None:
    QUIET.append(plan.quiet)


def test_a_quiet_look_tells_quietly(begun, stripe_side, settings):
    plan = begun()
    renew(stripe_side, plan, fail=True)
    settings.PLAN_HANDLERS = {"donation": "tests.payments.test_plans.hear_quiet"}
    QUIET.clear()
    sync_plan(plan.pk, plan.stripe_subscription, quiet=True)
    assert QUIET == [True]


def test_who_takes_no_plans_cannot_begin_one():
    with pytest.raises(UnknownPurpose):
        make_payment(purpose="course_fee", gift_jpy=0, monthly=True)
