"""Calendars, figures and lists (volunteering.md, rules 3 and 11; calendars.md 5–9, 15 and 21)."""

import datetime as dt

import pytest
import time_machine

from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_shift, make_signup, tokyo
from volunteers import actions, queries
from volunteers.models import Shift, ShiftState
from volunteers.queries.rights import Reach

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 12, 10)
WINDOW = {"since": tokyo(2026, 12, 1), "until": tokyo(2027, 3, 1)}


@pytest.fixture
def travel():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def only(person):
    (occasion,) = queries.occasions_for(person, **WINDOW)
    return occasion


def test_a_place_is_an_occasion_with_everything_one_needs(travel, settings):
    place = make_place(
        name_ja="事務所", address_ja="東京都千代田区西神田", meeting_point_ja="入口", lat=35.7, lng=139.75
    )
    role = make_role(name_ja="袋詰め", bring_ja="エプロン")
    signup = make_signup(demand=make_demand(start=START, place=place, role=role))
    occasion = only(signup.person)
    assert occasion.uid == signup.shift.calendar_uid
    assert (occasion.kind, occasion.title, occasion.state) == ("shift", "袋詰め", "confirmed")
    assert (occasion.start, occasion.end) == (START, START + dt.timedelta(hours=3))
    assert occasion.place == "事務所、東京都千代田区西神田"
    assert occasion.url == f"{settings.BASE_URL}/ja/shifts/{signup.shift_id}/"
    assert occasion.description == "9:45集合。\n集合場所：入口\n持ち物：エプロン"
    assert (occasion.lat, occasion.sequence) == (35.7, 0)


def test_uid_stays_and_sequence_rises_by_one_with_every_change(travel):
    signup = make_signup(demand=make_demand(start=START))
    person, shift, boss = signup.person, signup.shift, make_person()
    seen = [only(person)]

    def then(change):
        travel.shift(60)
        change()
        seen.append(only(person))

    then(lambda: actions.withdraw(person=person, shift=shift, by=person))
    then(lambda: make_signup(demand=signup.demand, person=person))
    later = START + dt.timedelta(hours=1)
    then(
        lambda: actions.change_time(
            shift=shift, report_at=later, start=later, end=later + dt.timedelta(hours=2), by=boss
        )
    )
    then(lambda: actions.cancel_shift(shift=shift, by=boss))
    assert {occasion.uid for occasion in seen} == {shift.calendar_uid}
    assert [occasion.sequence for occasion in seen] == [0, 1, 2, 3, 4]
    assert [occasion.state for occasion in seen] == ["confirmed", "cancelled", "confirmed", "confirmed", "cancelled"]
    assert [occasion.changed_at for occasion in seen] == sorted({occasion.changed_at for occasion in seen})


def test_asking_twice_without_a_change_gives_the_same(travel):
    signup = make_signup(demand=make_demand(start=START))
    first = only(signup.person)
    travel.shift(3600)
    assert only(signup.person) == first


def test_a_waiting_list_is_tentative_and_leaves_nothing_behind(travel):
    demand = make_demand(start=START, capacity=1)
    make_signup(demand=demand)
    waiting = make_signup(demand=demand, wait=True)
    occasion = only(waiting.person)
    assert (occasion.state, occasion.note, occasion.description) == ("tentative", "キャンセル待ち", "")
    actions.withdraw(person=waiting.person, shift=demand.shift, by=waiting.person)
    assert queries.occasions_for(waiting.person, **WINDOW) == []


def test_sequence_never_falls_when_a_later_try_leaves_the_calendar(travel):
    demand = make_demand(start=START, capacity=1)
    person, shift = make_person(), demand.shift
    make_signup(demand=demand, person=person)
    actions.withdraw(person=person, shift=shift, by=person)
    before = only(person).sequence
    make_signup(demand=demand)
    make_signup(demand=demand, person=person, wait=True)
    waiting = only(person).sequence
    actions.withdraw(person=person, shift=shift, by=person)
    gone = only(person)
    assert before < waiting < gone.sequence
    assert gone.state == "cancelled"


