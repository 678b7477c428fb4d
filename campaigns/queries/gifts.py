"""Gifts as others may see them. What a donor hides is not in these objects, so no page can show it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from campaigns.models import Campaign, Donation, FundraisingPage
from campaigns.models.donation import DonationQuerySet


@dataclass(frozen=True, kw_only=True)
class Gift:
    """One gift on a page. An anonymous one has neither name nor avatar; `amount_jpy` is None where hidden.

    `tribute` is the approved dedication; `via` names the runner whom a gift for a team was given to.
    """

    at: dt.datetime
    name: str
    avatar_seed: str
    message: str
    amount_jpy: int | None
    is_promised: bool
    language: str
    tribute: str = ""
    via: str = ""


def gifts_of_page(page: FundraisingPage, *, limit: int | None = None) -> list[Gift]:
    """What the public sees of the gifts to a page, newest first, promises included; of a team, its members' too."""
    gifts = Donation.objects.filter(team=page.team_id) if page.is_team else Donation.objects.filter(page=page)
    return _shown(gifts.seen_by_public(), limit, on=page)


def gifts_of_campaign(campaign: Campaign, *, limit: int) -> list[Gift]:
    """What the public sees of the gifts straight to a campaign."""
    return _shown(campaign.donations.filter(page=None).seen_by_public(), limit)


def gifts_to_thank(page: FundraisingPage, *, days: int = 14) -> list[Gift]:
    """What the runner sees of the gifts that arrived in the last `days`."""
    since = timezone.now() - dt.timedelta(days=days)
    return _shown(page.donations.all().seen_by_runner().filter(created_at__gte=since), limit=None)


def _shown(donations: DonationQuerySet, limit: int | None, on: FundraisingPage | None = None) -> list[Gift]:
    here = donations.here_or_promised().select_related("payment", "page").order_by("-created_at", "pk")
    return [shown(donation, on=on) for donation in here[:limit]]


def shown(donation: Donation, *, on: FundraisingPage | None = None) -> Gift:
    """The only way from a donation to what others may read of it, `on` a page or elsewhere."""
    elsewhere = on is not None and donation.page is not None and donation.page != on
    return Gift(
        at=donation.created_at,
        name=donation.shown_name,
        avatar_seed=donation.avatar_seed,
        message=donation.shown_message,
        amount_jpy=donation.gift_jpy if donation.show_amount else None,
        is_promised=donation.is_promised,
        language=donation.language,
        tribute=donation.shown_tribute,
        via=donation.page.name if elsewhere and donation.page and donation.page.is_public else "",
    )
