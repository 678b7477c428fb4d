"""Seats that change hands under fire: real threads, real PostgreSQL, twenty rounds each (volunteering.md 1, 2, 4, 7)."""

import datetime as dt
import threading

import pytest
from django.utils import timezone

from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_signup, tokyo
from tests.races.test_volunteers import leaving, race, taking
from volunteers import actions
from volunteers.models import HOLDING, Demand, HandOver, Party, Rule, Signup, SignupEvent, Status

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = range(20)


@pytest.fixture
def crowd():
    """People who are there for every round."""
    return [make_person() for _ in range(8)]


def held(demand):
    return Signup.objects.holding().filter(demand=demand).count()


def seats_of(party):
    return Signup.objects.holding().filter(party=party)


def booking(captain, demand, seats=3):
    return lambda: actions.book_party(
        captain=captain, demand=demand, kind="friends", name="ともだち", seats=seats, by=captain
    )


def claiming(party, person):
    return lambda: actions.claim_seat(party=party, person=person, by=person)


def stepping_in(hand_over, person):
    return lambda: actions.take_over(hand_over=hand_over, person=person, by=person)


def a_party(captain, demand, seats=3):
    return booking(captain, demand, seats)()


def in_days(number):
    """Rounds stand far enough apart that a person may come to each of them."""
    day = timezone.localdate() + dt.timedelta(days=3 + 2 * number)
    return tokyo(day.year, day.month, day.day, 9)


def test_signing_up_withdrawing_and_raising_the_places_lose_and_oversell_nothing(crowd):
    place, boss = make_place(), make_person()
    for number in ROUNDS:
        demand = make_demand(capacity=2, start=in_days(number), place=place)
        holders = [make_signup(demand=demand, person=person).person for person in crowd[:2]]
        race(
            *[leaving(person, demand.shift) for person in holders],
            *[taking(person, demand, wait=True) for person in crowd[2:]],
            lambda demand=demand: actions.change_capacity(demand=demand, capacity=3, min_needed=1, by=boss),
        )
        assert held(demand) <= 3
        actions.expire_offers(demand=demand)  # the sweep begins with whoever was not locked when a place became free
        assert held(demand) == 3


def test_lowering_the_places_meets_signing_up_and_drops_nobody(crowd):
    place, boss = make_place(), make_person()
    for number in ROUNDS:
        demand = make_demand(capacity=5, start=in_days(number), place=place)
        results, _refusals = race(
            *[taking(person, demand) for person in crowd],
            lambda demand=demand: actions.change_capacity(demand=demand, capacity=2, min_needed=1, by=boss),
        )
        taken = [result for result in results if isinstance(result, Signup)]
        assert 2 <= len(taken) <= 5
        assert held(demand) == len(taken)


def test_an_offer_is_taken_or_passed_on_never_both(crowd):
    place = make_place()
    for number in ROUNDS:
        demand = make_demand(capacity=1, start=in_days(number), place=place)
        holder = make_signup(demand=demand, person=crowd[0]).person
        first, _second = (make_signup(demand=demand, person=person, wait=True) for person in crowd[1:3])
        actions.withdraw(person=holder, shift=demand.shift, by=holder)
        shift = demand.shift
        race(
            lambda shift=shift: actions.accept_offer(person=crowd[1], shift=shift, by=crowd[1]),
            lambda shift=shift: actions.decline_offer(person=crowd[1], shift=shift, by=crowd[1]),
            lambda demand=demand: actions.expire_offers(demand=demand),
            taking(crowd[3], demand),
        )
        assert held(demand) == 1
        assert Signup.objects.get(pk=first.pk).status in {Status.CONFIRMED, Status.CANCELLED_BY_VOLUNTEER}


def test_a_place_is_handed_over_to_one_of_many_and_never_twice(crowd):
    place = make_place()
    for number in ROUNDS:
        demand = make_demand(capacity=1, start=in_days(number), place=place)
        original = make_signup(demand=demand, person=crowd[0])
        hand_over = actions.offer_hand_over(person=crowd[0], shift=demand.shift, by=crowd[0])
        results, refusals = race(*[stepping_in(hand_over, person) for person in crowd[1:]])
        assert (len(results), {type(refusal) for refusal in refusals}) == (1, {actions.HandOverGone})
        assert held(demand) == 1
        assert Signup.objects.get(pk=original.pk).status == Status.HANDED_OVER
        assert HandOver.objects.get(pk=hand_over.pk).successor == results[0]


def test_a_place_is_given_back_or_handed_over_and_the_duty_is_never_lost(crowd):
    place = make_place()
    for number in ROUNDS:
        demand = make_demand(capacity=1, start=in_days(number), place=place)
        make_signup(demand=demand, person=crowd[0])
        hand_over = actions.offer_hand_over(person=crowd[0], shift=demand.shift, by=crowd[0])
        make_signup(demand=demand, person=crowd[1], wait=True)
        race(leaving(crowd[0], demand.shift), stepping_in(hand_over, crowd[2]))
        assert held(demand) == 1  # the successor's, or offered to whoever waits
        assert not Signup.objects.holding().filter(demand=demand, person=crowd[0]).exists()


