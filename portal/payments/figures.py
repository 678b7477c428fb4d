"""The pictures of the money board: thirty days of gifts, by the way they came."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from . import gateway
from .models import LedgerEntry, Payment

DAYS = 30
Kind = LedgerEntry.Kind
WAYS = ("card", "konbini", "offline", "matched")


@dataclass(frozen=True, kw_only=True)
class Day:
    """The gifts that came on one Tokyo day in yen, by the way they came, without what has gone back of them since."""

    day: dt.date
    yen: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.yen.values())


def names_of_ways() -> dict[str, str]:
    return {
        "card": _("card"),
        "konbini": _("convenience store"),
        "offline": _("cash or bank transfer"),
        "matched": _("matched by a sponsor"),
    }


def gifts_by_day() -> list[Day]:
    """What is left of the gifts that came on each of the last thirty days, the oldest first; one query.

    Every line of a gift counts on the day and in the way in which the gift came, so that refunds, disputes and reversals
    are taken off as campaign totals do (money.md 15). What is no gift (a course fee, a surplus) has no gift part.
    """
    last = timezone.localdate()
    days = {last - dt.timedelta(days=ago): dict.fromkeys(WAYS, 0) for ago in reversed(range(DAYS))}
    since = timezone.make_aware(dt.datetime.combine(min(days), dt.time()))
    lines = LedgerEntry.objects.filter(payment__livemode=gateway.livemode(), payment__paid_at__gte=since).exclude(
        gift_jpy=0
    )
    columns = ("payment__paid_at", "kind", "payment__method", "gift_jpy")
    for at, kind, method, yen in lines.values_list(*columns).iterator():
        day = days.get(timezone.localdate(at))
        if day is not None:
            day[_way(kind, method)] += yen
    return [Day(day=day, yen=yen) for day, yen in days.items()]


def _way(kind: str, method: str) -> str:
    if kind == Kind.MATCH:
        return "matched"
    if method == Payment.Method.OFFLINE:
        return "offline"
    return "konbini" if method == Payment.Method.KONBINI else "card"


def sums_by_way(days: list[Day]) -> list[tuple[str, str, int]]:
    """(way, its name, yen) of all days together, every way."""
    return [(way, name, sum(day.yen[way] for day in days)) for way, name in names_of_ways().items()]
