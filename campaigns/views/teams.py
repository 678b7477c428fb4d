"""Teams: their page, and how runners come together in one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import actions
from campaigns.forms import TeamForm
from campaigns.models import Campaign, FundraisingPage, NoSuchTeam, Runner, Team
from campaigns.queries import Totals, members_of, place_of, team_of_runner
from portal.people.errors import Refused

from .signed_in import SignedIn


def about_team(request: HttpRequest, page: FundraisingPage, raised: Totals) -> dict[str, Any]:
    """What a team's page shows besides what every page shows."""
    team = page.team
    if team is None:
        return {}
    members = members_of(team)
    reader = request.user.pk if request.user.is_authenticated else None
    return {
        "team": team,
        "members": members,
        "is_member": reader is not None and any(member.runner.person_id == reader for member in members),
        "invitation": request.build_absolute_uri(reverse("campaigns:join-team", args=[team.invitation])),
        "elsewhere_jpy": raised.raised_jpy - sum(member.totals.raised_jpy for member in members),
    }


@login_required
def form_team(request: SignedIn, campaign: str) -> HttpResponse:
    """A runner begins a team and leads it; who has no place is told how to get one."""
    race = get_object_or_404(Campaign.objects.public().filter(race__isnull=False), slug=campaign)
    runner, form = _runner(request, race), TeamForm(request.POST or None)
    if runner is not None and (team := team_of_runner(runner)) is not None:
        return redirect(_stop(team))
    if runner is not None and request.method == "POST" and form.is_valid():
        try:
            team = actions.form_team(campaign=race, captain=runner, by=request.user, **form.names)
        except Refused as refused:
            form.add_error("name_ja", refused.sentence)
        else:
            messages.success(request, _("Your team is there. Write a few words for its page, then invite others."))
            return redirect("campaigns:edit-page", team.page.slug)
    return render(request, "campaigns/form_team.html", {"campaign": race, "runner": runner, "form": form})


@login_required
def join_team(request: SignedIn, token: str) -> HttpResponse:
    """A captain's link: GET asks, POST joins."""
    try:
        team = Team.objects.by_invitation(token)
    except NoSuchTeam as unknown:
        raise Http404 from unknown
    runner, refusal = _runner(request, team.campaign), None
    if runner is not None and request.method == "POST":
        try:
            actions.join_team(team=team, runner=runner, by=request.user)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Welcome to the team. Gifts to your page count for it from now on."))
            return redirect(_stop(team))
    about = {"team": team, "campaign": team.campaign, "runner": runner, "refusal": refusal}
    return render(request, "campaigns/join_team.html", about | {"members": members_of(team)})


@login_required
@require_POST
def leave_team(request: SignedIn, slug: str) -> HttpResponse:
    """A member goes; what was given stays with the team."""
    page = get_object_or_404(FundraisingPage.objects.of_teams().select_related("campaign__race"), slug=slug)
    runner = _runner(request, page.campaign)
    if runner is None or team_of_runner(runner) != page.team:
        raise Http404
    actions.leave_team(runner=runner, by=request.user)
    messages.success(request, _("You have left the team. Gifts so far stay with it."))
    return redirect(page.campaign)


def _runner(request: SignedIn, campaign: Campaign) -> Runner | None:
    """The reader's confirmed place in the race of the campaign."""
    runner = place_of(request.user, campaign.race)
    return runner if runner is not None and runner.has_a_place else None


def _stop(team: Team) -> str:
    """Where a member goes next: the team's page, or the campaign while that page waits for its words."""
    return (team if team.page.is_public else team.campaign).get_absolute_url()
