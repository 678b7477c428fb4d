"""Waiting lists (volunteering.md, rule 4)."""

import datetime as dt

import pytest
import time_machine

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_shift, make_signup, tokyo
from volunteers import actions, queries, tasks
from volunteers.actions.waiting import after_waking, offer_ends, waking_time
from volunteers.models import Demand, Rule, Shift, Signup, Status

pytestmark = pytest.mark.django_db
MONDAY = tokyo(2027, 1, 4, 10)
SHIFT = tokyo(2027, 1, 12, 10)


@pytest.fixture
def travel():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def full_demand(*, waiting: int = 2, **fields):
    """One place, taken; some who wait, a minute apart."""
    demand = make_demand(capacity=1, start=SHIFT, **fields)
    holder = make_signup(demand=demand)
    queue = [make_signup(demand=demand, wait=True) for _ in range(waiting)]
    return demand, holder, queue


def status(signup):
    signup.refresh_from_db()
    return Status(signup.status)


def test_a_full_shift_gives_a_turn_on_the_waiting_list(travel):
    _demand, _holder, queue = full_demand()
    assert [signup.status for signup in queue] == [Status.WAITLISTED, Status.WAITLISTED]
    assert [queries.my_signups(signup.person)[0].ahead for signup in queue] == [0, 1]


def test_a_freed_place_is_offered_to_the_first_and_held_for_24_hours(travel):
    demand, holder, (first, second) = full_demand()
    actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
    assert (status(first), status(second)) == (Status.OFFERED, Status.WAITLISTED)
    assert first.offered_until == tokyo(2027, 1, 5, 10)
    assert OutgoingMail.objects.filter(to=[first.person.email]).get().subject.startswith("空きが出ました")
    newcomer = make_person()
    with pytest.raises(actions.ShiftFull):
        actions.sign_up(person=newcomer, demand=demand, by=newcomer)


def test_accepting_an_offer_confirms_it(travel):
    demand, holder, (first, _second) = full_demand()
    actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
    travel.shift(3600)
    accepted = actions.accept_offer(person=first.person, shift=demand.shift, by=first.person)
    assert accepted.status == Status.CONFIRMED
    assert accepted.confirmed_at == tokyo(2027, 1, 4, 11)
    again = actions.accept_offer(person=first.person, shift=demand.shift, by=first.person)
    assert again.pk == accepted.pk
    assert [event.to_status for event in accepted.events.all()] == [Status.WAITLISTED, Status.OFFERED, Status.CONFIRMED]


def test_declining_passes_the_place_on(travel):
    demand, holder, (first, second) = full_demand()
    actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
    actions.decline_offer(person=first.person, shift=demand.shift, by=first.person)
    assert (status(first), status(second)) == (Status.CANCELLED_BY_VOLUNTEER, Status.OFFERED)


def test_an_offer_that_ran_out_passes_the_place_on_and_cannot_be_taken(travel):
    demand, holder, (first, second) = full_demand()
    actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
    travel.move_to(tokyo(2027, 1, 5, 10))
    with pytest.raises(actions.OfferGone):
        actions.accept_offer(person=first.person, shift=demand.shift, by=first.person)
    assert tasks.move_waiting_lists() == 1
    assert (status(first), status(second)) == (Status.EXPIRED, Status.OFFERED)
    assert tasks.move_waiting_lists() == 0


def test_more_capacity_makes_offers(travel):
    demand, holder, queue = full_demand(waiting=3)
    actions.change_capacity(demand=demand, capacity=3, min_needed=1, by=holder.person)
    assert [status(signup) for signup in queue] == [Status.OFFERED, Status.OFFERED, Status.WAITLISTED]


def test_priority_goes_first(travel):
    demand, holder, (first, second) = full_demand()
    Signup.objects.filter(pk=second.pk).update(priority=-1)
    actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
    assert (status(first), status(second)) == (Status.WAITLISTED, Status.OFFERED)


def test_who_has_another_place_then_is_passed_over_and_keeps_the_turn(travel):
    place = make_place()
    demand, holder, (first, second) = full_demand(place=place)
    make_signup(demand=make_demand(start=SHIFT, place=place), person=first.person)
    actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
    assert (status(first), status(second)) == (Status.WAITLISTED, Status.OFFERED)


def test_a_newcomer_does_not_overtake_who_waits(travel):
    demand, _holder, (first, _second) = full_demand()
    Demand.objects.filter(pk=demand.pk).update(capacity=2)  # as if a sweep were still to come
    newcomer = make_person()
    with pytest.raises(actions.ShiftFull):
        actions.sign_up(person=newcomer, demand=demand, by=newcomer)
    tasks.move_waiting_lists()
    assert status(first) == Status.OFFERED


def test_leaving_the_waiting_list_writes_no_mail_and_is_never_late(travel):
    demand, _holder, (first, _second) = full_demand()
    before = OutgoingMail.objects.count()
    travel.move_to(tokyo(2027, 1, 12, 9))
    gone = actions.withdraw(person=first.person, shift=demand.shift, by=first.person)
    assert (gone.status, gone.late) == (Status.CANCELLED_BY_VOLUNTEER, False)
    assert OutgoingMail.objects.count() == before


