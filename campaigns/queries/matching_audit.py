"""Beside each promise what a sponsor adds by it, for the daily comparison (money.md 51). Reads only."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from campaigns.models import Match
from portal.payments.actions.comparing import Difference, yen
from portal.payments.gateway import livemode
from portal.payments.models import Finding, LedgerEntry, Payment

MATCH = LedgerEntry.Kind.MATCH


def match_differences(payment: Payment | None = None) -> Iterator[Difference]:
    """Gifts (or the one of `payment`) to which a sponsor adds something else than the promise allows and owes.

    That is the share of what is here of the gift, at most what was promised for it, nothing for a gift that was moved to
    another campaign, and together never more than the cap: what is above it is taken from the newest gifts, what has
    room goes to the oldest. Two queries however many gifts.
    """
    rows = list(_rows(payment))
    used = _used(rows)
    for row in reversed(rows):
        if (due := _due(row, used)) < row.adds:
            yield _difference(row, due, used)
    for row in rows:
        if (due := _due(row, used)) > row.adds:
            yield _difference(row, due, used)


def _difference(row: Any, due: int, used: dict[int, int]) -> Difference:
    """As if it were mended: the next one is judged by the room that is left then."""
    off, adds = due - row.adds, row.adds
    used[row.pledge_id] += off
    row.adds = due
    kind, payment = Finding.Kind.MATCH, row.payment
    return Difference(kind, f"match-{row.pk}", payment, ours=yen(adds), theirs=yen(due), off_jpy=off)


def _rows(payment: Payment | None) -> Iterator[Any]:
    """Matches, the oldest first, each with what it adds (`adds`) and what is here of its gift (`here`), in yen."""
    found = Match.objects.filter(payment__livemode=livemode()).select_related("pledge", "payment__donation")
    if payment is not None:
        found = found.filter(payment=payment)
    own, added = ~Q(payment__ledger__kind=MATCH), Q(payment__ledger__kind=MATCH)
    yield from found.annotate(
        adds=Coalesce(Sum("payment__ledger__amount_jpy", filter=added), 0),
        here=Coalesce(Sum("payment__ledger__gift_jpy", filter=own), 0),
    ).order_by("pk")


def _used(rows: Sequence[Any]) -> dict[int, int]:
    """What each of these pledges adds at this moment, to all its gifts, in yen."""
    lines = LedgerEntry.objects.filter(
        kind=MATCH, payment__match__pledge__in={row.pledge_id for row in rows}
    ).order_by()
    sums = lines.values("payment__match__pledge").annotate(yen=Sum("amount_jpy"))
    return defaultdict(int, {line["payment__match__pledge"]: line["yen"] for line in sums})


def _due(row: Any, used: dict[int, int]) -> int:
    pledge = row.pledge
    here = row.here if row.payment.donation.campaign_id == pledge.campaign_id else 0
    room = pledge.cap_jpy - used[pledge.pk] + row.adds
    return int(max(min(pledge.share_of(here), row.promised_jpy, room), 0))
