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
    """The gifts of one Tokyo day in yen, by the way they came."""

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
    """Gift parts that came on each of the last thirty days, the oldest first; one query.

    What was reversed or is no gift (a course fee, a surplus) is left out; what went back stands in the figures of today.
    """
    last = timezone.localdate()
    days = {last - dt.timedelta(days=ago): dict.fromkeys(WAYS, 0) for ago in reversed(range(DAYS))}
    since = timezone.make_aware(dt.datetime.combine(min(days), dt.time()))
    lines = LedgerEntry.objects.filter(
        payment__livemode=gateway.livemode(), occurred_at__gte=since, kind__in=[Kind.CHARGE, Kind.OFFLINE, Kind.MATCH]
    ).exclude(gift_jpy=0)
    for at, kind, method, yen in lines.values_list("occurred_at", "kind", "payment__method", "gift_jpy").iterator():
        day = days.get(timezone.localdate(at))
        if day is not None:
            day[_way(kind, method)] += yen
    return [Day(day=day, yen=yen) for day, yen in days.items()]


def _way(kind: str, method: str) -> str:
    if kind in (Kind.OFFLINE, Kind.MATCH):
        return "offline" if kind == Kind.OFFLINE else "matched"
    return "konbini" if method == Payment.Method.KONBINI else "card"


def sums_by_way(days: list[Day]) -> list[tuple[str, str, int]]:
    """(way, its name, yen) of all days together, every way."""
    return [(way, name, sum(day.yen[way] for day in days)) for way, name in names_of_ways().items()]
