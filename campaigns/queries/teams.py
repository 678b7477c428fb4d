"""Teams: who is in which, what they have raised, and whose team a gift counts for."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from campaigns.models import Campaign, FundraisingPage, Runner, Team, TeamMembership

from .totals import NOTHING, Totals, totals_by_page_of_team, totals_by_team


@dataclass(frozen=True, kw_only=True)
class TeamCard:
    """A team in a list: its page, how many run in it today, what was raised for it."""

    page: FundraisingPage
    members: int
    totals: Totals

    @property
    def percent(self) -> int:
        """Full percent of the team's own target."""
        return self.totals.percent_of(self.page.target_jpy)


@dataclass(frozen=True, kw_only=True)
class Member:
    """A runner of a team, and what was given to this runner for the team."""

    runner: Runner
    page: FundraisingPage | None
    totals: Totals
    is_captain: bool


def team_of_page(page: FundraisingPage | None, *, at: dt.datetime | None = None) -> Team | None:
    """The team that a gift to this page counts for, today or `at` a moment: the page's own, or that of its runner."""
    if page is None:
        return None
    return page.team if page.runner is None else team_of_runner(page.runner, at=at)


def team_of_runner(runner: Runner, *, at: dt.datetime | None = None) -> Team | None:
    """The team that the runner belongs to now, or belonged to `at` a moment."""
    then = TeamMembership.objects.now() if at is None else TeamMembership.objects.at(at)
    membership = then.filter(runner=runner).select_related("team__page").first()
    return membership.team if membership else None


def team_cards(campaign: Campaign) -> list[TeamCard]:
    """Every team with a live page: net raised, then distinct donors, then the earlier team.

    Four queries however many teams there are, and one where there is none.
    """
    now = Count("team__memberships", filter=Q(team__memberships__left_at__isnull=True))
    pages = list(FundraisingPage.objects.live().of(campaign).of_teams().annotate(members=now))
    sums = totals_by_team(campaign) if pages else {}
    cards = [
        TeamCard(page=page, members=page.members, totals=sums.get(page.team_id or 0, NOTHING))  # type: ignore[attr-defined]  # annotated
        for page in pages
    ]
    return sorted(cards, key=lambda card: (-card.totals.raised_jpy, -card.totals.donors, card.page.team_id))


def members_of(team: Team) -> list[Member]:
    """Today's members, the captain first; a page is only named while everybody may see it."""
    sums = totals_by_page_of_team(team)
    now = team.memberships.now().select_related("runner__person", "runner__page__campaign")
    members = [
        Member(
            runner=membership.runner,
            page=page if page and page.is_public else None,
            totals=sums.get(page.pk, NOTHING) if page else NOTHING,
            is_captain=membership.runner_id == team.captain_id,
        )
        for membership in now
        for page in [getattr(membership.runner, "page", None)]
    ]
    return sorted(members, key=lambda member: not member.is_captain)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A team as the office sees it, whatever the state of its page."""

    team: Team
    members: list[TeamMembership]
    totals: Totals


def roster_of(campaign: Campaign) -> list[Row]:
    """Every team of a race with today's members; five queries however many."""
    now = TeamMembership.objects.now().select_related("runner__person")
    teams = Team.objects.filter(campaign=campaign).select_related("page", "captain")
    teams = teams.prefetch_related(Prefetch("memberships", queryset=now, to_attr="members_now"))
    sums = totals_by_team(campaign)
    return [
        Row(team=team, members=team.members_now, totals=sums.get(team.pk, NOTHING))  # type: ignore[attr-defined]  # prefetched
        for team in teams
    ]
