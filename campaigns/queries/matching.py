"""How far sponsors' promises have been used: sums over the ledger."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.models import Campaign, MatchPledge
from portal.payments.models import LedgerEntry, Payment

MATCH = LedgerEntry.Kind.MATCH


@dataclass(frozen=True, kw_only=True)
class PledgeProgress:
    """A pledge with what it has added so far."""

    pledge: MatchPledge
    used_jpy: int
    gifts: int  # not counted for public pages

    @property
    def left_jpy(self) -> int:
        return max(self.pledge.cap_jpy - self.used_jpy, 0)

    @property
    def percent(self) -> int:
        """Full percent of the promise that are used, from 0 to 100."""
        return min(max(self.used_jpy, 0) * 100 // self.pledge.cap_jpy, 100)

    @property
    def is_running(self) -> bool:
        """Whether the next gift of today would be matched."""
        today = timezone.localdate()
        return self.pledge.is_active and self.left_jpy > 0 and self.pledge.starts_on <= today <= self.pledge.ends_on


def used_jpy(pledge: MatchPledge) -> int:
    """What a pledge adds to gifts at this moment, in yen. Under the pledge's lock nobody else can change it."""
    return _sum(LedgerEntry.objects.filter(kind=MATCH, payment__match__pledge=pledge), "amount_jpy")


def matched_jpy(payment: Payment) -> int:
    """What a sponsor adds to this gift at this moment, in yen."""
    return _sum(payment.ledger.filter(kind=MATCH), "amount_jpy")


def own_gift_jpy(payment: Payment) -> int:
    """What is here of the gift itself, in yen: neither what went back nor what a sponsor added."""
    return _sum(payment.ledger.exclude(kind=MATCH), "gift_jpy")


def _sum(lines: QuerySet[LedgerEntry], field: str) -> int:
    return int(lines.aggregate(yen=Sum(field, default=0))["yen"])


def pledges_with_progress(campaign: Campaign | None = None) -> list[PledgeProgress]:
    """Every pledge (of one campaign), the running ones first; two queries however many."""
    pledges = MatchPledge.objects.select_related("campaign")
    if campaign is not None:
        pledges = pledges.filter(campaign=campaign)
    lines = LedgerEntry.objects.filter(kind=MATCH, payment__match__pledge__in=pledges.values("pk")).order_by()
    sums = lines.values("payment__match__pledge").annotate(
        yen=Sum("amount_jpy"), gifts=Count("payment", distinct=True, filter=Q(amount_jpy__gt=0))
    )
    found = {line["payment__match__pledge"]: (line["yen"], line["gifts"]) for line in sums}
    rows = [
        PledgeProgress(pledge=pledge, used_jpy=yen, gifts=gifts)
        for pledge in pledges
        for yen, gifts in [found.get(pledge.pk, (0, 0))]
    ]
    return sorted(rows, key=lambda row: not row.is_running)


def sponsors_now(campaign: Campaign) -> list[PledgeProgress]:
    """The pledges that would add to a gift given now, for the public pages, unnamed sponsors too; one query."""
    lines = LedgerEntry.objects.filter(kind=MATCH, payment__match__pledge=OuterRef("pk")).order_by()
    used = Subquery(lines.values("payment__match__pledge").annotate(yen=Sum("amount_jpy")).values("yen"))
    pledges = MatchPledge.objects.for_gift_on(campaign, timezone.localdate()).annotate(used=Coalesce(used, 0))
    rows = [PledgeProgress(pledge=pledge, used_jpy=int(pledge.used), gifts=0) for pledge in pledges]  # type: ignore[attr-defined]  # annotated
    return [row for row in rows if row.is_running]
