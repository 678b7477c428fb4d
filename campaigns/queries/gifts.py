"""Gifts as others may see them. What a donor hides is not in these objects, so no page can show it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from campaigns.models import Campaign, Donation, FundraisingPage
from campaigns.models.donation import DonationQuerySet


@dataclass(frozen=True, kw_only=True)
class Gift:
    """One gift on a page. An anonymous one has neither name nor avatar; `amount_jpy` is None where hidden."""

    at: dt.datetime
    name: str
    avatar_seed: str
    message: str
    amount_jpy: int | None
    is_promised: bool
    language: str


def gifts_of_page(page: FundraisingPage, *, limit: int | None = None) -> list[Gift]:
    """What the public sees of the gifts to a page, newest first, promises included."""
    return _shown(page.donations.all().seen_by_public(), limit)


def gifts_of_campaign(campaign: Campaign, *, limit: int) -> list[Gift]:
    """What the public sees of the gifts straight to a campaign."""
    return _shown(campaign.donations.filter(page=None).seen_by_public(), limit)


def gifts_to_thank(page: FundraisingPage, *, days: int = 14) -> list[Gift]:
    """What the runner sees of the gifts that arrived in the last `days`."""
    since = timezone.now() - dt.timedelta(days=days)
    return _shown(page.donations.all().seen_by_runner().filter(created_at__gte=since), limit=None)


def _shown(donations: DonationQuerySet, limit: int | None) -> list[Gift]:
    here = donations.here_or_promised().select_related("payment").order_by("-created_at", "pk")
    return [shown(donation) for donation in here[:limit]]


def shown(donation: Donation) -> Gift:
    """The only way from a donation to what others may read of it."""
    return Gift(
        at=donation.created_at,
        name=donation.shown_name,
        avatar_seed=donation.avatar_seed,
        message=donation.shown_message,
        amount_jpy=donation.gift_jpy if donation.show_amount else None,
        is_promised=donation.is_promised,
        language=donation.language,
    )
