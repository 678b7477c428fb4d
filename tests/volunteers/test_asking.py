"""Asking N suitable people (volunteering.md 14)."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.mail.models import OutgoingMail
from portal.people.errors import Refused
from portal.people.models import Consent, Qualification, QualificationGrant
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_role, make_signup, tokyo
from tests.volunteers.test_rights import make_coordinator
from volunteers import actions
from volunteers.actions import WindowClosed
from volunteers.models import Ask, Signup, Status
from volunteers.queries.askable import candidates

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 12, 10)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.STAFF_SECOND_FACTOR = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client):
    person = make_coordinator(everywhere=True)
    client.force_login(person)
    return person


def willing(**fields):
    """Somebody who agreed to be asked."""
    person = make_person(**fields)
    actions.agree_to_be_asked(person=person, yes=True)
    return person


def found(demand):
    return [candidate.person for candidate in candidates(demand, now=NOW)]


def ask(demand, *people):
    return actions.ask_people(demand=demand, people=people, by=make_coordinator(everywhere=True))


class TestWhoIsAsked:
    def test_only_who_agreed_and_did_not_take_it_back(self):
        yes, no_more = willing(), willing()
        make_person()
        actions.agree_to_be_asked(person=no_more, yes=False)
        assert found(make_demand(start=START)) == [yes]

    def test_only_who_is_free_then(self):
        free, busy = willing(), willing()
        make_signup(demand=make_demand(start=START + dt.timedelta(hours=1)), person=busy)
        assert found(make_demand(start=START)) == [free]

    def test_only_who_speaks_the_languages_and_holds_the_qualification_on_that_day(self):
        briefing = Qualification.objects.create(slug="b", name_ja="説明", name_en="Briefing")
        demand = make_demand(start=START, role=make_role(languages=["fr"], qualifications=[briefing]))
        suited, silent, lapsed = (willing(languages_spoken=spoken) for spoken in (["fr"], ["ja"], ["fr"]))
        for person, until in ((suited, None), (silent, None), (lapsed, dt.date(2027, 1, 11))):
            QualificationGrant.objects.create(
                person=person, qualification=briefing, granted_on=dt.date(2026, 1, 1), valid_until=until
            )
        assert found(demand) == [suited]

    def test_only_who_is_old_enough(self):
        demand = make_demand(start=START, role=make_role(minimum_age=18))
        grown = willing(birth_date=dt.date(2009, 1, 12))
        willing(birth_date=dt.date(2009, 1, 13))
        assert found(demand) == [grown]

    def test_not_who_is_in_this_shift_already_in_any_role(self):
        demand = make_demand(start=START)
        make_signup(demand=demand, person=willing())
        assert found(make_demand(shift=demand.shift)) == []

    def test_not_who_was_asked_twice_in_a_fortnight(self, clock):
        person = willing()
        for _times in range(2):
            ask(make_demand(start=START), person)
        demand = make_demand(start=START + dt.timedelta(days=20))
        assert found(demand) == []
        assert ask(demand, person) == []
        clock.move_to(NOW + dt.timedelta(days=15))
        assert [candidate.person for candidate in candidates(demand, now=NOW + dt.timedelta(days=15))] == [person]

    def test_also_who_has_a_briefing_to_read_and_a_pledge_to_give_in_saying_yes(self):
        person = willing()
        demand = make_demand(start=START, role=make_role(briefing_ja="名札をつけます。", pledge_ja="秘密を守ります。"))
        (candidate,) = candidates(demand, now=NOW)
        assert (candidate.person, candidate.promises) == (person, ("briefing", "pledge"))

    def test_a_limit_behind_the_briefing_still_keeps_the_mail_away(self):
        person = willing()
        make_signup(demand=make_demand(start=START - dt.timedelta(hours=15), hours=10), person=person)
        assert found(make_demand(start=START, role=make_role(briefing_ja="名札をつけます。"))) == []

    def test_hours_that_are_only_promised_are_not_called_hours_of_the_last_ninety_days(self):
        person = willing()
        make_signup(demand=make_demand(start=NOW + dt.timedelta(days=2), hours=5), person=person)
        (candidate,) = candidates(make_demand(start=START), now=NOW)
        assert (candidate.hours, candidate.ahead, candidate.last) == (0, 5, None)

    def test_who_did_least_lately_comes_first(self):
        often, once, never = willing(), willing(), willing()
        for days, people in ((1, [often, once]), (2, [often])):
            demand = make_demand(start=NOW + dt.timedelta(days=days), capacity=3)
            for person in people:
                make_signup(demand=demand, person=person)
        assert found(make_demand(start=START)) == [never, once, often]

    @pytest.mark.parametrize("people", [3, 40])
    def test_the_number_of_queries_has_a_bound(self, people):
        for _person in range(people):
            willing()
        demand = make_demand(start=START)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found(demand)
        assert len(queries) <= 3 + 6 * 30


class TestAsking:
    def test_each_is_asked_once_with_a_link_in_their_language(self):
        demand, person = make_demand(start=START), willing(language="en")
        (asked,) = ask(demand, person)
        assert ask(demand, person) == []
        (mail,) = OutgoingMail.objects.filter(to=[person.email])
        assert mail.subject.startswith("Can you help out?")
        assert f"/en/shifts/asked/{actions.token_of(asked)}/" in mail.text
        assert mail.reply_to == [asked.asked_by.email]

    def test_the_database_itself_knows_that_nobody_is_asked_twice(self):
        (asked,) = ask(make_demand(start=START), willing())
        with pytest.raises(IntegrityError), transaction.atomic():
            Ask.objects.create(demand=asked.demand, person=asked.person, asked_by=asked.asked_by)

    def test_nobody_is_asked_for_a_shift_that_takes_no_signups(self):
        demand = make_demand(start=START, state="closed")
        with pytest.raises(WindowClosed):
            ask(demand, willing())

    def test_who_did_not_agree_is_not_asked_even_when_ticked(self):
        assert ask(make_demand(start=START), make_person()) == []


class TestAnswering:
    def test_yes_takes_the_place(self):
        (asked,) = ask(make_demand(start=START), willing())
        assert actions.say_yes(ask=asked).answer == "yes"
        assert Signup.objects.get(person=asked.person).status == Status.CONFIRMED

    def test_a_second_yes_changes_nothing(self):
        (asked,) = ask(make_demand(start=START), willing())
        for _click in range(2):
            assert actions.say_yes(ask=asked).answer == "yes"
        assert Signup.objects.filter(person=asked.person).count() == 1

    def test_the_first_yes_gets_the_place_and_the_other_is_told_kindly(self):
        demand = make_demand(start=START, capacity=1)
        first, second = ask(demand, willing(), willing())
        assert [actions.say_yes(ask=one).answer for one in (second, first)] == ["yes", "too_late"]
        assert [signup.person for signup in Signup.objects.live().filter(demand=demand)] == [second.person]

    def test_who_came_too_late_may_try_again_when_a_place_is_free(self):
        demand = make_demand(start=START, capacity=1)
        first, second = ask(demand, willing(), willing())
        for one in (first, second):
            actions.say_yes(ask=one)
        actions.withdraw(person=first.person, shift=demand.shift, by=first.person)
        assert actions.say_yes(ask=second).answer == "yes"

    def test_no_is_kept_and_may_become_yes(self):
        (asked,) = ask(make_demand(start=START), willing())
        assert actions.say_no(ask=asked).answer == "no"
        assert actions.say_yes(ask=asked).answer == "yes"
        with pytest.raises(Refused):
            actions.say_no(ask=asked)

    def test_what_is_in_the_way_meanwhile_is_said_and_not_kept_as_an_answer(self):
        (asked,) = ask(make_demand(start=START), willing())
        make_signup(demand=make_demand(start=START), person=asked.person)
        with pytest.raises(Refused):
            actions.say_yes(ask=asked)
        asked.refresh_from_db()
        assert asked.answer == ""


class TestPages:
    def link(self, asked):
        return reverse("volunteers:answer-ask", args=[actions.token_of(asked)])

    def test_looking_at_the_link_takes_no_place_and_needs_no_account(self, client):
        (asked,) = ask(make_demand(start=START), willing())
        response = client.get(self.link(asked))
        assert response.status_code == 200
        assert (response["Referrer-Policy"], "no-store" in response["Cache-Control"]) == ("same-origin", True)
        assert not Signup.objects.exists()

    def test_one_button_says_yes(self, client):
        (asked,) = ask(make_demand(start=START), willing())
        html = client.post(self.link(asked), {"answer": "yes"}).content.decode()
        assert "参加が決まりました" in html
        assert Signup.objects.get(person=asked.person).status == Status.CONFIRMED

    def test_what_is_read_in_saying_yes_stands_above_the_button_and_the_mail_says_so(self, client):
        demand = make_demand(start=START, role=make_role(briefing_ja="名札をつけます。"))
        (asked,) = ask(demand, willing())
        mail = OutgoingMail.objects.get(to=[asked.person.email])
        assert "はじめに読んでいただく短い説明" in mail.text
        assert "名札をつけます。" in client.get(self.link(asked)).content.decode()
        html = client.post(self.link(asked), {"answer": "yes"}).content.decode()
        assert ("名札をつけます。" in html, Signup.objects.exists()) == (True, False)
        client.post(self.link(asked), {"answer": "yes", "promised": ["briefing"]})
        assert Signup.objects.get(person=asked.person).status == Status.CONFIRMED

    def test_no_needs_no_tick(self, client):
        demand = make_demand(start=START, role=make_role(briefing_ja="名札をつけます。"))
        (asked,) = ask(demand, willing())
        forms = client.get(self.link(asked)).content.decode().split("<form")
        assert [("required" in form) for form in forms if 'value="no"' in form] == [False]

    def test_too_late_comes_with_other_shifts(self, client):
        demand = make_demand(start=START, capacity=1)
        other = make_demand(start=START + dt.timedelta(days=1))
        first, second = ask(demand, willing(), willing())
        actions.say_yes(ask=first)
        response = client.post(self.link(second), {"answer": "yes"})
        assert response.context["alternatives"] == [other.shift]

    def test_a_forged_link_opens_nothing(self, client):
        assert client.get(reverse("volunteers:answer-ask", args=["x:y:z"])).status_code == 404

    def test_never_again_with_one_button(self, client):
        (asked,) = ask(make_demand(start=START), willing())
        client.post(self.link(asked), {"answer": "never"})
        assert Consent.objects.get(person=asked.person, kind="asked").withdrawn_at is not None

    def test_one_agrees_and_changes_ones_mind_on_a_page_of_its_own(self, client):
        person = make_person()
        client.force_login(person)
        page = reverse("volunteers:be-asked")
        for yes, alive in (("1", 1), ("1", 1), ("0", 0), ("1", 1)):
            client.post(page, {"yes": yes})
            assert Consent.objects.filter(person=person, kind="asked", withdrawn_at=None).count() == alive

    def test_the_office_ticks_the_first_and_asks_those_who_are_ticked(self, client, coordinator):
        demand, people = make_demand(start=START), [willing() for _person in range(4)]
        page = reverse("volunteers_ask", args=[demand.pk])
        assert client.get(page, {"n": 2}).content.decode().count(" checked") == 2
        client.post(page, {"person": [people[0].pk, people[2].pk, "x"]})
        assert [asked.person for asked in Ask.objects.order_by("pk")] == [people[0], people[2]]
        assert Ask.objects.first().asked_by == coordinator

    def test_a_coordinator_asks_for_their_own_places_only(self, client):
        demand = make_demand(start=START)
        client.force_login(make_coordinator())
        client.post(reverse("volunteers_ask", args=[demand.pk]), {"person": [willing().pk]})
        assert not Ask.objects.exists()
