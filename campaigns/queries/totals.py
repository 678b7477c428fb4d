"""What was raised: sums over the ledger, the same ones on every page, in the JSON and in the back office."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from campaigns.models import Campaign, Donation, FundraisingPage, Team
from campaigns.models.donation import DonationQuerySet
from portal.payments.models import Payment
from portal.payments.queries import gift_totals_by


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Gift parts in yen. `promised_jpy` is not raised yet: convenience-store slips that wait to be paid.

    `donors` counts distinct donors whose gifts are here and have not been given back.
    """

    paid_jpy: int = 0
    offline_jpy: int = 0
    matched_jpy: int = 0
    promised_jpy: int = 0
    donors: int = 0

    @property
    def raised_jpy(self) -> int:
        """Money that arrived, by whichever way; refunds are already taken off."""
        return self.paid_jpy + self.offline_jpy + self.matched_jpy

    def percent_of(self, goal_jpy: int) -> int:
        """Full percent of a goal, from 0 to however far it went."""
        return max(self.raised_jpy, 0) * 100 // goal_jpy


NOTHING = Totals()


def totals(of: Campaign | FundraisingPage | Team) -> Totals:
    """The totals of one campaign, one team, or one runner's page; three queries.

    A team's page shows the team: what was given to it and, at the moment of giving, to its members.
    """
    if isinstance(of, FundraisingPage) and of.team_id is not None:
        return _sums(Donation.objects.filter(team=of.team_id), by="team").get(of.team_id, NOTHING)
    if isinstance(of, Team):
        return _sums(Donation.objects.filter(team=of), by="team").get(of.pk, NOTHING)
    if isinstance(of, FundraisingPage):
        return _sums(Donation.objects.filter(page=of), by="page").get(of.pk, NOTHING)
    return _sums(Donation.objects.filter(campaign=of), by="campaign").get(of.pk, NOTHING)


def totals_by_page(campaign: Campaign) -> dict[int, Totals]:
    """What was given to every single page of a campaign, by the page's id; three queries however many."""
    return _sums(Donation.objects.filter(campaign=campaign, page__isnull=False), by="page")


def totals_by_team(campaign: Campaign) -> dict[int, Totals]:
    """The totals of every team of a campaign that has any, by the team's id; three queries however many."""
    return _sums(Donation.objects.filter(campaign=campaign, team__isnull=False), by="team")


def totals_by_page_of_team(team: Team) -> dict[int, Totals]:
    """What a team has raised, by the page that it was given to; together they are the team's totals."""
    return _sums(Donation.objects.filter(team=team), by="page")


def totals_by_campaign() -> dict[int, Totals]:
    """The totals of every campaign that has any, by its id; three queries however many."""
    return _sums(Donation.objects.all(), by="campaign")


def _sums(donations: DonationQuerySet, *, by: str) -> dict[int, Totals]:
    """The one place where gifts are added up: per `by`, "page", "team" or "campaign"."""
    donors: dict[Any, int] = dict(
        donations.standing().order_by().values_list(by).annotate(donors=Count("donor_key", distinct=True))
    )
    yen = gift_totals_by(Payment.objects.filter(donation__in=donations), f"donation__{by}")
    return {
        key: Totals(
            paid_jpy=sums.paid_jpy,
            offline_jpy=sums.offline_jpy,
            matched_jpy=sums.matched_jpy,
            promised_jpy=sums.promised_jpy,
            donors=donors.get(key, 0),
        )
        for key, sums in yen.items()
        if isinstance(key, int)
    }
