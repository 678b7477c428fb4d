"""Requests, overrides by name, and a place for somebody on their behalf, in the back office (volunteering.md 5)."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_role, make_signup, tokyo
from tests.volunteers.test_rights import make_coordinator
from volunteers import actions
from volunteers.models import Ask, Demand, Rule, Signup, SignupEvent, Status

pytestmark = pytest.mark.django_db
START = tokyo(2027, 1, 12, 10)
PAGE = "volunteers_approvals"


@pytest.fixture(autouse=True)
def travel(settings):
    settings.STAFF_SECOND_FACTOR = False
    with time_machine.travel(tokyo(2027, 1, 4, 10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client):
    person = make_coordinator(everywhere=True)
    client.force_login(person)
    return person


def asked(demand=None, person=None, message=""):
    """A request for a place that is given by approval."""
    demand = demand or make_demand(start=START, overflow=Demand.Overflow.APPROVE)
    person = person or make_person()
    return actions.ask_for_place(person=person, demand=demand, by=person, message=message)


def tired(demand):
    """Somebody whose hours of that day are used up."""
    person = make_person()
    long_day = make_demand(start=tokyo(2027, 1, 12, 13), hours=7, place=demand.shift.place)
    make_signup(demand=long_day, person=person)
    return person


def status(signup):
    return Signup.objects.get(pk=signup.pk).status


def post(client, *signups, **more):
    return client.post(
        reverse(PAGE), {"signup": [signup.pk for signup in signups]} | more, follow=True
    ).content.decode()


def test_the_page_shows_who_asks_for_what_and_what_they_wrote(client, coordinator):
    signup = asked(message="前にも参加しました")
    response = client.get(reverse(PAGE))
    assert "前にも参加しました" in response.content.decode()
    assert [case.signup for case in response.context["cases"]] == [signup]


def test_many_are_approved_at_once_and_each_is_told_and_logged(client, coordinator):
    signups = [asked() for _person in range(3)]
    assert "3件の希望に返事をしました" in post(client, *signups, approve="1")
    assert {status(signup) for signup in signups} == {Status.CONFIRMED}
    assert OutgoingMail.objects.filter(key__startswith="shift_confirmed").count() == 3
    assert ModelLogEntry.objects.filter(action="volunteers.approve", user=coordinator).count() == 3


def test_one_that_a_rule_forbids_keeps_nobody_else_from_a_place(client, coordinator):
    full = make_demand(start=START, capacity=1, overflow=Demand.Overflow.APPROVE)
    first, second, third = asked(full), asked(full), asked()
    html = post(client, first, second, third, approve="1")
    assert [status(signup) for signup in (first, second, third)] == [
        Status.CONFIRMED,
        Status.REQUESTED,
        Status.CONFIRMED,
    ]
    assert second.person.display_name in html


def test_a_no_needs_a_reason_that_the_person_reads(client, coordinator):
    signup = asked()
    assert "理由" in post(client, signup, decline="1", reason=" ")
    assert status(signup) == Status.REQUESTED
    post(client, signup, decline="1", reason="経験者の枠です。")
    assert status(signup) == Status.DECLINED
    assert "経験者の枠です。" in OutgoingMail.objects.get(key__startswith="shift_declined").text


def test_a_limit_is_set_aside_by_its_name_with_a_reason_and_stands_in_the_record(client, coordinator):
    demand = make_demand(start=tokyo(2027, 1, 12, 10), hours=3)
    signup = asked(demand, tired(demand))
    (case,) = client.get(reverse(PAGE)).context["cases"]
    assert case.rules == [Rule.DAILY_MAXIMUM]
    post(client, signup, approve="1")
    post(client, signup, approve="1", rule="daily_maximum", why_daily_maximum=" ")
    assert status(signup) == Status.REQUESTED
    post(client, signup, approve="1", rule="daily_maximum", why_daily_maximum="休憩を3時間とる")
    assert status(signup) == Status.CONFIRMED
    event = SignupEvent.objects.get(signup=signup, to_status=Status.CONFIRMED)
    assert (event.rule_overridden, event.reason, event.actor) == ("daily_maximum", "休憩を3時間とる", coordinator)
    assert ModelLogEntry.objects.get(action="volunteers.approve").data["set_aside"] == {
        "daily_maximum": "休憩を3時間とる"
    }


def test_without_the_right_to_override_no_rule_is_set_aside(client):
    demand = make_demand(start=START)
    signup = asked(demand, tired(demand))
    person = make_person(is_staff=True)
    person.user_permissions.set(
        Permission.objects.filter(codename__in=["view_shift", "view_signup", "change_shift", "access_admin"])
    )
    client.force_login(person)
    post(client, signup, approve="1", rule="daily_maximum", why_daily_maximum="x")
    assert status(signup) == Status.REQUESTED


def test_requests_out_of_reach_are_neither_shown_nor_decided(client):
    signup = asked()
    client.force_login(make_coordinator())
    assert client.get(reverse(PAGE)).context["cases"] == []
    post(client, signup, approve="1")
    assert status(signup) == Status.REQUESTED


class TestOnBehalf:
    def page(self, demand):
        return reverse("volunteers_assign", args=[demand.pk])

    def test_somebody_is_found_by_name_and_gets_the_place_after_the_window_too(self, client, coordinator):
        demand = make_demand(start=START, state="closed")
        person = make_person(family_name="青木", given_name="光")
        (case,) = client.get(self.page(demand), {"q": "青木 光"}).context["cases"]
        assert case.is_plain
        response = client.post(self.page(demand), {"person": person.pk, "q": "青木"})
        assert response["Location"] == reverse("volunteers_desk", args=[demand.shift_id])
        assert Signup.objects.get(person=person).status == Status.CONFIRMED
        assert ModelLogEntry.objects.filter(action="volunteers.assign", user=coordinator).count() == 1

    def test_what_nobody_may_set_aside_is_said_and_nothing_typed_is_lost(self, client, coordinator):
        demand = make_demand(start=START, role=make_role(minimum_age=18))
        person = make_person(birth_date=dt.date(2012, 1, 1), family_name="青木")
        html = client.post(self.page(demand), {"person": person.pk, "q": "青木"}).content.decode()
        assert 'value="青木"' in html
        assert "help-critical" in html
        assert not Signup.objects.exists()

    def test_nobody_chosen_is_a_sentence(self, client, coordinator):
        html = client.post(self.page(make_demand(start=START)), {"person": "x"}).content.decode()
        assert "先に、人を選んでください" in html

    def test_a_limit_is_set_aside_here_too(self, client, coordinator):
        demand = make_demand(start=START)
        person = tired(demand)
        client.post(
            self.page(demand), {"person": person.pk, "rule": "daily_maximum", "why_daily_maximum": "本人の希望"}
        )
        assert Signup.objects.get(person=person, demand=demand).status == Status.CONFIRMED


def test_whoever_was_asked_by_the_coordinator_need_not_be_approved():
    person = make_person()
    actions.agree_to_be_asked(person=person, yes=True)
    demand = make_demand(start=START, overflow=Demand.Overflow.APPROVE, capacity=1)
    (one,) = actions.ask_people(demand=demand, people=[person], by=make_coordinator(everywhere=True))
    assert actions.say_yes(ask=one).answer == Ask.Answer.YES
    assert Signup.objects.get(person=person).status == Status.CONFIRMED
