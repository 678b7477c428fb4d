"""Public totals as JSON (docs: the contract names the fields)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import Campaign, FundraisingPage
from campaigns.queries import Totals, team_cards, totals


@require_safe
def campaign_totals(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = Campaign.objects.public().filter(slug=slug).first()
    if campaign is None:
        return _answer(None)
    teams = _teams(campaign)
    return _answer((totals(campaign), campaign.goal_jpy), **({"teams": teams} if teams else {}))


@require_safe
def page_totals(request: HttpRequest, slug: str) -> HttpResponse:
    page = FundraisingPage.objects.public().filter(slug=slug).first()
    return _answer((totals(page), page.target_jpy) if page else None)


def _teams(campaign: Campaign) -> list[dict[str, Any]]:
    """The teams of a race in the order of their page on the campaign; an appeal has none."""
    return [
        {
            "slug": card.page.slug,
            "name_ja": card.page.name_ja,
            "name_en": card.page.name_en or card.page.name_ja,
            "members": card.members,
            "raised_jpy": card.totals.raised_jpy,
            "promised_jpy": card.totals.promised_jpy,
            "goal_jpy": card.page.target_jpy,
            "donors": card.totals.donors,
        }
        for card in (team_cards(campaign) if campaign.is_race else [])
    ]


def _answer(found: tuple[Totals, int] | None, **more: Any) -> HttpResponse:
    """Figures only, never a donor; readable from any site, and never from a cache: it is the sum of this moment."""
    if found is None:
        response = JsonResponse({"error": "not found"}, status=404)
    else:
        raised, goal_jpy = found
        response = JsonResponse(
            {
                "raised_jpy": raised.raised_jpy,
                "promised_jpy": raised.promised_jpy,
                "matched_jpy": raised.matched_jpy,
                "offline_jpy": raised.offline_jpy,
                "goal_jpy": goal_jpy,
                "donors": raised.donors,
                "as_of": timezone.localtime().isoformat(timespec="seconds"),
                **more,
            }
        )
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response
