"""Teams: who is in which, and that a gift stays with the team it was given to (running.md, Team)."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from campaigns.actions import form_team, join_team, leave_team, make_captain, move_runner, move_to_team
from campaigns.actions.refusals import AlreadyInATeam, NotOfThisRace, TeamNameTaken
from campaigns.models import Donation, FundraisingPage, Team, TeamMembership
from campaigns.queries import roster_of, team_cards, team_of_runner, totals, totals_by_team
from tests.factories.campaigns import make_gift, make_page, make_race, make_runner, make_team
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_who_forms_a_team_leads_it_and_writes_its_page():
    runner = make_runner()

    team = form_team(
        campaign=runner.race.campaign, captain=runner, name_ja="旗の会", name_en="The Flags", by=runner.person
    )

    assert (team.captain, team_of_runner(runner)) == (runner, team)
    assert (team.page.slug, team.page.state, team.page.owner) == ("the-flags", "draft", runner.person)


def test_a_page_belongs_to_a_runner_or_to_a_team_never_to_both_or_nobody():
    team, page = make_team(), make_page()

    for owners in ({"team": team, "runner": page.runner}, {"team": None, "runner": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FundraisingPage.objects.filter(pk=page.pk).update(**owners)


def test_one_team_at_a_time():
    race = make_race()
    runner, first, second = make_runner(race=race), make_team(race=race), make_team(race=race)
    join_team(team=first, runner=runner, by=runner.person)

    with pytest.raises(AlreadyInATeam):
        join_team(team=second, runner=runner, by=runner.person)
    join_team(team=first, runner=runner, by=runner.person)

    assert TeamMembership.objects.filter(runner=runner).count() == 1


def test_only_runners_of_the_race_with_a_confirmed_place_join():
    team = make_team()
    applicant = make_runner(race=team.campaign.race, state="applied")

    for stranger in (make_runner(), applicant):
        with pytest.raises(NotOfThisRace):
            join_team(team=team, runner=stranger, by=stranger.person)


def test_two_teams_of_a_campaign_have_two_names():
    team = make_team(name_ja="旗の会")

    with pytest.raises(TeamNameTaken):
        form_team(campaign=team.campaign, captain=None, name_ja="旗の会", by=make_person())


def test_when_the_captain_leaves_the_longest_standing_member_leads_on():
    team = make_team()
    captain, second, third = (make_runner(race=team.campaign.race) for _ in range(3))
    for runner in (captain, second, third):
        join_team(team=team, runner=runner, by=None)

    leave_team(runner=captain, by=captain.person)
    team.refresh_from_db()
    assert team.captain == second
    make_captain(team=team, runner=third, by=make_person())
    move_runner(runner=third, to="withdrawn", by=make_person())
    leave_team(runner=second, by=None)

    team.refresh_from_db()
    assert team.captain is None
    with pytest.raises(NotOfThisRace):
        make_captain(team=team, runner=second, by=make_person())


def test_moving_a_runner_never_moves_a_gift():
    race = make_race()
    page, old, new = make_page(race=race), make_team(race=race), make_team(race=race)
    join_team(team=old, runner=page.runner, by=None)
    make_gift(to=page, gift_jpy=3000)

    move_to_team(runner=page.runner, team=new, by=make_person())
    make_gift(to=page, gift_jpy=5000)
    move_to_team(runner=page.runner, team=None, by=make_person())
    make_gift(to=page, gift_jpy=500)

    assert [totals(thing).raised_jpy for thing in (old, new, page, race.campaign)] == [3000, 5000, 8500, 8500]
    assert set(Donation.objects.values_list("team", "gift_jpy")) == {(old.pk, 3000), (new.pk, 5000), (None, 500)}


def test_a_teams_total_is_what_came_for_it_and_for_its_members():
    race = make_race()
    team, page = make_team(race=race), make_page(race=race)
    join_team(team=team, runner=page.runner, by=None)

    make_gift(to=team.page, gift_jpy=10_000)
    make_gift(to=page, gift_jpy=3000)

    assert totals(team).raised_jpy == totals(team.page).raised_jpy == 13_000
    assert totals_by_team(race.campaign) == {team.pk: totals(team)}
    assert (totals(page).raised_jpy, totals(race.campaign).raised_jpy) == (3000, 13_000)


def test_a_gift_to_the_team_is_told_to_its_captain(mailbox):
    team = make_team()
    runner = make_runner(race=team.campaign.race)
    join_team(team=team, runner=runner, by=None)

    make_gift(to=team.page, visibility="runner")

    assert mailbox("run_gift_arrived").to == [runner.person.email]


def test_the_teams_page_shows_its_members_their_gifts_and_what_went_to_the_whole(client):
    race = make_race()
    team, page, other = make_team(race=race), make_page(race=race, name_ja="走 る子"), make_page(race=race)
    for member in (page, other):
        join_team(team=team, runner=member.runner, by=None)
    make_gift(to=team.page, gift_jpy=2500, donor_name="全体 の人")
    make_gift(to=page, gift_jpy=3000, donor_name="会員 の人")

    shown = client.get(f"/ja/run/{team.page.slug}/").content.decode()

    for words in ("走 る子", "キャプテン", "5,500", "2,500円", "全体 の人", "会員 の人", "走 る子さんの走りへの寄付"):
        assert words in shown
    assert client.get(f"/api/v1/run/{team.page.slug}/totals.json").json()["raised_jpy"] == 5500


def test_a_resting_or_draft_team_is_not_guessable(client):
    team = make_team(page={"state": "draft", "live_since": None})

    assert client.get(f"/ja/run/{team.page.slug}/").status_code == 404
    assert client.get(f"/ja/run/{team.page.slug}/give/").status_code == 404
    assert team.page.slug not in client.get(team.campaign.get_absolute_url()).content.decode()


def test_the_campaign_and_its_json_list_teams_by_net_money_then_donors_then_the_earlier_team(client):
    race = make_race()
    late, early, donors, most = (make_team(race=race) for _ in range(4))
    make_gift(to=most.page, gift_jpy=9000)
    make_gift(to=donors.page, gift_jpy=3000)
    make_gift(to=donors.page, gift_jpy=3000)
    for team in (early, late):
        make_gift(to=team.page, gift_jpy=6000)
    order = [team.page.slug for team in (most, donors, late, early)]

    shown = client.get(race.campaign.get_absolute_url()).content.decode()
    told = client.get(f"/api/v1/campaigns/{race.campaign.slug}/totals.json").json()

    assert [card.page.slug for card in team_cards(race.campaign)] == order
    assert re.findall(r'data-kind="team" data-id="([^"]+)"', shown) == order
    assert [team["slug"] for team in told["teams"]] == order
    assert sum(team["raised_jpy"] for team in told["teams"]) == told["raised_jpy"] == 27_000


def test_an_anonymous_gift_to_a_team_names_nobody_anywhere(client):
    """money.md 20."""
    race = make_race()
    team, page = make_team(race=race), make_page(race=race)
    join_team(team=team, runner=page.runner, by=None)
    make_gift(to=page, donor_name="内緒 花子", show_name=False, company="内緒商事")

    for address in (
        f"/ja/run/{team.page.slug}/",
        f"/ja/run/{page.slug}/",
        race.campaign.get_absolute_url(),
        f"/api/v1/campaigns/{race.campaign.slug}/totals.json",
    ):
        assert "内緒" not in client.get(address).content.decode()


def test_a_runner_starts_a_team_and_another_joins_by_the_captains_link(client):
    race = make_race()
    captain, friend = make_page(race=race).runner, make_page(race=race).runner
    client.force_login(captain.person)
    begun = client.post(f"/ja/run/teams/new/{race.campaign.slug}/", {"name_ja": "旗の会", "name_en": "The Flags"})
    team = Team.objects.get()
    assert begun["Location"] == "/ja/run/the-flags/edit/"
    shown = client.get("/ja/run/the-flags/").content.decode()
    link = re.search(r'href="http://testserver(/ja/run/teams/join/[^"]+)"', shown).group(1)

    client.force_login(friend.person)
    assert "旗の会" in client.get(link).content.decode()
    client.post(link)
    assert team_of_runner(friend) == team
    FundraisingPage.objects.filter(team=team).update(state="live", title_ja="走る", live_since=timezone.now())
    assert "チームを抜ける" in client.get("/ja/run/the-flags/").content.decode()
    client.post("/ja/run/the-flags/leave/")

    assert team_of_runner(friend) is None
    assert team_of_runner(captain) == team


def test_who_has_no_place_is_told_how_to_get_one(client):
    team = make_team()
    client.force_login(make_person())
    link = f"/ja/run/teams/join/{team.invitation}/"

    for address in (link, f"/ja/run/teams/new/{team.campaign.slug}/"):
        assert "/ja/run/apply/" in client.get(address).content.decode()
    client.post(link)

    assert TeamMembership.objects.count() == 0
    assert client.get("/ja/run/teams/join/forged/").status_code == 404


@pytest.fixture
def office(client):
    client.force_login(make_person(is_staff=True, is_superuser=True))
    return client


def test_the_office_forms_a_team_moves_a_runner_and_names_a_captain(office):
    race = make_race()
    first, second = make_page(race=race).runner, make_page(race=race).runner
    desk = f"/office/campaigns-desk/teams/{race.campaign.slug}/"

    office.post(f"{desk}begin/", {"name_ja": "旗の会"})
    team = Team.objects.get()
    for runner in (first, second):
        office.post(f"{desk}move/", {"runner": runner.pk, "team": team.pk})
    office.post(f"/office/campaigns-desk/teams/captain/{team.pk}/", {"runner": second.pk})

    team.refresh_from_db()
    assert team.captain == second
    assert [member.runner for member in team.memberships.now()] == [first, second]
    shown = office.get(desk).content.decode()
    assert "旗の会" in shown
    assert first.person.display_name in shown
    office.post(f"{desk}move/", {"runner": first.pk, "team": ""})
    assert team_of_runner(first) is None
    assert ModelLogEntry.objects.filter(action="campaigns.runner_changed_team").count() == 3


def test_the_office_is_told_why_a_team_cannot_be_formed_or_a_runner_not_moved(office):
    team = make_team(name_ja="旗の会")
    desk = f"/office/campaigns-desk/teams/{team.campaign.slug}/"

    again = office.post(f"{desk}begin/", {"name_ja": "旗の会"}, follow=True).content.decode()
    nobody = office.post(f"{desk}move/", {"runner": "", "team": team.pk})

    assert "「旗の会」というチームはすでにあります" in again
    assert nobody.status_code == 422
    assert Team.objects.count() == 1


def test_who_may_not_look_after_teams_does_not_see_them(client):
    team = make_team()
    client.force_login(make_person())

    for address in ("", f"{team.campaign.slug}/", f"{team.campaign.slug}/move/"):
        assert client.post(f"/office/campaigns-desk/teams/{address}").status_code in (302, 403)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_roster_costs_the_same_for_one_team_and_for_three(rows, django_assert_num_queries):
    race = make_race()
    for _ in range(rows):
        page, team = make_page(race=race), make_team(race=race)
        join_team(team=team, runner=page.runner, by=None)
        make_gift(to=page)

    with django_assert_num_queries(5):
        assert [len(row.members) for row in roster_of(race.campaign)] == [1] * rows
