"""The teams of a race in the back office: who is in which, and moving a runner without moving a gift."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.actions import form_team, make_captain, move_to_team
from campaigns.forms import CaptainForm, MoveToTeamForm, TeamForm
from campaigns.models import Campaign, Team
from campaigns.queries import roster_of

from .desk import StaffRequest, _try

TEAMS = "campaigns_office:teams"
may_look = permission_required("campaigns.view_team", raise_exception=True)
may_change = permission_required("campaigns.change_team", raise_exception=True)


@may_look
def teams(request: StaffRequest, slug: str = "") -> HttpResponse:
    """Every team of a race with its members and its sum; the next race where the address names none."""
    races = Campaign.objects.filter(race__isnull=False).select_related("race")
    campaign = get_object_or_404(races, slug=slug) if slug else races.current_first().first()
    about: dict[str, Any] = {"campaign": campaign, "races": races.current_first()}
    if campaign is not None:
        about |= {"roster": roster_of(campaign), "move": MoveToTeamForm(campaign=campaign), "form": TeamForm()}
    return render(request, "campaigns/office/teams.html", about)


@may_change
@require_POST
def begin(request: StaffRequest, slug: str) -> HttpResponse:
    """A team without members, for the captain to come."""
    campaign, form = get_object_or_404(Campaign, slug=slug, race__isnull=False), TeamForm(request.POST)
    if not form.is_valid():
        return _back(request, campaign, form)
    _try(request, lambda: form_team(campaign=campaign, captain=None, by=request.user, **form.names), _("Team formed."))
    return redirect(TEAMS, campaign.slug)


@may_change
@require_POST
def move(request: StaffRequest, slug: str) -> HttpResponse:
    """One runner into another team, or out of every team."""
    campaign = get_object_or_404(Campaign, slug=slug, race__isnull=False)
    form = MoveToTeamForm(request.POST, campaign=campaign)
    if not form.is_valid():
        return _back(request, campaign, TeamForm(), form)
    typed = form.cleaned_data
    _try(
        request,
        lambda: move_to_team(runner=typed["runner"], team=typed["team"], by=request.user),
        _("Moved. Gifts so far stay with the team that they were given to."),
    )
    return redirect(TEAMS, campaign.slug)


@may_change
@require_POST
def captain(request: StaffRequest, pk: int) -> HttpResponse:
    """Another member leads."""
    team = get_object_or_404(Team.objects.select_related("campaign"), pk=pk)
    form = CaptainForm(request.POST, team=team)
    if form.is_valid():
        runner = form.cleaned_data["runner"]
        _try(request, lambda: make_captain(team=team, runner=runner, by=request.user), _("Captain changed."))
    return redirect(TEAMS, team.campaign.slug)


def _back(
    request: StaffRequest, campaign: Campaign, form: TeamForm, moving: MoveToTeamForm | None = None
) -> HttpResponse:
    about = {"campaign": campaign, "roster": roster_of(campaign), "form": form}
    return render(
        request,
        "campaigns/office/teams.html",
        about | {"move": moving or MoveToTeamForm(campaign=campaign)},
        status=422,
    )