def test_after_the_cut_off_nobody_is_offered_anything(travel):
    demand, holder, (first, _second) = full_demand()
    travel.move_to(tokyo(2027, 1, 12, 7, 30))  # people meet at 9:45, offers end at 7:45
    actions.withdraw(person=holder.person, shift=demand.shift, by=holder.person)
    assert status(first) == Status.WAITLISTED


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (tokyo(2027, 1, 4, 10), tokyo(2027, 1, 5, 10)),  # 24 hours by the clock
        (tokyo(2027, 1, 4, 23), tokyo(2027, 1, 6, 8)),  # at night the clock has not begun
        (tokyo(2027, 1, 4, 3), tokyo(2027, 1, 5, 8)),
        (tokyo(2027, 1, 11, 12), tokyo(2027, 1, 11, 17)),  # 10 waking hours left until 7:45: half of them
        (tokyo(2027, 1, 11, 20), tokyo(2027, 1, 11, 21)),
    ],
)
def test_an_offer_holds_24_hours_less_near_the_start_and_rests_at_night(now, until):
    shift = make_shift(start=SHIFT)
    assert offer_ends(shift, now=now) == until


def test_the_clock_of_an_offer_rests_from_22_to_8():
    assert waking_time(tokyo(2027, 1, 4, 21), tokyo(2027, 1, 5, 9)).total_seconds() == 2 * 3600
    assert after_waking(tokyo(2027, 1, 4, 21), waking_time(tokyo(2027, 1, 4, 8), tokyo(2027, 1, 4, 11))) == tokyo(
        2027, 1, 5, 10
    )


# What is in the way by now: looked at when a place is offered, and again when it is taken.


def long_day(person, **fields):
    """Six hours on the day of the shift: beside three more it is over the daily maximum of eight."""
    return make_signup(demand=make_demand(start=tokyo(2027, 1, 12, 14), hours=6, **fields), person=person)


def give_back(signup):
    actions.withdraw(person=signup.person, shift=signup.shift, by=signup.person)


def test_who_reached_a_limit_meanwhile_is_passed_over_and_keeps_the_turn(travel):
    place = make_place()
    _demand, holder, (first, second) = full_demand(place=place)
    beside = long_day(first.person, place=place)
    give_back(holder)
    assert (status(first), status(second)) == (Status.WAITLISTED, Status.OFFERED)
    give_back(beside)
    actions.decline_offer(person=second.person, shift=second.shift, by=second.person)
    assert status(first) == Status.OFFERED


@pytest.mark.parametrize(
    "asks",
    [
        {"minimum_age": 18},
        {"languages": ["ne"]},
        {"insurance_needed": True},
        {"adult_alongside": True},
    ],
)
def test_whom_the_role_no_longer_takes_is_passed_over(travel, asks):
    demand, holder, (first, second) = full_demand()
    make_grown_up_and_insured(second.person)
    for name, value in asks.items():
        setattr(demand.role, name, value)
    demand.role.save()
    give_back(holder)
    assert (status(first), status(second)) == (Status.WAITLISTED, Status.OFFERED)


def make_grown_up_and_insured(person):
    person.birth_date, person.languages_spoken = dt.date(1980, 1, 1), ["ja", "ne"]
    person.save()
    actions.enter_insurance(person=person, year=2026, by=person)


def test_a_closed_sign_up_does_not_keep_who_waits_from_an_offer_nor_from_taking_it(travel):
    demand, holder, (first, _second) = full_demand()
    Shift.objects.filter(pk=demand.shift_id).update(sign_up_closes_at=MONDAY)
    travel.shift(3600)
    give_back(holder)
    assert status(first) == Status.OFFERED
    assert actions.accept_offer(person=first.person, shift=demand.shift, by=first.person).status == Status.CONFIRMED


def test_a_limit_reached_after_the_offer_is_said_in_one_sentence_and_the_place_stays_held(travel):
    place, boss = make_place(), make_person()
    demand, holder, (first, second) = full_demand(place=place)
    give_back(holder)
    other = make_demand(start=tokyo(2027, 1, 12, 14), hours=6, place=place)
    beside = actions.assign(person=first.person, demand=other, by=boss, overrides={Rule.DAILY_MAXIMUM: "人手不足"})
    with pytest.raises(actions.LimitReached, match="8時間を超えます") as refusal:
        actions.accept_offer(person=first.person, shift=demand.shift, by=first.person)
    assert refusal.value.way_out_url == "/ja/me/"
    assert (status(first), status(second)) == (Status.OFFERED, Status.WAITLISTED)
    give_back(beside)
    assert actions.accept_offer(person=first.person, shift=demand.shift, by=first.person).status == Status.CONFIRMED


def test_an_offer_of_a_role_with_a_new_pledge_is_taken_with_a_tick(travel, client):
    demand, holder, (first, _second) = full_demand()
    demand.role.pledge_ja = "見聞きしたことを話しません。"
    demand.role.save()
    give_back(holder)
    assert status(first) == Status.OFFERED
    client.force_login(first.person)
    page = f"/ja/shifts/{demand.shift_id}/"
    assert 'name="promised" value="pledge" required' in client.get(page).content.decode()
    client.post(f"{page}accept/")
    assert status(first) == Status.OFFERED
    client.post(f"{page}accept/", {"promised": "pledge"})
    assert status(first) == Status.CONFIRMED
