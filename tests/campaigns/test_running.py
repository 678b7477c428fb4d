"""A runner's place, gatherings, and what calendars hear of both."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.actions import answer_gathering, apply_to_run, date_changed, move_runner
from campaigns.actions.refusals import (
    AlreadyApplied,
    ApplicationsClosed,
    GatheringFull,
    GatheringOver,
    NotFromHere,
    OnlyForRunners,
    TooYoung,
)
from campaigns.models import Campaign, Race, Runner
from campaigns.queries import current_campaign, home_facts, my_running, occasions_for, public_occasions
from tests.factories.campaigns import make_campaign, make_gathering, make_gift, make_page, make_race, make_runner
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
APPLICATION = {"statement": "走りたい", "pledge_jpy": 100_000, "shirt": "M"}
BORN = dt.date(1990, 4, 1)


def window() -> dict:
    now = timezone.now()
    return {"since": now - dt.timedelta(days=31), "until": now + dt.timedelta(days=400)}


def seen(person) -> list[tuple]:
    return [(found.kind, found.state, found.sequence) for found in occasions_for(person, **window())]


def test_an_application_is_remembered_with_its_first_step():
    person, race = make_person(), make_race()

    runner = apply_to_run(race=race, by=person, birth_date=BORN, **APPLICATION)

    person.refresh_from_db()
    assert (runner.state, person.birth_date) == ("applied", BORN)
    assert [(step.from_state, step.to_state, step.by) for step in runner.history.all()] == [("", "applied", person)]


def test_age_is_counted_on_race_day():
    race = make_race()
    birthday = race.date.replace(year=race.date.year - 19)

    apply_to_run(race=race, by=make_person(), birth_date=birthday, **APPLICATION)
    with pytest.raises(TooYoung):
        apply_to_run(race=race, by=make_person(), birth_date=birthday + dt.timedelta(days=1), **APPLICATION)


def test_one_applies_once_and_in_time():
    person, race = make_person(), make_race()
    apply_to_run(race=race, by=person, birth_date=BORN, **APPLICATION)
    with pytest.raises(AlreadyApplied):
        apply_to_run(race=race, by=person, birth_date=BORN, **APPLICATION)
    Race.objects.update(apply_until=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(ApplicationsClosed):
        apply_to_run(race=race, by=make_person(), birth_date=BORN, **APPLICATION)


@pytest.mark.parametrize("before", Runner.State.values)
def test_a_place_moves_only_as_the_table_says(before):
    for after in Runner.State.values:
        runner = make_runner(state=before)
        if after in Runner.MOVES[before]:
            assert move_runner(runner=runner, to=after, by=None).state == after
            assert runner.history.filter(from_state=before, to_state=after).count() == 1
        else:
            with pytest.raises(NotFromHere):
                move_runner(runner=runner, to=after, by=None)


def test_the_application_form_from_sign_in_to_the_campaign(client):
    race = make_race()
    assert client.get("/ja/run/apply/").status_code == 302
    client.force_login(make_person())

    data = {
        "birth_date": "1990/04/01",
        "statement": "走りたいです",
        "pledge_jpy": "１５０，０００",
        "shirt": "L",
        "agree": "on",
    }
    answer = client.post("/ja/run/apply/", data)

    assert answer["Location"] == race.campaign.get_absolute_url()
    assert Runner.objects.get().pledge_jpy == 150_000


def test_a_refused_application_says_why_and_keeps_what_was_typed(client):
    make_race()
    client.force_login(make_person())
    data = {
        "birth_date": "2015-04-01",
        "statement": "走りたいです",
        "pledge_jpy": "100000",
        "shirt": "L",
        "agree": "on",
    }

    found = client.post("/ja/run/apply/", data).content.decode()

    assert "大会当日に19歳以上の方が対象です。" in found
    assert "走りたいです" in found
    assert "円以上にしてください" in client.post("/ja/run/apply/", data | {"pledge_jpy": "500"}).content.decode()


def test_who_has_applied_sees_that_instead_of_the_form(client):
    page = make_page()
    client.force_login(page.runner.person)
    assert page.get_absolute_url() in client.get("/ja/run/apply/").content.decode()

    applied = make_runner(state="applied", race=page.runner.race)
    client.force_login(applied.person)
    assert "申し込みを受け付けています" in client.get("/ja/run/apply/").content.decode()


def test_without_a_race_the_form_says_when_applications_open(client):
    client.force_login(make_person())

    assert "今は申し込みを受け付けていません" in client.get("/ja/run/apply/").content.decode()


def test_race_day_enters_the_calendar_with_the_place_and_leaves_it_as_cancelled():
    runner = make_runner(state="applied")
    person = runner.person
    assert seen(person) == []
    move_runner(runner=runner, to="selected", by=None)
    assert seen(person) == [("race", "tentative", 0)]
    move_runner(runner=runner, to="place_confirmed", by=None)
    assert seen(person) == [("race", "confirmed", 1)]
    move_runner(runner=runner, to="paid", by=None)
    assert seen(person) == [("race", "confirmed", 1)]
    move_runner(runner=runner, to="withdrawn", by=None)
    assert seen(person) == [("race", "cancelled", 2)]


def test_a_declined_application_never_was_in_the_calendar():
    runner = make_runner(state="applied")
    move_runner(runner=runner, to="declined", by=None)

    assert seen(runner.person) == []


def test_race_day_is_one_entry_in_private_and_public_feeds():
    runner = make_runner()
    private = occasions_for(runner.person, **window())[0]
    public = public_occasions(runner.race.campaign)[0]

    assert private.uid == public.uid == runner.race.calendar_uid
    assert (private.start, private.end) == (runner.race.start, runner.race.end)
    assert timezone.localtime(private.start).strftime("%H:%M") == "09:10"


def test_only_what_a_calendar_shows_raises_the_sequence():
    race = make_race()
    date_changed(thing=race, fields=["places", "source"])
    assert Race.objects.get().calendar_sequence == 0
    date_changed(thing=race, fields=["date", "starts_at"])
    assert Race.objects.get().calendar_sequence == 1


def test_a_yes_is_in_the_diary_and_a_later_no_cancels_it():
    gathering, person = make_gathering(), make_person()
    answer_gathering(gathering=gathering, answer="yes", by=person)
    assert seen(person) == [("gathering", "confirmed", 0)]
    answer_gathering(gathering=gathering, answer="yes", by=person)
    assert seen(person) == [("gathering", "confirmed", 0)]
    answer_gathering(gathering=gathering, answer="no", by=person)
    assert seen(person) == [("gathering", "cancelled", 1)]
    answer_gathering(gathering=gathering, answer="yes", by=person)
    assert seen(person) == [("gathering", "confirmed", 2)]


def test_a_first_no_is_in_no_calendar():
    gathering, person = make_gathering(), make_person()
    answer_gathering(gathering=gathering, answer="no", by=person)

    assert seen(person) == []


def test_a_gathering_has_only_so_many_places_and_a_no_gives_one_back():
    gathering = make_gathering(capacity=1)
    first, second = make_person(), make_person()
    answer_gathering(gathering=gathering, answer="yes", by=first)
    with pytest.raises(GatheringFull):
        answer_gathering(gathering=gathering, answer="yes", by=second)
    answer_gathering(gathering=gathering, answer="no", by=first)
    assert answer_gathering(gathering=gathering, answer="yes", by=second).answer == "yes"


def test_a_gathering_of_runners_is_for_runners_and_one_that_is_over_for_nobody():
    runner = make_runner()
    closed = make_gathering(campaign=runner.race.campaign, audience="runners")
    answer_gathering(gathering=closed, answer="yes", by=runner.person)
    with pytest.raises(OnlyForRunners):
        answer_gathering(gathering=closed, answer="yes", by=make_person())
    past = timezone.now() - dt.timedelta(hours=1)
    over = make_gathering(campaign=runner.race.campaign, starts_at=past, ends_at=past + dt.timedelta(hours=3))
    with pytest.raises(GatheringOver):
        answer_gathering(gathering=over, answer="yes", by=runner.person)


def test_public_dates_are_those_for_everybody_of_public_campaigns():
    race = make_race(is_provisional=True)
    make_gathering(campaign=race.campaign, title_ja="壮行会")
    make_gathering(
        campaign=race.campaign, title_ja="ランナーだけ", audience="runners", join_url="https://meet.example/x"
    )
    make_gathering(campaign=race.campaign, title_ja="中止の会", is_cancelled=True)

    found = public_occasions(race.campaign)

    assert {(item.title, item.state) for item in found} == {
        ("中止の会", "cancelled"),
        ("壮行会", "confirmed"),
        (race.campaign.name_ja, "tentative"),
    }
    assert "meet.example" not in repr(found)
    Campaign.objects.update(state="draft")
    race.campaign.refresh_from_db()
    assert public_occasions(race.campaign) == []


def test_a_reply_from_the_campaign_page(client):
    gathering, person = make_gathering(), make_person()
    client.force_login(person)

    client.post(f"/ja/gatherings/{gathering.pk}/reply/", {"answer": "yes"})

    assert "参加予定です" in client.get(f"/ja/campaigns/{gathering.campaign.slug}/").content.decode()


def test_the_cockpit_of_a_runner():
    page = make_page()
    make_gift(to=page, donor_name="森 文")

    mine = my_running(page.runner.person)

    assert (mine.page, mine.totals.raised_jpy, mine.days_left) == (page, 5000, 50)
    assert [gift.name for gift in mine.to_thank] == ["森 文"]
    assert my_running(make_person()) is None


def test_the_race_is_current_before_the_appeal_and_only_while_it_asks():
    appeal = make_campaign()
    assert current_campaign() == appeal
    race = make_race()
    assert current_campaign() == race.campaign
    assert home_facts().days_left == 50
    Campaign.objects.update(state="closed")
    assert (current_campaign(), home_facts()) == (None, None)