def test_two_who_step_in_for_each_other_do_not_lock_each_other_out(crowd):
    first, second, place, other_place = *crowd[:2], make_place(), make_place()
    for number in ROUNDS:
        one = make_demand(capacity=1, start=in_days(number), place=place)
        two = make_demand(capacity=1, start=in_days(number) + dt.timedelta(hours=6), place=other_place)
        make_signup(demand=one, person=first)
        make_signup(demand=two, person=second)
        of_first = actions.offer_hand_over(person=first, shift=one.shift, by=first)
        of_second = actions.offer_hand_over(person=second, shift=two.shift, by=second)
        results, refusals = race(stepping_in(of_first, second), stepping_in(of_second, first))
        assert (len(results), refusals) == (2, [])
        assert (held(one), held(two)) == (1, 1)


def test_changing_shifts_crosswise_loses_no_place(crowd):
    first, second, place = *crowd[:2], make_place()

    def change(person, shift, demand):
        return lambda: actions.change_places(person=person, shift=shift, demand=demand, by=person)

    for number in ROUNDS:
        one = make_demand(capacity=2, start=in_days(number), place=place)
        two = make_demand(capacity=2, start=in_days(number) + dt.timedelta(hours=4), place=place)
        make_signup(demand=one, person=first)
        make_signup(demand=two, person=second)
        results, refusals = race(change(first, one.shift, two), change(second, two.shift, one))
        assert (len(results), refusals) == (2, [])
        assert (held(one), held(two)) == (1, 1)


def test_parties_take_all_or_none(crowd):
    place = make_place()
    for number in ROUNDS:
        demand = make_demand(capacity=7, start=in_days(number), place=place)
        results, refusals = race(
            *[booking(captain, demand) for captain in crowd[:4]], *[taking(person, demand) for person in crowd[4:6]]
        )
        parties = [party for party in results if isinstance(party, Party)]
        assert {seats_of(party).count() for party in parties} <= {3}
        assert held(demand) == 3 * len(parties) + len(results) - len(parties)
        assert held(demand) <= 7
        assert {type(refusal) for refusal in refusals} <= {actions.PartyTooLarge, actions.ShiftFull}


def test_three_seats_are_claimed_by_three(crowd):
    place = make_place()
    for number in ROUNDS:
        demand = make_demand(capacity=4, start=in_days(number), place=place)
        party = a_party(crowd[0], demand, seats=4)
        results, refusals = race(*[claiming(party, person) for person in crowd[1:7]])
        assert (len(results), {type(refusal) for refusal in refusals}) == (3, {actions.PartyClosed})
        people = list(seats_of(party).values_list("person", flat=True))
        assert len(set(people)) == len(people) == 4


def test_one_person_with_two_taps_sits_once(crowd):
    place = make_place()
    for number in ROUNDS:
        party = a_party(crowd[0], make_demand(capacity=4, start=in_days(number), place=place), seats=4)
        results, refusals = race(*[claiming(party, crowd[1])] * 3)
        assert (len(results), {type(refusal) for refusal in refusals}) == (1, {actions.AlreadySignedUp})
        assert seats_of(party).filter(person__isnull=True).count() == 2


def test_a_seat_is_released_or_claimed_never_both(crowd):
    place = make_place()
    for number in ROUNDS:
        demand = make_demand(capacity=3, start=in_days(number), place=place)
        party = a_party(crowd[0], demand)
        make_signup(demand=demand, person=crowd[3], wait=True)
        Party.objects.filter(pk=party.pk).update(naming_deadline=timezone.now() + dt.timedelta(milliseconds=30))
        race(claiming(party, crowd[1]), claiming(party, crowd[2]), late(actions.release_unnamed))
        actions.release_unnamed()
        assert not seats_of(party).unnamed().exists()
        assert held(demand) == seats_of(party).count() + (1 if seats_of(party).count() < 3 else 0)


def late(action):
    """Runs an action some milliseconds after everybody else."""

    def run():
        threading.Event().wait(0.03)
        return action()

    return run


def test_giving_seats_back_meets_claiming_and_signing_up(crowd):
    place = make_place()
    for number in ROUNDS:
        demand = make_demand(capacity=4, start=in_days(number), place=place)
        party = a_party(crowd[0], demand, seats=4)
        free = list(seats_of(party).unnamed().values_list("pk", flat=True))
        race(
            lambda party=party, free=free: actions.cancel_seats(party=party, seats=free[:2], by=party.captain),
            *[claiming(party, person) for person in crowd[1:4]],
            *[taking(person, demand) for person in crowd[4:7]],
        )
        assert held(demand) <= 4
        assert seats_of(party).count() == 2


