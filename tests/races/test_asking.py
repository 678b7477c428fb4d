"""The first who say yes get the places: real threads, real PostgreSQL (volunteering.md 14)."""

from functools import partial

import pytest

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand
from tests.races.test_volunteers import race, taking
from volunteers import actions
from volunteers.models import Ask, Signup

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 20


def willing():
    person = make_person()
    actions.agree_to_be_asked(person=person, yes=True)
    return person


def asking(demand, person, by):
    return partial(actions.ask_people, demand=demand, people=[person], by=by)


def test_of_four_who_say_yes_at_once_as_many_come_as_there_are_places():
    people = [willing() for _person in range(4)]
    for turn in range(ROUNDS):
        Ask.objects.all().delete()
        demand = make_demand(capacity=1 + turn % 2)
        asks = actions.ask_people(demand=demand, people=people, by=make_person())
        race(*[partial(actions.say_yes, ask=one) for one in asks])
        taken = Signup.objects.holding().filter(demand=demand)
        answers = list(Ask.objects.filter(demand=demand).values_list("answer", flat=True))
        assert taken.count() == demand.capacity
        assert (answers.count("yes"), answers.count("too_late")) == (demand.capacity, 4 - demand.capacity)
        for signup in taken:
            actions.withdraw(person=signup.person, shift=demand.shift, by=signup.person)


def test_a_yes_and_a_signup_from_the_list_do_not_share_the_last_place():
    asked, other = willing(), make_person()
    for _turn in range(ROUNDS):
        Ask.objects.all().delete()
        demand = make_demand(capacity=1)
        (one,) = actions.ask_people(demand=demand, people=[asked], by=make_person())
        race(partial(actions.say_yes, ask=one), taking(other, demand))
        assert Signup.objects.holding().filter(demand=demand).count() == 1
        for signup in Signup.objects.holding().filter(demand=demand):
            actions.withdraw(person=signup.person, shift=demand.shift, by=signup.person)


def test_two_coordinators_who_ask_the_same_person_at_once_ask_once():
    for _turn in range(ROUNDS):
        person, demand = willing(), make_demand()
        race(*[asking(demand, person, by) for by in (make_person(), make_person())])
        assert Ask.objects.filter(person=person).count() == 1
        assert OutgoingMail.objects.filter(to=[person.email], key__startswith="shift_asked").count() == 1


def test_nobody_is_asked_a_third_time_by_two_who_ask_for_different_shifts_at_once():
    by = make_person()
    for _turn in range(ROUNDS):
        person = willing()
        actions.ask_people(demand=make_demand(), people=[person], by=by)
        demands = [make_demand(), make_demand()]
        race(*[asking(demand, person, by) for demand in demands])
        assert Ask.objects.filter(person=person).count() == 2
