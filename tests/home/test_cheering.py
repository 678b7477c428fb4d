"""The cheering guide: places, closed roads, shifts, and when a runner passes."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import ModelLogEntry

from campaigns.models import Wave
from campaigns.queries import Pace, passing
from tests.factories.campaigns import make_page, make_race, make_runner
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_shift, tokyo

pytestmark = pytest.mark.django_db
RACE = dt.date(2027, 3, 7)


@pytest.fixture(autouse=True)
def travel():
    with time_machine.travel(tokyo(2027, 1, 4, 10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def race():
    race = make_race(date=RACE)
    Wave.objects.create(race=race, name="C", starts_at=dt.time(9, 20))
    return race


def manned(km=39, **fields):
    place = make_place(
        km=km, name_en="Hibiya", arrive_by=dt.time(10, 30), leave_after=dt.time(16, 30), travel_minutes=40
    )
    return make_demand(shift=make_shift(start=tokyo(2027, 3, 7, 11), place=place, **fields), capacity=10)


def runner_page(race, **fields):
    runner = make_runner(race=race, wave=race.waves.get(), target_minutes=270, **({"shows_times": True} | fields))
    return make_page(runner=runner)


def guide(client, race, query="", language="en"):
    return client.get(f"/{language}/cheer/{race.campaign.slug}/{query}")


def test_a_pace_is_told_as_a_span_that_grows_along_the_course():
    pace = Pace(tokyo(2027, 3, 7, 9, 20), 270)
    half, late = passing(pace, 21.0975), passing(pace, 39)
    assert (half.earliest, half.latest) == (tokyo(2027, 3, 7, 11, 30), tokyo(2027, 3, 7, 11, 52))
    assert late.latest - late.earliest > half.latest - half.earliest
    assert passing(pace, 0).earliest == pace.start


def test_a_place_of_shifts_and_a_point_of_the_course_are_one_stop(client, race):
    demand = manned()
    (stop,) = guide(client, race).context["guide"].stops
    assert (stop.name, stop.free, stop.place) == ("Hibiya", 10, demand.shift.place)
    html = guide(client, race).content.decode()
    for text in ("10:30", "16:30", "40 minutes", "10 places left", 'data-action="sign-up"'):
        assert text in html


def test_a_place_off_the_known_points_is_a_stop_of_its_own_in_the_order_of_the_course(client, race):
    manned(km=39)
    manned(km=20)
    assert [float(stop.km) for stop in guide(client, race).context["guide"].stops] == [20.0, 39.0]


def test_shifts_of_another_day_and_cancelled_ones_are_not_in_it(client, race):
    place = make_place(km=39)
    make_demand(shift=make_shift(start=tokyo(2027, 3, 6, 11), place=place))
    manned(state="cancelled")
    (stop,) = guide(client, race).context["guide"].stops
    assert stop.cards == []


def test_a_runner_who_agreed_is_followed_and_nobody_else(client, race):
    shown, hidden = runner_page(race), runner_page(race, shows_times=False)
    page = guide(client, race, f"?runner={shown.slug}")
    assert [each.slug for each in page.context["guide"].runners] == [shown.slug]
    expected = passing(Pace(tokyo(2027, 3, 7, 9, 20), 270), 39)
    assert page.context["guide"].stops[0].passing == expected
    clock = timezone.localtime(expected.earliest).strftime("%-H:%M")
    assert clock in page.content.decode()
    assert guide(client, race, f"?runner={hidden.slug}").context["guide"].pace is None


def test_a_runner_sees_the_own_times_without_showing_them(client, race):
    person = make_person()
    page = runner_page(race, person=person, shows_times=False)
    client.force_login(person)
    assert guide(client, race, f"?runner={page.slug}").context["guide"].pace is not None


@pytest.mark.parametrize(("text", "minutes"), [("4:30", 270), ("４：３０", 270), ("5", 300)])
def test_a_time_of_ones_own_is_worked_out(client, race, text, minutes):
    pace = guide(client, race, f"?target={text}&wave=C").context["guide"].pace
    assert pace == Pace(tokyo(2027, 3, 7, 9, 20), minutes)


@pytest.mark.parametrize("text", ["soon", "4:3", "0:30", "9:00", "4:5x"])
def test_a_time_that_cannot_be_read_is_said_and_kept(client, race, text):
    page = guide(client, race, f"?target={text}")
    assert page.context["guide"].pace is None
    assert "form-errors" in page.content.decode()
    assert f'value="{text}"' in page.content.decode()


def test_the_short_address_leads_to_the_next_race(client, race):
    make_race(date=dt.date(2028, 3, 5))
    assert client.get("/ja/cheer/")["Location"] == f"/ja/cheer/{race.campaign.slug}/"


def test_without_a_race_it_leads_to_shifts_and_drafts_are_not_shown(client):
    assert client.get("/ja/cheer/")["Location"] == "/ja/shifts/"
    race = make_race(date=RACE)
    type(race.campaign).objects.update(state="draft")
    assert guide(client, race).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_five_stops_take_as_many_queries_as_one(client, race, count, django_assert_num_queries):
    for n in range(count):
        manned(km=20 + 3 * n)
        runner_page(race)
    guide(client, race)
    with django_assert_num_queries(8):
        guide(client, race)


def test_campaign_and_shift_lead_to_the_guide(client, race):
    demand = manned()
    assert "/en/cheer/" in client.get(f"/en/shifts/{demand.shift_id}/").content.decode()
    assert f"/en/cheer/{race.campaign.slug}/" in client.get(f"/en/campaigns/{race.campaign.slug}/").content.decode()


# What a runner says about the own race day, and what becomes of it in the guide.


@pytest.fixture
def mine(race, client):
    """A runner's live page, nothing known yet, its owner signed in."""
    person = make_person()
    runner = make_runner(race=race, person=person, wave=None, target_minutes=None, shows_times=False)
    client.force_login(person)
    return make_page(runner=runner, campaign=race.campaign)