def test_a_friend_who_leaves_while_others_join_leaves_the_seat_to_the_party(crowd):
    place = make_place()
    for number in ROUNDS:
        demand = make_demand(capacity=3, start=in_days(number), place=place)
        party = a_party(crowd[0], demand)
        claiming(party, crowd[1])()
        race(
            leaving(crowd[1], demand.shift),
            claiming(party, crowd[2]),
            claiming(party, crowd[3]),
            taking(crowd[4], demand),
        )
        assert seats_of(party).count() == held(demand) == 3


def test_requests_are_said_yes_to_as_far_as_there_are_places(crowd):
    place, bosses = make_place(), [make_person(), make_person()]
    for number in ROUNDS:
        demand = make_demand(capacity=2, start=in_days(number), place=place, overflow=Demand.Overflow.APPROVE)
        asked = [make_signup(demand=demand, person=person) for person in crowd[:4]]
        results, refusals = race(
            *[lambda one=one: actions.approve(signup=one, by=bosses[0]) for one in asked],
            lambda demand=demand: actions.assign(person=crowd[5], demand=demand, by=bosses[1]),
        )
        assert (len(results), {type(refusal) for refusal in refusals}) == (2, {actions.ShiftFull})
        assert held(demand) == 2


def test_yes_and_no_to_one_request_leave_one_answer_and_one_mail(crowd):
    place, boss = make_place(), make_person()
    for number in ROUNDS:
        demand = make_demand(start=in_days(number), place=place, overflow=Demand.Overflow.APPROVE)
        asked = make_signup(demand=demand, person=crowd[0])
        results, _refusals = race(
            lambda asked=asked: actions.approve(signup=asked, by=boss),
            lambda asked=asked: actions.decline(signup=asked, by=boss, reason="満員"),
            leaving(crowd[0], demand.shift),
        )
        answers = list(asked.events.filter(from_status=Status.REQUESTED).values_list("to_status", flat=True))
        assert len(answers) == 1
        assert len(results) == 1 + (
            answers == [Status.CONFIRMED] and Signup.objects.get(pk=asked.pk).status != Status.CONFIRMED
        )


def test_a_person_who_is_approved_here_and_signs_up_there_is_in_one_place(crowd):
    place, boss = make_place(), make_person()
    for number in ROUNDS:
        asked_for = make_demand(start=in_days(number), place=place, overflow=Demand.Overflow.APPROVE)
        other = make_demand(start=in_days(number) + dt.timedelta(hours=1), place=place)
        asked = make_signup(demand=asked_for, person=crowd[0])
        results, refusals = race(lambda asked=asked: actions.approve(signup=asked, by=boss), taking(crowd[0], other))
        assert (len(results), [type(refusal) for refusal in refusals]) == (1, [actions.Overlapping])
        assert Signup.objects.filter(person=crowd[0], demand__in=[asked_for, other], status__in=HOLDING).count() == 1


def test_an_offer_and_a_sign_up_together_never_pass_a_limit(crowd):
    """Three hours that are offered and six that are taken at the same moment would be more than a day's eight."""
    place = make_place()
    for number in ROUNDS:
        morning = make_demand(capacity=1, start=in_days(number), place=place)
        afternoon = make_demand(capacity=1, start=in_days(number) + dt.timedelta(hours=4), hours=6, place=place)
        holder = make_signup(demand=morning, person=crowd[0]).person
        for person in crowd[1:3]:
            make_signup(demand=morning, person=person, wait=True)
        race(leaving(holder, morning.shift), taking(crowd[1], afternoon), taking(crowd[3], morning))
        mine = Signup.objects.holding().filter(person=crowd[1], shift__in=[morning.shift, afternoon.shift])
        assert mine.count() == 1  # the offer, or the afternoon
        offered = Signup.objects.get(demand=morning, status=Status.OFFERED)
        assert offered.person == (crowd[1] if mine.get().demand == morning else crowd[2])


def test_taking_an_offer_and_being_given_another_place_never_pass_a_limit_unnamed(crowd):
    """Whichever comes second is refused, but for a coordinator who sets the limit aside by its name."""
    place, boss = make_place(), make_person()
    for number in ROUNDS:
        morning = make_demand(capacity=1, start=in_days(number), place=place)
        afternoon = make_demand(capacity=1, start=in_days(number) + dt.timedelta(hours=4), hours=6, place=place)
        holder = make_signup(demand=morning, person=crowd[0]).person
        make_signup(demand=morning, person=crowd[1], wait=True)
        actions.withdraw(person=holder, shift=morning.shift, by=holder)
        shift, why = morning.shift, {Rule.DAILY_MAXIMUM: "人手不足"}
        race(
            lambda shift=shift: actions.accept_offer(person=crowd[1], shift=shift, by=crowd[1]),
            lambda demand=afternoon, why=why: actions.assign(person=crowd[1], demand=demand, by=boss, overrides=why),
        )
        given = SignupEvent.objects.get(signup__demand=afternoon, to_status=Status.CONFIRMED)
        taken = SignupEvent.objects.filter(signup__demand=morning, signup__person=crowd[1], to_status=Status.CONFIRMED)
        assert given.rule_overridden == "daily_maximum"
        assert all(step.pk < given.pk for step in taken)
