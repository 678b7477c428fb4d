"""A rule of days in words: "every Tuesday"."""

import datetime as dt

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from volunteers.models import ShiftSeries
from volunteers.models.recurrence import parts_of

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rhythm(series: ShiftSeries) -> str:
    """The rule of a series in the language of the moment, without its end."""
    parts = parts_of(series.rule)
    interval = int(parts.get("INTERVAL", "1"))
    tell = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly}[parts["FREQ"]]
    return tell(parts, interval, series.first_day)


def _daily(parts: dict[str, str], interval: int, first: dt.date) -> str:
    return _("every day") if interval == 1 else _("every %(number)s days") % {"number": interval}


def _weekly(parts: dict[str, str], interval: int, first: dt.date) -> str:
    codes = parts.get("BYDAY", CODES[first.weekday()]).split(",")
    named = {"days": _(", ").join(weekday_of(code) for code in sorted(codes, key=CODES.index)), "number": interval}
    if interval == 1:
        return _("every %(days)s") % named
    if interval == 2:
        return _("every other %(days)s") % named
    return _("every %(number)s weeks on %(days)s") % named


def _monthly(parts: dict[str, str], interval: int, first: dt.date) -> str:
    days = _(", ").join(_days_of_the_month(parts, first))
    if interval == 1:
        return _("every month on %(days)s") % {"days": days}
    return _("every %(number)s months on %(days)s") % {"number": interval, "days": days}


def _days_of_the_month(parts: dict[str, str], first: dt.date) -> list[str]:
    if "BYDAY" in parts:
        return [_nth(code) for code in parts["BYDAY"].split(",")]
    numbers = parts.get("BYMONTHDAY", str(first.day)).split(",")
    return [_("the last day") if number == "-1" else _("day %(number)s") % {"number": number} for number in numbers]


def _nth(code: str) -> str:
    named = {"day": weekday_of(code[-2:])}
    ordinals = {
        "1": _("the first %(day)s"),
        "2": _("the second %(day)s"),
        "3": _("the third %(day)s"),
        "4": _("the fourth %(day)s"),
        "-1": _("the last %(day)s"),
    }
    return ordinals[code[:-2]] % named


def weekday_of(code: str) -> str:
    """`TU` as "Tuesday" / 「火曜日」: Django's own words."""
    return str(WEEKDAYS[CODES.index(code)])
