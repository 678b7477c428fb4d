"""Days of a rule: RFC 5545's RRULE by the wall clock, so that a Tuesday stays a Tuesday whatever the clock of UTC says."""

import datetime as dt
import re

from dateutil.rrule import rrule, rrulestr

# A rule names a rhythm and days. When it ends is told by the series; hours stand there too.
ALLOWED = {
    "DAILY": {"FREQ", "INTERVAL"},
    "WEEKLY": {"FREQ", "INTERVAL", "BYDAY"},
    "MONTHLY": {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY"},
}
PART = re.compile(r"[A-Z]+=[A-Z0-9,+-]+")
WEEKDAY = re.compile(r"(?:MO|TU|WE|TH|FR|SA|SU)")
NTH_WEEKDAY = re.compile(r"(?:[1-4]|-1)(?:MO|TU|WE|TH|FR|SA|SU)")
LONGEST_INTERVAL = 12


class BadRule(ValueError):
    """Not a rule that a series can follow."""


def parts_of(rule: str) -> dict[str, str]:
    """`FREQ=WEEKLY;BYDAY=TU` as a mapping. Raises BadRule for whatever a series of shifts cannot mean."""
    pieces = rule.split(";")
    if not all(PART.fullmatch(piece) for piece in pieces):
        raise BadRule(rule)
    parts = dict(piece.split("=", 1) for piece in pieces)
    if len(parts) != len(pieces) or not parts.keys() <= ALLOWED.get(parts.get("FREQ", ""), set()):
        raise BadRule(rule)
    check_values(parts)
    return parts


def check_values(parts: dict[str, str]) -> None:
    """Raises BadRule where a part says something that never comes, or not to us."""
    interval = parts.get("INTERVAL", "1")
    days = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    pattern = NTH_WEEKDAY if parts["FREQ"] == "MONTHLY" else WEEKDAY
    month_days = parts["BYMONTHDAY"].split(",") if "BYMONTHDAY" in parts else []
    fits = (
        interval.isdecimal()
        and 1 <= int(interval) <= LONGEST_INTERVAL
        and all(pattern.fullmatch(day) for day in days)
        and all(day == "-1" or (day.isdecimal() and 1 <= int(day) <= 28) for day in month_days)
        and not (days and month_days)
    )
    if not fits:
        raise BadRule(";".join(f"{name}={value}" for name, value in parts.items()))


def days_of(rule: str, *, first: dt.date, last: dt.date | None, count: int | None, until: dt.date) -> list[dt.date]:
    """The days of `rule` from `first` to the earliest of `last`, the `count`th day and `until`, all included."""
    parts_of(rule)
    end = min(last, until) if last else until
    if end < first:
        return []
    found = rrulestr(rule, dtstart=dt.datetime.combine(first, dt.time()))
    assert isinstance(found, rrule)  # noqa: S101  # one rule gives one rrule
    found = found.replace(count=count) if count else found
    return [day.date() for day in found.between(midnight(first), midnight(end), inc=True)]


def midnight(day: dt.date) -> dt.datetime:
    """By the wall clock: dateutil reckons without zones, and so without shifts of the clock."""
    return dt.datetime.combine(day, dt.time())
