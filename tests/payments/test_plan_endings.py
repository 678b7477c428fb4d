"""Staff end a monthly plan because its payer rang or wrote (money.md 31)."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import ModelLogEntry

from portal.payments import gateway
from portal.payments.actions import end_plan, resume_endings, sync, sync_plan
from portal.payments.errors import PaymentProviderDown, PlanNotRunning
from portal.payments.models import Payment, PlanEnding, RecurringPlan
from tests.factories.payments import make_payment
from tests.factories.people import make_person
from tests.payments.stripe_side import FAILS_LATER, GOOD_CARD, deliver

pytestmark = pytest.mark.django_db(transaction=True)  # the wish is committed before Stripe is asked


@pytest.fixture
def staff():
    return make_person(is_staff=True)


@pytest.fixture
def office(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Fundraisers"))
    client.force_login(person)
    return client


@pytest.fixture
def begun(checkout, stripe_side, listening):
    """A plan whose first month is paid."""

    def begin(card: str = GOOD_CARD) -> RecurringPlan:
        first = checkout(make_payment(monthly=True))
        stripe_side.pay_by_card(first, card)
        sync(first.pk)
        stripe_side.events()
        listening.plans.clear()
        return Payment.objects.get(pk=first.pk).plan

    return begin


def at_stripe(stripe_side, plan: RecurringPlan) -> str:
    return next(body["status"] for body in stripe_side.all("subscription") if body["id"] == plan.stripe_subscription)


def down(*_args, **_kwargs):
    raise PaymentProviderDown("not now")


def test_staff_end_a_plan_at_stripe_and_the_domain_hears_of_it_once(begun, staff, stripe_side, listening):
    plan = begun()
    ended = end_plan(plan.pk, reason="お電話にて", by=staff)
    assert (ended.status, ended.ended_because, ended.next_payment_at) == ("ended", "cancellation_requested", None)
    assert at_stripe(stripe_side, plan) == "canceled"
    for event in stripe_side.events() * 2:  # the webhook tells what we know
        deliver(event)
    assert listening.plans == [(str(plan.pk), "ended", "")]


def test_who_ended_it_and_why_is_in_the_audit(begun, staff):
    plan = begun()
    end_plan(plan.pk, reason="By telephone", by=staff)
    entry = ModelLogEntry.objects.get(action="payments.end_plan")
    assert (entry.user, entry.object_id, entry.data) == (staff, str(plan.pk), {"reason": "By telephone"})
    assert (plan.ending.asked_by, plan.ending.reason) == (staff, "By telephone")


def test_an_overdue_plan_can_be_ended_and_owes_nothing(begun, staff, stripe_side):
    plan = begun(FAILS_LATER)
    stripe_side.control("subscriptions/renew", subscription=plan.stripe_subscription)
    sync_plan(plan.pk, plan.stripe_subscription)
    ended = end_plan(plan.pk, reason="x", by=staff)
    assert (ended.status, ended.failing_invoice, ended.failing_since) == ("ended", "", None)


def test_a_plan_that_has_ended_is_not_ended_again(begun, staff):
    plan = begun()
    end_plan(plan.pk, reason="x", by=staff)
    with pytest.raises(PlanNotRunning):
        end_plan(plan.pk, reason="y", by=staff)
    assert ModelLogEntry.objects.filter(action="payments.end_plan").count() == 1


def test_a_wish_that_stripe_did_not_answer_stands_and_is_carried_out_later_once(begun, staff, stripe_side, monkeypatch):
    plan = begun()
    with monkeypatch.context() as patch:
        patch.setattr(gateway, "cancel_subscription", down)
        with pytest.raises(PaymentProviderDown):
            end_plan(plan.pk, reason="x", by=staff)
        with pytest.raises(PaymentProviderDown):  # pressed again it is the same wish
            end_plan(plan.pk, reason="again", by=staff)
        assert resume_endings() == 0
    assert (PlanEnding.objects.get().reason, at_stripe(stripe_side, plan)) == ("x", "active")
    assert resume_endings() == 1
    assert resume_endings() == 0
    assert at_stripe(stripe_side, plan) == "canceled"


def test_a_crash_after_stripe_ended_it_is_healed_without_asking_again(
    begun, staff, stripe_side, listening, monkeypatch
):
    plan, ask = begun(), gateway.cancel_subscription
    asked: list[str] = []

    def ask_and_crash(subscription: str) -> None:
        asked.append(subscription)
        ask(subscription)
        raise SystemExit

    monkeypatch.setattr(gateway, "cancel_subscription", ask_and_crash)
    with pytest.raises(SystemExit):
        end_plan(plan.pk, reason="x", by=staff)
    plan.refresh_from_db()
    assert (plan.status, at_stripe(stripe_side, plan), listening.plans) == ("active", "canceled", [])
    assert resume_endings() == 1
    plan.refresh_from_db()
    assert (plan.status, asked) == ("ended", [plan.stripe_subscription])
    assert listening.plans == [(str(plan.pk), "ended", "")]


def test_a_payer_who_was_quicker_is_no_error(begun, staff, stripe_side):
    plan = begun()
    gateway.cancel_subscription(plan.stripe_subscription)
    assert end_plan(plan.pk, reason="x", by=staff).status == "ended"


def test_a_plan_that_stripe_does_not_know_is_said_and_not_tried_for_ever(begun, staff):
    plan = begun()
    RecurringPlan.objects.filter(pk=plan.pk).update(stripe_subscription="sub_nobody")
    with pytest.raises(PlanNotRunning):
        end_plan(plan.pk, reason="x", by=staff)
    assert "sub_nobody" in PlanEnding.objects.get().problem
    assert list(PlanEnding.objects.unanswered()) == []


def test_the_plan_s_page_has_the_button_and_tells_who_asked(begun, office, stripe_side):
    plan = begun()
    page = f"/office/money_plans/inspect/{plan.pk}/"
    where = f"/office/money_plans/{plan.pk}/end/"
    assert where in office.get(page).content.decode()
    response = office.post(where, {"reason": "Hana wrote a letter"}, follow=True)
    shown = response.content.decode()
    assert response.redirect_chain[-1][0] == page
    assert ("Hana wrote a letter" in shown, where in shown) == (True, False)
    assert at_stripe(stripe_side, plan) == "canceled"


def test_a_reason_is_needed_and_what_was_typed_is_kept(begun, office, monkeypatch):
    plan = begun()
    where = f"/office/money_plans/{plan.pk}/end/"
    assert office.post(where, {"reason": " "}).status_code == 200
    assert not PlanEnding.objects.exists()
    RecurringPlan.objects.filter(pk=plan.pk).update(stripe_subscription="sub_nobody")
    assert "My reason" in office.post(where, {"reason": "My reason"}).content.decode()


def test_without_an_answer_staff_read_that_it_is_noted(begun, office, monkeypatch):
    plan = begun()
    monkeypatch.setattr(gateway, "cancel_subscription", down)
    shown = office.post(f"/office/money_plans/{plan.pk}/end/", {"reason": "x"}, follow=True).content.decode()
    assert "やり直します" in shown
    assert PlanEnding.objects.unanswered().count() == 1


def test_who_may_only_look_cannot_end_a_plan(begun, client):
    plan = begun()
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Coordinators"))
    client.force_login(person)
    response = client.post(f"/office/money_plans/{plan.pk}/end/", {"reason": "x"})
    assert response.status_code in (302, 403)
    assert not PlanEnding.objects.exists()