def test_the_public_calendar_has_the_same_uid_no_names_and_no_discreet_address(travel):
    place = make_place(
        name_ja="千代田区内の病院", address_ja="秘密の住所", meeting_point_ja="受付", discreet=True, lat=1, lng=2
    )
    lead = make_person(family_name="担当")
    shift = make_shift(start=START, place=place, lead=lead)
    signup = make_signup(demand=make_demand(shift=shift))
    (public,) = queries.public_occasions(**WINDOW)
    assert public.uid == only(signup.person).uid
    assert (public.place, public.lat, public.description) == ("千代田区内の病院", None, "")
    told = repr(public)
    assert "秘密" not in told
    assert "担当" not in told
    assert "秘密の住所" in only(signup.person).place


def test_drafts_are_nowhere_and_cancelled_shifts_stay_as_cancelled(travel):
    make_demand(start=START, state=ShiftState.DRAFT)
    cancelled = make_demand(start=START).shift
    actions.cancel_shift(shift=cancelled, by=make_person())
    (public,) = queries.public_occasions(**WINDOW)
    assert (public.uid, public.state, public.sequence) == (cancelled.calendar_uid, "cancelled", 1)


def test_open_places_of_the_next_seven_days(travel):
    make_signup(demand=make_demand(start=NOW + dt.timedelta(days=1), capacity=4))
    make_demand(start=NOW + dt.timedelta(days=6), capacity=2)
    make_demand(start=NOW + dt.timedelta(days=8), capacity=9)
    make_demand(start=NOW + dt.timedelta(days=2), capacity=9, state=ShiftState.CLOSED)
    make_demand(start=NOW - dt.timedelta(hours=1), capacity=9)
    over = make_demand(start=NOW + dt.timedelta(days=3), capacity=2)
    for _ in range(2):
        make_signup(demand=over)
    actions.change_capacity(demand=over, capacity=1, min_needed=1, by=make_person())
    assert queries.open_places_this_week() == 5


def test_a_day_is_a_tokyo_day(travel):
    # 07:00 on the 12th in Tokyo is still the 11th in UTC.
    early = make_demand(start=tokyo(2027, 1, 12, 7)).shift
    assert early.day == dt.date(2027, 1, 12)
    days = queries.days_of(queries.with_demands(Shift.objects.all()), dt.date(2027, 1, 11), 2)
    assert [[bar.shift for bar in day.bars] for day in days] == [[], [early]]


def test_at_risk_lists_what_lacks_people_soon(travel):
    short = make_demand(start=START, min_needed=2).shift
    make_demand(start=START, min_needed=0)
    make_demand(start=START + dt.timedelta(days=60), min_needed=2)
    assert [(shift, queries.missing(shift)) for shift in queries.at_risk(NOW, Reach(everywhere=True))] == [(short, 2)]


def test_alternatives_begin_with_the_same_kind_of_work_and_are_takeable(travel):
    person = make_person()
    office, event = make_role(kind="office"), make_role(kind="event")
    cancelled = make_demand(start=START, role=office).shift
    near_event = make_demand(start=START + dt.timedelta(hours=5), role=event).shift
    far_office = make_demand(start=START + dt.timedelta(days=5), role=office).shift
    full = make_demand(start=START + dt.timedelta(days=1), role=office, capacity=1)
    make_signup(demand=full)
    make_demand(start=START + dt.timedelta(days=1), role=make_role(kind="office", minimum_age=18))
    shift = queries.with_demands(type(cancelled).objects.filter(pk=cancelled.pk)).get()
    found = queries.alternatives(shift, queries.standing_of(person, now=NOW), now=NOW)
    assert found == [far_office, near_event]


def test_open_offers_are_those_that_still_hold(travel):
    demand = make_demand(start=START, capacity=1)
    holder = make_signup(demand=demand).person
    waiting = make_signup(demand=demand, wait=True)
    actions.withdraw(person=holder, shift=demand.shift, by=holder)
    assert queries.open_offers(waiting.person) == [waiting]
    travel.move_to(tokyo(2027, 1, 5, 10))
    assert queries.open_offers(waiting.person) == []


@pytest.mark.parametrize("count", [1, 3, 40])
def test_occasions_take_one_query_however_many(travel, count, django_assert_num_queries):
    person = make_person()
    for n in range(count):
        make_signup(demand=make_demand(start=START + dt.timedelta(days=n)), person=person)
    with django_assert_num_queries(1):
        assert len(queries.occasions_for(person, **WINDOW)) == count
    with django_assert_num_queries(2):
        assert len(queries.public_occasions(**WINDOW)) == count
    with django_assert_num_queries(1):
        assert len(queries.my_signups(person)) == count
