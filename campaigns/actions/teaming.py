"""Teams: formed, joined, left, led. Gifts stay with the team that they were given to (running.md, Team)."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from campaigns.models import Campaign, FundraisingPage, Runner, Team, TeamMembership
from portal.people.models import Person

from .paging import free_slug
from .refusals import AlreadyInATeam, NotOfThisRace, TeamNameTaken

TARGET_JPY = 500_000  # what a new team's page aims at until the captain says otherwise


@transaction.atomic
def form_team(
    *, campaign: Campaign, captain: Runner | None, name_ja: str, name_en: str = "", by: Person, target_jpy: int = 0
) -> Team:
    """A team with a draft page of its own; its captain is the first member.

    Raises AlreadyInATeam, NotOfThisRace, TeamNameTaken.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.teams.filter(name_ja=name_ja).exists():
        raise TeamNameTaken(name_ja)
    team = Team.objects.create(campaign=campaign, name_ja=name_ja, name_en=name_en)
    FundraisingPage.objects.create(
        team=team,
        campaign=campaign,
        slug=free_slug(name_en or f"team-{team.pk}"),
        name_ja=name_ja,
        name_en=name_en,
        target_jpy=target_jpy or TARGET_JPY,
        avatar_seed=f"team-{team.pk}",
    )
    if captain is not None:
        join_team(team=team, runner=captain, by=by)
        team.refresh_from_db(fields=["captain"])
    log(instance=team, action="campaigns.team_formed", user=by)
    return team


@transaction.atomic
def join_team(*, team: Team, runner: Runner, by: Person | None) -> TeamMembership:
    """Become a member; who comes first into a team without a captain leads it.

    Raises AlreadyInATeam (leave the other one first, or let the office move you), NotOfThisRace.
    """
    team, runner = _locked(team, runner)
    if runner.race.campaign_id != team.campaign_id or not runner.has_a_place:
        raise NotOfThisRace
    current = TeamMembership.objects.now().filter(runner=runner).select_related("team").first()
    if current is not None and current.team_id != team.pk:
        raise AlreadyInATeam(current.team)
    if current is not None:
        return current
    if team.captain_id is None:
        team.captain = runner
        team.save(update_fields=["captain"])
    return TeamMembership.objects.create(team=team, runner=runner)


@transaction.atomic
def leave_team(*, runner: Runner, by: Person | None) -> None:
    """End the membership, if there is one; the longest-standing member leads on. Gifts stay with the team."""
    runner = _locked_runner(runner)
    membership = TeamMembership.objects.now().filter(runner=runner).first()
    if membership is None:
        return
    team = _locked_team(membership.team_id)
    membership.left_at = max(timezone.now(), membership.joined_at)
    membership.save(update_fields=["left_at"])
    if team.captain_id == runner.pk:
        following = team.memberships.now().select_related("runner").first()
        team.captain = following.runner if following else None
        team.save(update_fields=["captain"])


@transaction.atomic
def move_to_team(*, runner: Runner, team: Team | None, by: Person) -> None:
    """The office moves a runner to another team, or out of every team; never a gift. Raises NotOfThisRace.

    Who is there already stays as before.
    """
    runner = _locked_runner(runner)
    if team is not None and TeamMembership.objects.now().filter(runner=runner, team=team).exists():
        return
    leave_team(runner=runner, by=by)
    if team is not None:
        join_team(team=team, runner=runner, by=by)
    log(instance=runner, action="campaigns.runner_changed_team", user=by, data={"team": team.pk if team else None})


@transaction.atomic
def make_captain(*, team: Team, runner: Runner, by: Person) -> Team:
    """Hand the team's page to another member. Raises NotOfThisRace for somebody who is not in the team."""
    team, runner = _locked(team, runner)
    if not team.memberships.now().filter(runner=runner).exists():
        raise NotOfThisRace
    team.captain = runner
    team.save(update_fields=["captain"])
    log(instance=team, action="campaigns.captain_changed", user=by, data={"runner": runner.pk})
    return team


def _locked(team: Team, runner: Runner) -> tuple[Team, Runner]:
    """Both rows, the runner's first: leaving and joining wait for each other in the same order."""
    runner = _locked_runner(runner)
    return _locked_team(team.pk), runner


def _locked_runner(runner: Runner) -> Runner:
    return Runner.objects.select_for_update(of=("self",), no_key=True).select_related("race").get(pk=runner.pk)


def _locked_team(pk: int) -> Team:
    """Without its key: a gift that names the team need not wait for who joins it, while it holds the campaign."""
    return Team.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
