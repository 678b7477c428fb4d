"""The front door's live facts."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from tests.factories.campaigns import make_campaign, make_page, make_race, make_runner
from tests.factories.home import make_trees
from tests.factories.training import make_edition
from tests.factories.volunteers import make_demand, make_signup, tokyo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trees():
    return make_trees()


def words(client, path: str = "/ja/") -> str:
    return " ".join(client.get(path).content.decode().split())


def test_the_first_door_counts_the_places_that_are_left(client):
    demand = make_demand(capacity=3, start=timezone.now() + dt.timedelta(days=2))
    make_signup(demand=demand)

    assert "今週、あと2人を募集中" in words(client)
    assert "2 places open this week" in words(client, "/en/")


def test_a_place_beyond_this_week_does_not_count(client):
    make_demand(capacity=3, start=timezone.now() + dt.timedelta(days=8))

    assert "今週は満員です" in words(client)


def test_the_second_door_and_the_road_tell_of_the_current_campaign(client):
    race = make_race(campaign=make_campaign(kind="race", name_ja="東京マラソン", goal_jpy=4_000_000))
    make_page(runner=make_runner(race=race))

    html = words(client)

    assert "1人が0円を集めています" in html
    assert '<h2 id="road">東京マラソン</h2>' in html
    assert "4,000,000円" in html
    assert "50日" in html


def test_the_third_door_names_the_open_edition_and_its_last_day(client):
    with time_machine.travel(dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)):
        make_edition(number=46, enrol_until=tokyo(2027, 1, 12, 23, 59), starts_in_days=90)

        assert "第46期、1月12日(火)まで受付" in words(client)
        assert "46th course: enrol by Tue 12 January" in words(client, "/en/")


def test_an_edition_that_opens_later_says_when(client):
    now = timezone.now()
    make_edition(number=47, enrol_from=now + dt.timedelta(days=3), enrol_until=now + dt.timedelta(days=20))

    assert "から受付" in words(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_full_front_door_costs_the_same_for_one_and_three(client, django_assert_num_queries, rows):
    race = make_race()
    for _ in range(rows):
        make_demand(start=timezone.now() + dt.timedelta(days=2))
        make_page(runner=make_runner(race=race))
        make_edition()
    client.get("/ja/")

    with django_assert_num_queries(16):
        client.get("/ja/")
