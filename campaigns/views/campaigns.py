"""The list of campaigns, and one campaign with its runners."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from campaigns.forms import wall_choice
from campaigns.models import Campaign, Gathering, GatheringReply, Passage
from campaigns.models.campaign import CampaignQuerySet
from campaigns.queries import (
    NOTHING,
    SORTS,
    all_cards,
    arranged,
    cheering,
    days_left,
    gifts_of_campaign,
    impacts,
    leaderboard,
    race_taking_applications,
    road_of_campaign,
    team_cards,
    totals,
    totals_by_campaign,
)
from campaigns.queries.matching import sponsors_now

FIRST_RUNNERS = 18


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Every public campaign, those that ask for gifts first, each with its road; the organisation itself last."""
    campaigns = list(_with_course().current_first())
    standing = next((campaign for campaign in campaigns if campaign.is_standing and campaign.asks_now), None)
    sums, rows = totals_by_campaign(), []
    for campaign in (campaign for campaign in campaigns if not campaign.is_standing):
        raised = sums.get(campaign.pk, NOTHING)
        rows.append(
            {
                "campaign": campaign,
                "totals": raised,
                "road": road_of_campaign(campaign, raised),
                "days_left": days_left(campaign),
            }
        )
    about = {"rows": rows, "race": race_taking_applications(), "standing": standing}
    return render(request, "campaigns/campaign_list.html", about)


@require_safe
def campaign_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A campaign; `?q=` and `?sort=` arrange the wall, and an htmx request gets the wall alone."""
    campaign = get_object_or_404(_with_course(), slug=slug)
    cards = all_cards(campaign) if campaign.is_race else []
    search, sort = wall_choice(request.GET, SORTS)
    found = arranged(cards, search=search, sort=sort)
    everybody = bool(search) or "all" in request.GET
    wall = {
        "campaign": campaign,
        "cards": found if everybody else found[:FIRST_RUNNERS],
        "found": len(found),
        "runners": len(cards),
        "search": search,
        "sort": sort,
        "sorts": _sorts(),
    }
    if request.headers.get("HX-Target") == "wall":
        return render(request, "campaigns/campaign_detail.html#wall", wall)
    raised = totals(campaign)
    around = {
        "totals": raised,
        "road": road_of_campaign(campaign, raised),
        "days_left": days_left(campaign),
        "leaders": leaderboard(cards),
        "impacts": impacts(),
        "sponsors": sponsors_now(campaign),
        **_words(campaign),
    }
    if campaign.is_race:
        around["teams"] = team_cards(campaign)
        around |= {"gatherings": _gatherings(request, campaign), "cheering": cheering(campaign)}
        around["takes_applications"] = campaign.race.takes_applications_on(timezone.localdate())
    else:
        around["gifts"] = gifts_of_campaign(campaign, limit=8)
    return render(request, "campaigns/campaign_detail.html", wall | around)


def _with_course() -> CampaignQuerySet:
    return Campaign.objects.public().select_related("race").prefetch_related("race__points")


def _sorts() -> list[tuple[str, str]]:
    labels = {
        "raised": _("Raised most"),
        "near": _("Close to the target"),
        "name": pgettext("person", "Name"),
        "new": _("Newest"),
    }
    return [(sort, labels[sort]) for sort in SORTS]


def _words(campaign: Campaign) -> dict[str, list[Passage]]:
    """Facts, the story of an earlier year, and voices."""
    passages = list(campaign.passages.all())
    return {
        name: [passage for passage in passages if passage.kind == kind]
        for name, kind in (("facts", "fact"), ("stories", "story"), ("voices", "voice"))
    }


def _gatherings(request: HttpRequest, campaign: Campaign) -> list[dict[str, Any]]:
    """Coming gatherings, how many places are left, and what the reader answered."""
    mine = {}
    if request.user.is_authenticated:
        replies = GatheringReply.objects.filter(person=request.user, gathering__campaign=campaign)
        mine = dict(replies.values_list("gathering_id", "answer"))
    coming = Gathering.objects.filter(campaign=campaign).upcoming().with_coming()
    return [{"gathering": gathering, "answer": mine.get(gathering.pk, "")} for gathering in coming]
