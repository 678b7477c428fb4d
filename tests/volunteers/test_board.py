"""The staffing board: a picture of weeks and roles, days and shifts; what is at risk; what needs me today."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_shift, make_signup, tokyo
from tests.volunteers.test_rights import make_coordinator
from volunteers import actions
from volunteers.models import Coordinator, Demand, Role, Shift, ShiftState, Status, Zone
from volunteers.queries.rights import Reach
from volunteers.queries.risk import Worry, morning, risks

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)  # a Monday
START = tokyo(2027, 1, 12, 10)
EVERYWHERE = Reach(everywhere=True)


@pytest.fixture(autouse=True)
def travel(settings):
    settings.STAFF_SECOND_FACTOR = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Coordinators"))
    client.force_login(person)
    return person


def board_of(client, **wanted):
    return client.get(reverse("volunteers_board"), wanted).context["board"]


def cell(found, demand):
    (row,) = [row for row in found.rows if row.role == demand.role]
    return row.weeks[(demand.shift.day - found.mondays[0]).days // 7]


@pytest.mark.parametrize(("taken", "state"), [(0, "short"), (1, "short"), (2, "bare"), (3, "enough")])
def test_a_cell_is_red_below_what_is_needed_and_amber_at_just_that(client, coordinator, taken, state):
    demand = make_demand(start=START, min_needed=2, capacity=4)
    for _person in range(taken):
        make_signup(demand=demand)
    figures = cell(board_of(client), demand)
    assert (figures.state, figures.missing) == (state, max(2 - taken, 0))


def test_a_full_shift_does_not_help_an_empty_one(client, coordinator):
    role = make_role()
    full = make_demand(start=START, role=role, min_needed=1, capacity=1)
    make_demand(start=START + dt.timedelta(days=1), role=role, min_needed=1)
    make_signup(demand=full)
    figures = cell(board_of(client), full)
    assert (figures.taken, figures.needed, figures.missing, figures.state) == (1, 2, 1, "short")


def test_a_shift_at_seven_on_the_first_of_a_month_stands_on_its_tokyo_day(client, coordinator):
    demand = make_demand(start=tokyo(2027, 2, 1, 7))
    found = board_of(client, **{"from": "2027-02-01"})
    assert cell(found, demand) is found.rows[0].weeks[0]
    assert [strip.shift for strip in found.days[0][0].strips] == [demand.shift]


def test_words_for_screen_readers_say_what_the_colour_says(client, coordinator):
    make_demand(start=START, min_needed=2, capacity=2)
    html = client.get(reverse("volunteers_board")).content.decode()
    assert "あと2人" in html
    assert 'aria-hidden="true"' in html


def test_cancelled_shifts_and_drafts_need_nobody(client, coordinator):
    for state in (ShiftState.CANCELLED, ShiftState.DRAFT):
        make_demand(start=START, state=state)
    assert board_of(client).rows == []


def test_the_board_narrows_by_zone_place_and_kind(client, coordinator):
    north = Zone.objects.create(name_ja="北", name_en="North")
    place = make_place(zone=north)
    wanted = make_demand(start=START, place=place, role=make_role(kind=Role.Kind.CHEERING))
    make_demand(start=START)
    for narrowing in ({"zone": north.pk}, {"place": place.pk}, {"kind": "cheering"}):
        assert [row.role for row in board_of(client, **narrowing).rows] == [wanted.role]
    assert len(board_of(client, zone="nonsense").rows) == 2


def test_a_limited_coordinator_sees_their_places_only(client):
    mine = make_demand(start=START)
    make_demand(start=START)
    client.force_login(make_coordinator(places=[mine.shift.place]))
    assert [row.role for row in board_of(client).rows] == [mine.role]
    days = client.get(reverse("volunteers_days"), {"from": "2027-01-12"}).context["strips"]
    assert [strip.shift for strip in days] == [mine.shift]


def test_a_cell_leads_to_the_shifts_behind_it(client, coordinator):
    demand = make_demand(start=START)
    make_demand(start=START)
    address = f"{reverse('volunteers_days')}?from=2027-01-11&amp;days=7&amp;role={demand.role.slug}"
    assert address in client.get(reverse("volunteers_board")).content.decode()
    response = client.get(reverse("volunteers_days"), {"from": "2027-01-11", "days": 7, "role": demand.role.slug})
    assert [strip.shift for strip in response.context["strips"]] == [demand.shift]


@pytest.mark.parametrize(
    "address", ["?from=nonsense", "?from=9999-99-99", "?from=0001-01-01&days=-4&zone=x", "?days=99999999999"]
)
def test_nonsense_in_an_address_shows_the_board_all_the_same(client, coordinator, address):
    for name in ("volunteers_board", "volunteers_days"):
        assert client.get(reverse(name) + address).status_code == 200


def fill(shifts):
    """So many shifts over eight weeks, with two roles each."""
    place, roles = make_place(), [make_role(), make_role()]
    made = Shift.objects.bulk_create(
        Shift(
            place=place, state=ShiftState.OPEN, report_at=start, start=start, end=start + dt.timedelta(hours=2)
        )
        for start in (NOW + dt.timedelta(hours=1 + n % (24 * 50), minutes=n // 1200) for n in range(shifts))
    )  # fmt: skip
    Demand.objects.bulk_create(
        Demand(shift=shift, role=role, min_needed=1, capacity=2) for shift in made for role in roles
    )


@pytest.mark.parametrize("shifts", [10, 2000])
def test_the_board_takes_as_many_queries_for_two_thousand_shifts_as_for_ten(client, coordinator, shifts):
    fill(shifts)
    client.get(reverse("volunteers_board"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("volunteers_board"))
    assert len([query for query in queries if "volunteers_" in query["sql"] and "FROM" in query["sql"]]) == 14


def test_a_day_with_many_shifts_shows_a_few_the_short_ones_first_and_says_how_many_more(client, coordinator):
    full = [make_demand(start=START, capacity=1) for _shift in range(7)]
    for demand in full:
        make_signup(demand=demand)
    short = make_demand(start=START)
    day = board_of(client).days[1][1]
    assert short.shift in [strip.shift for strip in day.shown]
    assert (len(day.shown), day.more) == (6, 2)


class TestRisk:
    """Why a shift is at risk."""

    def worries(self):
        return [risk.worries for risk in risks(NOW, EVERYWHERE)]

    def make(self, days=10, **fields):
        lead = make_person(is_staff=True)
        return make_demand(shift=make_shift(start=NOW + dt.timedelta(days=days), lead=lead), **fields)

    def test_short_and_soon_is_more_urgent_than_short(self):
        self.make(days=3)
        self.make(days=10)
        assert self.worries() == [[Worry.SHORT_SOON], [Worry.SHORT]]

    def test_nobody_leads_it(self):
        demand = self.make()
        Shift.objects.update(lead=None)
        make_signup(demand=demand)
        assert self.worries() == [[Worry.NO_LEAD]]

    def test_it_counts_on_an_offer(self):
        demand = self.make(capacity=1)
        first = make_signup(demand=demand)
        make_signup(demand=demand, wait=True)
        actions.withdraw(person=first.person, shift=demand.shift, by=first.person)
        assert self.worries() == [[Worry.UNCONFIRMED]]

    def test_many_are_there_for_the_first_time(self):
        demand = self.make(days=3, capacity=4)
        for _person in range(3):
            make_signup(demand=demand)
        assert self.worries() == [[Worry.MANY_NEW]]

    def test_old_hands_are_no_reason_to_worry(self):
        past = make_demand(start=NOW + dt.timedelta(days=1), capacity=4)
        demand = self.make(days=3, capacity=4)
        for _person in range(3):
            old = make_signup(demand=past)
            old.status = Status.ATTENDED
            old.save()
            make_signup(demand=demand, person=old.person)
        assert [risk for risk in risks(NOW, EVERYWHERE) if risk.shift == demand.shift] == []

    def test_cancelled_shifts_are_nobodys_worry(self):
        actions.cancel_shift(shift=self.make().shift, by=make_person())
        assert self.worries() == []


def test_the_morning_says_nothing_where_all_is_well():
    assert not morning(NOW, EVERYWHERE).says_something


def test_the_morning_shows_todays_shifts_and_what_waits(client, coordinator):
    today = make_demand(start=NOW + dt.timedelta(hours=3))
    make_demand(start=START, state=ShiftState.DRAFT)
    news = morning(NOW, EVERYWHERE)
    assert (news.today, news.drafts, len(news.urgent)) == ([today.shift], 1, 1)
    assert "今日" in client.get(reverse("volunteers_board")).content.decode()


def test_one_chooses_ones_digest_without_touching_ones_reach(client):
    place = make_place()
    person = make_coordinator(places=[place])
    client.force_login(person)
    client.post(reverse("volunteers_digest"), {"digest": "daily"})
    row = Coordinator.objects.get(person=person)
    assert (row.digest, row.everywhere, list(row.places.all())) == ("daily", False, [place])
    client.post(reverse("volunteers_digest"), {"digest": "hourly"})
    row.refresh_from_db()
    assert row.digest == "daily"
