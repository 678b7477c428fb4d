"""Teams: who is in which, and that a gift stays with the team it was given to (running.md, Team)."""

import pytest
from django.db import IntegrityError, transaction

from campaigns.actions import form_team, join_team, leave_team, make_captain, move_runner, move_to_team
from campaigns.actions.refusals import AlreadyInATeam, NotOfThisRace, TeamNameTaken
from campaigns.models import Donation, FundraisingPage, TeamMembership
from campaigns.queries import team_of_runner, totals, totals_by_team
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
