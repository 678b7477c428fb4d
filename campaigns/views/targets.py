"""Whom a gift goes to, read from an address."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from campaigns.models import Campaign, Donation, FundraisingPage, NoSuchLink
from campaigns.queries import asking_now, current_campaign, standing_appeal


@dataclass(frozen=True)
class Target:
    """A campaign or the organisation itself, and perhaps one runner's or team's page of it.

    `others` are what one can choose between where the address names nothing.
    """

    campaign: Campaign
    page: FundraisingPage | None = None
    others: list[Campaign] = field(default_factory=list)

    @property
    def takes_gifts(self) -> bool:
        return self.page.takes_gifts if self.page else self.campaign.asks_now

    @property
    def query(self) -> dict[str, str]:
        return {"page": self.page.slug} if self.page else {"campaign": self.campaign.slug}

    @property
    def address(self) -> str:
        """Where both steps of this gift stand."""
        return f"{reverse('campaigns:give')}?{urlencode(self.query)}"


def target_of(request: HttpRequest, slug: str) -> Target | None:
    """The page or campaign of the address, else a choice that begins with the current one; None where nobody asks."""
    slug = slug or request.GET.get("page", "")
    if slug:
        pages = FundraisingPage.objects.public().select_related("campaign__gift_terms")
        page = get_object_or_404(pages, slug=slug)
        return Target(page.campaign, page)
    if "campaign" in request.GET:
        campaigns = Campaign.objects.public().select_related("gift_terms")
        return Target(get_object_or_404(campaigns, slug=request.GET["campaign"]))
    first = current_campaign() or standing_appeal()
    return Target(first, others=asking_now()) if first else None


def unfinished(request: HttpRequest) -> Donation | None:
    """The gift that somebody brings back by its signed link, from the checkout or a mail; a wrong link is no gift."""
    token = request.GET.get("gift", "") if request.method == "GET" else ""
    if not token:
        return None
    try:
        return Donation.objects.by_link(token)
    except NoSuchLink as unknown:
        raise Http404 from unknown
