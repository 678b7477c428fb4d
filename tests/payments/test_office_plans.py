"""Monthly plans in the back office, and the daily look at them."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from portal.payments import board
from portal.payments.actions import switch_reconcilers, sync, watch_plans
from portal.payments.models import RecurringPlan
from tests.factories.payments import make_payment
from tests.factories.people import make_person
from tests.payments.stripe_side import FAILS_LATER

pytestmark = pytest.mark.django_db
LIST = "/office/money_plans/"


def make_plan(**facts) -> RecurringPlan:
    payment = make_payment(monthly=True, payer_name=facts.pop("payer_name", "山田 花子"))
    RecurringPlan.objects.filter(pk=payment.plan_id).update(**({"status": "active"} | facts))
    return RecurringPlan.objects.get(pk=payment.plan_id)


@pytest.fixture
def office(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Fundraisers"))
    client.force_login(person)
    return client


def test_overdue_plans_stand_first_the_longest_on_top_with_whom_to_write_to(office):
    make_plan(payer_name="つづく 人")
    make_plan(payer_name="あと 人", status="past_due", failing_since=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    make_plan(payer_name="さき 人", status="past_due", failing_since=dt.datetime(2026, 11, 10, tzinfo=dt.UTC))
    make_plan(payer_name="まだ 人", status="pending")

    page = office.get(LIST).content.decode()

    names = [page.find(name) for name in ("さき 人", "あと 人", "つづく 人")]
    assert names == sorted(names)
    assert -1 not in names
    assert "まだ 人" not in page
    assert "hanako@example.org" in page
    only = office.get(LIST, {"status": "past_due"}).content.decode()
    assert ("さき 人" in only, "つづく 人" in only) == (True, False)


def test_a_plan_s_page_lists_its_payments(office):
    plan = make_plan()
    page = office.get(f"{LIST}inspect/{plan.pk}/").content.decode()
    assert str(plan.payments.get().pk) in page


def test_a_plan_s_page_says_whose_it_is_and_nothing_in_the_words_of_a_program(office):
    plan = make_plan(status="ended", ended_because="cancellation_requested", ended_at=timezone.now())
    page = office.get(f"{LIST}inspect/{plan.pk}/").content.decode()
    assert "山田 花子" in page[: page.index("<dl")]
    assert plan.ended_in_words in page
    facts = page[page.index("<dl") : page.index("</dl>")]
    assert re.findall(r"\b(None|False|cancellation_requested)\b", facts) == []


def test_who_may_not_look_at_money_sees_no_plans(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Coordinators"))
    client.force_login(person)
    assert client.get(LIST).status_code == 302


def test_nobody_types_a_plan(office):
    assert office.get(f"{LIST}new/").status_code in (302, 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_equally_often_for_few_and_many(office, rows, django_assert_num_queries):
    for _ in range(rows):
        make_plan()
    office.get(LIST)
    with django_assert_num_queries(11):
        office.get(LIST)


def test_the_board_counts_overdue_plans():
    make_plan()
    plan = make_plan(status="past_due")
    make_plan(status="past_due", livemode=True)
    assert list(board.overdue_plans()) == [plan]
    assert board.context()["overdue_plans"] == 1


def test_a_plan_that_fell_asleep_is_looked_at_for_a_month():
    now = timezone.now()
    make_plan(status="ended", ended_because="cancellation_requested", ended_at=now)
    asleep = {"status": "ended", "ended_because": "payment_failed"}
    fresh = make_plan(**asleep, ended_at=now - dt.timedelta(days=29))
    make_plan(**asleep, ended_at=now - dt.timedelta(days=31))
    assert list(board.failing_plans()) == [fresh]


@pytest.fixture
def lost(checkout, stripe_side) -> RecurringPlan:
    """A plan that failed at Stripe while no webhook came."""
    first = checkout(make_payment(monthly=True))
    stripe_side.pay_by_card(first, FAILS_LATER)
    sync(first.pk)
    first.refresh_from_db()
    stripe_side.control("subscriptions/renew", subscription=first.plan.stripe_subscription)
    return first.plan


def test_the_daily_look_finds_what_no_webhook_told_and_a_second_one_changes_nothing(lost, listening):
    assert watch_plans() == 1
    lost.refresh_from_db()
    assert lost.status == "past_due"
    told = list(listening.plans)
    assert watch_plans() == 0
    assert listening.plans == told


def test_the_daily_look_rests_with_the_switch(lost):
    switch_reconcilers(on=False, by=make_person())
    assert watch_plans() == 0
    lost.refresh_from_db()
    assert lost.status == "active"


def test_a_plan_that_stripe_does_not_know_stops_no_look(lost):
    make_plan(stripe_subscription="sub_nobody")
    assert watch_plans() == 1
