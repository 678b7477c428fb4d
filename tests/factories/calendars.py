"""Occasions for tests."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from portal.calendars.occasion import Occasion

TOKYO = ZoneInfo("Asia/Tokyo")


def make_occasion(**overrides) -> Occasion:
    """A shift of two hours on Wednesday, 25 November 2026, ten o'clock in Tokyo."""
    start = overrides.get("start", dt.datetime(2026, 11, 25, 10, 0, tzinfo=TOKYO))
    fields = {
        "uid": uuid.uuid4(),
        "kind": "shift",
        "title": "食料の仕分け",
        "start": start,
        "end": start + dt.timedelta(hours=2),
        "changed_at": dt.datetime(2026, 11, 1, 3, 4, 5, tzinfo=dt.UTC),
    } | overrides
    return Occasion(**fields)
