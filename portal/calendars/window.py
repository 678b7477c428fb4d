"""Which part of time a feed shows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from .occasion import Occasion

DAYS_BACK = 31
DAYS_AHEAD = 400
AT_MOST = 1000
_STANDING = {"cancelled": 0, "tentative": 1, "confirmed": 2}


def window(now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The moments `since` and `until` of a feed fetched at `now`: whole Tokyo days, `until` exclusive."""
    today = timezone.localdate(now)
    return _midnight(today - dt.timedelta(days=DAYS_BACK)), _midnight(today + dt.timedelta(days=DAYS_AHEAD + 1))


def within(occasions: Iterable[Occasion], now: dt.datetime) -> list[Occasion]:
    """The occasions that a feed fetched at `now` shows: in the window, one per UID, in order of time.

    Past 1,000 the farthest away in the future are left out.
    """
    since, until = window(now)
    inside = [occasion for occasion in occasions if occasion.end > since and occasion.start < until]
    return one_per_uid(inside)[:AT_MOST]


def one_per_uid(occasions: Iterable[Occasion]) -> list[Occasion]:
    """In order of time; what was cancelled and taken up again appears once, as it stands now.

    Its SEQUENCE and its moment of change are the highest of all, because neither may fall.
    """
    by_uid: dict[object, list[Occasion]] = defaultdict(list)
    for occasion in occasions:
        by_uid[occasion.uid].append(occasion)
    single = [_latest(same) if len(same) > 1 else same[0] for same in by_uid.values()]
    return sorted(single, key=lambda occasion: (occasion.start, occasion.end, str(occasion.uid)))


def _latest(same: list[Occasion]) -> Occasion:
    best = max(same, key=lambda occasion: (_STANDING[occasion.state], occasion.sequence, occasion.changed_at))
    return replace(
        best,
        sequence=max(occasion.sequence for occasion in same),
        changed_at=max(occasion.changed_at for occasion in same),
    )


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
