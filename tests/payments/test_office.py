"""The money board, the refund form and the kill switch in the back office."""

import datetime as dt
import importlib

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from portal.payments.actions import sync
from portal.payments.figures import gifts_by_day, sums_by_way
from portal.payments.models import Finding, Payment, ReconcilerSwitch, Reconciliation, Refund, WebhookEvent
from portal.payments.queries import gift_totals
from tests.factories.payments import NOON, make_paid, make_payment, make_promised
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fundraiser(client):
    person = make_person(is_staff=True)
    for name in ("0002_fundraisers", "0004_after_the_money_rights"):
        importlib.import_module(f"portal.payments.migrations.{name}").grant(apps, None)
    group = Group.objects.get(name="Fundraisers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    client.force_login(person)
    return person


@pytest.fixture
def paid(checkout, stripe_side) -> Payment:
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    return sync(payment.pk)


def form_of(client, payment: Payment, **typed) -> dict:
    page = client.get(reverse("money_board:refund", args=[payment.pk]))
    return {"amount_jpy": "2000", "reason": "They asked", "nonce": page.context["form"]["nonce"].value()} | typed


def test_staff_send_money_back_by_a_form_and_see_it_on_the_payment(client, fundraiser, paid):
    page = client.get(reverse("money_payments:inspect", args=[paid.pk])).content.decode()
    address = reverse("money_board:refund", args=[paid.pk])
    assert address in page
    form = form_of(client, paid)
    for _twice in range(2):
        assert client.post(address, form).status_code == 302
    row = Refund.objects.get()
    assert (row.amount_jpy, row.status, row.asked_by) == (2000, "succeeded", fundraiser)
    assert "They asked" in client.get(reverse("money_payments:inspect", args=[paid.pk])).content.decode()


@pytest.mark.parametrize(("typed", "says"), [({"amount_jpy": "5001"}, "5,000"), ({"reason": ""}, 'value="2000"')])
def test_what_cannot_be_sent_back_says_why_and_keeps_what_was_typed(client, fundraiser, paid, typed, says):
    answer = client.post(reverse("money_board:refund", args=[paid.pk]), form_of(client, paid, **typed))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert says in page
    assert typed.get("amount_jpy", "2000") in page
    assert not Refund.objects.exists()


def test_who_may_only_look_sends_nothing_back_and_switches_nothing(client, fundraiser):
    payment = make_paid()
    Group.objects.get(name="Fundraisers").permissions.remove(
        *Permission.objects.filter(codename__in=["add_refund", "change_reconcilerswitch"])
    )
    assert client.post(reverse("money_board:refund", args=[payment.pk]), {}).status_code in (302, 403)
    assert client.post(reverse("money_board:switch"), {"on": "0"}).status_code in (302, 403)
    assert not Refund.objects.exists()
    assert ReconcilerSwitch.current().is_on
    page = client.get(reverse("money_board:index")).content.decode()
    assert 'data-action="switch-comparisons"' not in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_board_shows_what_needs_somebody(client, fundraiser, paid, checkout, stripe_side, language):
    UserProfile.objects.update_or_create(user=fundraiser, defaults={"preferred_language": language})
    make_promised(amount_jpy=3000)
    again = checkout(make_payment(reference=paid.reference))
    stripe_side.pay_by_card(again)
    sync(again.pk)
    stripe_side.control("disputes", charge=paid.stripe_charge, amount=5000)
    sync(paid.pk)
    run = Reconciliation.objects.create(kind="full")
    Finding.objects.create(kind="amount", subject="ch_9", ours="¥1", theirs="¥2", found_by=run, payment=paid)
    page = client.get(reverse("money_board:index")).content.decode()
    for kind in ("surplus", "dispute", "finding"):
        assert f'data-kind="{kind}"' in page
    assert reverse("money_board:refund", args=[again.pk]) in page
    for amount in ("3,000", "10,000", "5,000"):
        assert amount in page
    assert "<svg" in page
    assert "<h1" in page
    expected = {"ja": "お金の動き", "en": "Money board"}
    assert expected[language] in page


def test_staff_stop_the_comparisons_with_a_reason_and_start_them_again(client, fundraiser):
    address = reverse("money_board:switch")
    refused = client.post(address, {"on": "0", "reason": ""}).content.decode()
    assert "理由を書いてください" in refused
    assert ReconcilerSwitch.current().is_on

    client.post(address, {"on": "0", "reason": "Stripeの障害"})

    switch = ReconcilerSwitch.current()
    assert (switch.is_on, switch.changed_by) == (False, fundraiser)
    page = client.get(address).content.decode()
    assert "Stripeの障害" in page
    assert 'name="on" value="1"' in page
    client.post(address, {"on": "1", "reason": "復旧"})
    assert ReconcilerSwitch.current().is_on


def test_the_board_says_what_to_do_about_a_payout_that_came_back(client, fundraiser):
    Finding.objects.create(kind="payout_failed", subject="po_1", ours="¥4,820", theirs="failed account_closed")

    page = client.get(reverse("money_board:index")).content.decode()

    assert "銀行が入金を差し戻しました" in page
    assert "Stripeの管理画面" in page
    assert client.get("/office/findings/").status_code == 200


def test_stopped_comparisons_are_a_duty_of_today_and_the_public_page_says_since_when(client, fundraiser):
    Reconciliation.objects.create(kind="open", finished_at=timezone.now(), looked_at=7, unanswered=7)
    Reconciliation.objects.create(kind="full", finished_at=timezone.now())
    assert "7 of them could not be compared" in client.get("/en/integrity/").content.decode()
    assert "switch" not in [need.key for need in client.get(reverse("money_board:index")).context["needs"]]

    with time_machine.travel(dt.datetime(2026, 11, 25, 15, 30, tzinfo=dt.UTC), tick=False):
        client.post(reverse("money_board:switch"), {"on": "0", "reason": "障害"})

    board = client.get(reverse("money_board:index"))
    assert [need.count for need in board.context["needs"] if need.key == "switch"] == [1]
    public = client.get("/en/integrity/").content.decode()
    assert "paused since Thu 26 November, 0:30" in " ".join(public.split())
    assert "compared every quarter of an hour" not in public
    assert "integrity__verdict--off" in public
    assert "障害" not in public


@pytest.mark.parametrize("refund", ["all", "half"])
def test_the_ways_are_net_of_what_went_back_and_their_shares_are_a_hundred(
    client, fundraiser, paid, checkout, stripe_side, refund
):
    other = checkout(make_payment(amount_jpy=1000))
    stripe_side.pay_by_card(other)
    stripe_side.control("disputes", charge=sync(other.pk).stripe_charge, amount=1000)
    sync(other.pk)
    amount = {"all": 5000, "half": 2500}[refund]
    client.post(reverse("money_board:refund", args=[paid.pk]), form_of(client, paid, amount_jpy=str(amount)))

    page = client.get(reverse("money_board:index"))

    ours = Payment.objects.all()
    assert sum(yen for _way, _name, yen in page.context["ways"]) == gift_totals(ours).received_jpy == 5000 - amount
    assert (page.context["today"].returned_jpy, page.context["today"].disputed_jpy) == (amount, 1000)
    assert "差し引いています" in page.content.decode()


def test_the_fee_of_an_open_dispute_stands_on_the_board(client, fundraiser, paid, stripe_side):
    stripe_side.control("disputes", charge=paid.stripe_charge, amount=5000)
    sync(paid.pk)
    fee = -paid.ledger.get(kind="dispute_fee").amount_jpy

    page = client.get(reverse("money_board:index"))

    assert [(row.is_over, yen) for row, yen in page.context["disputes"]] == [(False, fee)]
    assert f"{fee:,}円" in page.content.decode()


def test_declined_cards_of_today_are_counted(client, fundraiser):
    for number in range(3):
        WebhookEvent.objects.create(event_id=f"evt_{number}", type="charge.failed", livemode=False, body=b"{}")
    WebhookEvent.objects.create(
        event_id="evt_old",
        type="charge.failed",
        livemode=False,
        body=b"{}",
        received_at=timezone.now() - dt.timedelta(2),
    )

    assert client.get(reverse("money_board:index")).context["today"].failed == 3


def test_nothing_is_offered_to_be_sent_back_where_nothing_is_left(client, fundraiser, paid):
    address = reverse("money_board:refund", args=[paid.pk])
    client.post(address, form_of(client, paid, amount_jpy="5000"))

    assert address not in client.get(reverse("money_payments:inspect", args=[paid.pk])).content.decode()


def test_a_payment_leads_to_the_gift_that_it_is_for(client, fundraiser):
    payment = make_paid()

    page = client.get(reverse("money_payments:inspect", args=[payment.pk])).content.decode()

    assert reverse("campaigns_money:gift", args=[payment.reference]) in page


def test_the_title_of_a_comparison_has_the_hour_of_tokyo():
    run = Reconciliation(kind="open", started_at=dt.datetime(2026, 12, 31, 15, 30, tzinfo=dt.UTC))

    assert str(run).endswith("2027-01-01 00:30")


@pytest.mark.parametrize("name", ["refunds", "disputes", "findings"])
def test_the_lists_can_be_looked_at(client, fundraiser, name):
    assert client.get(reverse(f"{name}:index")).status_code == 200


def test_a_volunteer_sees_no_board(client):
    client.force_login(make_person())
    assert client.get(reverse("money_board:index")).status_code in (302, 403)


def test_the_public_page_shows_the_last_full_comparison(client, settings):
    run = Reconciliation.objects.create(kind="full", looked_at=1234)
    run.finished_at = run.started_at
    run.save()
    assert "1234" in client.get("/en/integrity/").content.decode()
    Finding.objects.create(kind="amount", subject="ch_9", found_by=run)
    assert "1 difference is being looked into." in client.get("/en/integrity/").content.decode()


def test_money_that_came_twice_goes_back_by_one_press_and_only_once(client, fundraiser, paid, checkout, stripe_side):
    again = checkout(make_payment(reference=paid.reference))
    stripe_side.pay_by_card(again)
    sync(again.pk)
    address = reverse("money_board:surplus", args=[again.pk])
    assert address in client.get(reverse("money_board:index")).content.decode()

    assert client.post(address).status_code == 302

    row = Refund.objects.get()
    assert (row.payment, row.amount_jpy, row.status, row.asked_by) == (again, 5000, "succeeded", fundraiser)
    assert client.post(address).status_code == 404
    assert client.post(reverse("money_board:surplus", args=[paid.pk])).status_code == 404
    assert address not in client.get(reverse("money_board:index")).content.decode()
    assert Refund.objects.count() == 1


def test_only_who_may_refund_sees_and_presses_the_button(client, fundraiser, paid, checkout, stripe_side):
    again = checkout(make_payment(reference=paid.reference))
    stripe_side.pay_by_card(again)
    sync(again.pk)
    Group.objects.get(name="Fundraisers").permissions.remove(Permission.objects.get(codename="add_refund"))

    assert 'data-action="refund-surplus"' not in client.get(reverse("money_board:index")).content.decode()
    assert client.post(reverse("money_board:surplus", args=[again.pk])).status_code in (302, 403)
    assert not Refund.objects.exists()


def test_thirty_days_of_gifts_are_summed_by_the_way_they_came(client, fundraiser):
    with time_machine.travel(NOON, tick=False):
        make_paid(gift_jpy=4000)
        make_paid(amount_jpy=2000)
        days = gifts_by_day()

    assert len(days) == 30
    assert (days[-1].yen["card"], days[-1].total, sum(day.total for day in days)) == (6000, 6000, 6000)
    assert ("card", "カード", 6000) in sums_by_way(days)


def test_the_board_asks_equally_often_for_few_and_for_many(client, fundraiser, django_assert_max_num_queries):
    asked = []
    for count in (1, 4):
        for _ in range(count):
            make_paid()
            make_promised(amount_jpy=3000)
        client.get(reverse("money_board:index"))
        with django_assert_max_num_queries(60) as queries:
            client.get(reverse("money_board:index"))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_what_colleagues_did_is_on_the_board(client, fundraiser, paid):
    client.post(reverse("money_board:refund", args=[paid.pk]), form_of(client, paid))

    page = client.get(reverse("money_board:index")).content.decode()

    assert 'data-kind="step"' in page
    assert "They asked" in page


def test_a_slip_that_waits_says_when_it_ends(client, fundraiser):
    slip = make_promised(amount_jpy=3000)
    Payment.objects.filter(pk=slip.pk).update(voucher_expires_at=timezone.now() + dt.timedelta(hours=30))

    page = client.get(reverse("money_board:index"))

    assert 'data-kind="promised"' in page.content.decode()
    assert {need.key: need.count for need in page.context["needs"]}["ending"] == 1


def test_monthly_gifts_that_fail_are_on_the_board_with_their_payers(client, fundraiser):
    payment = make_payment(monthly=True)
    plan = payment.plan
    plan.status, plan.failing_since = "past_due", timezone.now()
    plan.save()

    page = client.get(reverse("money_board:index"))

    assert f'data-kind="plan" data-id="{plan.pk}"' in page.content.decode()
    assert payment.payer_name in page.content.decode()
    assert {need.key: need.count for need in page.context["needs"]}["plans"] == 1
