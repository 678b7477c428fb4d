"""Campaigns, their words, and what the home page tells of the current one."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from campaigns.models import Campaign, FundraisingPage, Impact
from portal.ui.road import Road

from .roads import road_of_campaign
from .totals import Totals, totals


@dataclass(frozen=True, kw_only=True)
class HomeFacts:
    """What the home page says of the current campaign."""

    campaign: Campaign
    totals: Totals
    runners: int
    days_left: int
    road: Road


def days_left(campaign: Campaign) -> int:
    """Full days until race day, or until an appeal closes; never negative, and 0 for what never ends."""
    last = campaign.race.date if hasattr(campaign, "race") else campaign.closes_on
    return max((last - timezone.localdate()).days, 0) if last else 0


def current_campaign() -> Campaign | None:
    """The campaign that asks for gifts today: the race first, then whatever closes soonest.

    The organisation itself, which is always open, is no campaign in this sense.
    """
    asking = Campaign.objects.with_an_end().open_on(timezone.localdate()).select_related("race", "gift_terms")
    return asking.order_by("-kind", "closes_on", "slug").first()


def home_facts() -> HomeFacts | None:
    """The current campaign in figures; None where nothing is asked for today."""
    campaign = current_campaign()
    if campaign is None:
        return None
    raised = totals(campaign)
    return HomeFacts(
        campaign=campaign,
        totals=raised,
        runners=FundraisingPage.objects.live().of(campaign).of_runners().count(),
        days_left=days_left(campaign),
        road=road_of_campaign(campaign, raised),
    )


def standing_appeal() -> Campaign | None:
    """The organisation itself, where it takes gifts today."""
    asking = Campaign.objects.open_on(timezone.localdate()).filter(kind=Campaign.Kind.STANDING)
    return asking.select_related("gift_terms").first()


def asking_now() -> list[Campaign]:
    """What one can give to today: races, then appeals, what closes soonest first; the organisation itself last."""
    asking = Campaign.objects.open_on(timezone.localdate()).select_related("gift_terms")
    order = models.Case(models.When(kind="race", then=0), models.When(kind="appeal", then=1), default=2)
    return list(asking.order_by(order, "closes_on", "slug"))


def impacts() -> list[Impact]:
    """What amounts do, smallest first."""
    return list(Impact.objects.all())


def impact_of(gift_jpy: int) -> Impact | None:
    """The largest example that a gift covers; None for a smaller gift than every example."""
    return Impact.objects.filter(amount_jpy__lte=gift_jpy).order_by("-amount_jpy").first()
