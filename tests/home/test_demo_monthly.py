"""The demonstration's monthly gifts: rows like any others, once, and known to the sandbox so that donors can act."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import Campaign, MonthlyGift
from campaigns.queries.mine import monthly_gifts
from home.demo.campaigns import plant_in_sandbox
from home.demo.campaigns.monthly import load_monthly
from home.demo.campaigns.setting import load_setting
from home.demo.people import load_people
from portal.payments.actions import open_portal, sync_plan
from portal.payments.models import RecurringPlan
from portal.payments.queries import balance
from portal.payments.sandbox.server import serve

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["2026-11-25", "2026-01-01", "2026-03-31"])
def people(request):
    with time_machine.travel(dt.datetime.fromisoformat(f"{request.param}T03:00+00:00"), tick=False):
        today = timezone.localdate()
        people = load_people(today)
        load_setting(today)
        winter = Campaign.objects.get(slug="winter-2026")
        first = load_monthly(winter, people, today)
        assert load_monthly(winter, people, today) == first == MonthlyGift.objects.count()
        yield people


def test_the_donor_has_a_running_gift_with_three_renewals_and_one_that_ended(people):
    running, ended = monthly_gifts(people.by_name["donor"])
    assert (running.plan.status, running.months, ended.plan.status) == ("active", 4, "ended")
    assert running.given[-1] < timezone.localdate() < running.road[-1].day
    assert balance().difference_jpy == 0
    overdue = RecurringPlan.objects.get(status="past_due")
    assert overdue.monthly_gift.first.person != people.by_name["donor"]
    assert overdue.failing_since < timezone.now() < overdue.next_payment_at


@pytest.mark.parametrize("people", ["2026-11-25"], indirect=True)
def test_the_sandbox_knows_the_plans_that_run_and_says_the_same_of_them(people, tmp_path: Path, settings):
    store = tmp_path / "sandbox.sqlite3"
    assert (plant_in_sandbox(store), plant_in_sandbox(store)) == (3, 0)
    with serve(store=store, tick_seconds=3600) as sandbox:
        settings.STRIPE_API_BASE = sandbox.url
        for plan in RecurringPlan.objects.running():
            same = sync_plan(plan.pk, plan.stripe_subscription)
            assert (same.status, same.failing_invoice) == (plan.status, plan.failing_invoice)
            assert abs(same.next_payment_at - plan.next_payment_at) < dt.timedelta(seconds=2)
            assert open_portal(plan, return_url="http://127.0.0.1:1/", language="en").startswith(sandbox.url)