def say(client, page, **words):
    return client.post(f"/ja/run/{page.slug}/race-day/", words)


def in_the_guide(client, page):
    client.logout()
    answer = client.get(f"/ja/cheer/{page.campaign.slug}/?runner={page.slug}")
    return [each.slug for each in answer.context["guide"].runners], answer.context["guide"].pace


def test_a_runner_sets_wave_and_time_and_nobody_else_sees_them_without_consent(client, race, mine):
    wave = race.waves.get()
    say(client, mine, wave=wave.pk, target_minutes="４：30")
    mine.runner.refresh_from_db()
    assert (mine.runner.wave, mine.runner.target_minutes, mine.runner.shows_times) == (wave, 270, False)
    assert in_the_guide(client, mine) == ([], None)


def test_with_consent_the_guide_shows_them_and_without_again_no_longer(client, race, mine):
    words = {"wave": race.waves.get().pk, "target_minutes": "4:30"}
    say(client, mine, **words, shows_times="on")
    assert ModelLogEntry.objects.get(action="campaigns.shows_times").data == {"shown": True}
    shown, pace = in_the_guide(client, mine)
    assert (shown, pace.target_minutes) == ([mine.slug], 270)
    client.force_login(mine.runner.person)
    say(client, mine, **words)
    assert in_the_guide(client, mine) == ([], None)


def test_consent_without_a_time_is_told_and_nothing_typed_is_lost(client, race, mine):
    answer = say(client, mine, wave=race.waves.get().pk, target_minutes="", shows_times="on")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "目標タイムが必要です" in html
    assert "checked" in html
    mine.runner.refresh_from_db()
    assert (mine.runner.wave, mine.runner.shows_times) == (None, False)


def test_a_wave_of_another_race_or_a_strange_time_is_refused(client, race, mine):
    other = Wave.objects.create(race=make_race(date=dt.date(2028, 3, 5)), name="A", starts_at=dt.time(9, 10))
    for words in (
        {"wave": other.pk},
        {"target_minutes": "9:00"},
        {"target_minutes": "4:99"},
        {"target_minutes": "速く"},
    ):
        assert say(client, mine, **words).status_code == 422
    mine.runner.refresh_from_db()
    assert (mine.runner.wave, mine.runner.target_minutes) == (None, None)


def test_the_race_day_of_somebody_else_is_not_there(client, mine):
    client.force_login(make_person())
    assert client.get(f"/ja/run/{mine.slug}/race-day/").status_code == 404
    assert say(client, mine, target_minutes="4:30").status_code == 404


def test_the_own_page_leads_to_the_race_day(client, mine):
    assert f'href="/ja/run/{mine.slug}/race-day/"' in client.get(f"/ja/run/{mine.slug}/").content.decode()
    client.force_login(make_person())
    assert "race-day/" not in client.get(f"/ja/run/{mine.slug}/").content.decode()
