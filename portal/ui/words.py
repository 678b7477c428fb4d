"""Money, days and times as people read them, in the language of the moment.

A day is a Tokyo day: aware datetimes are turned into Tokyo's time before their date is taken.
"""

import datetime as dt

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FAR_AWAY_DAYS = 200  # past that, a day without its year could be mistaken for another year's


def in_english() -> bool:
    return (get_language() or "ja").startswith("en")


def tokyo_day(value: dt.date | dt.datetime) -> dt.date:
    """The Tokyo day of a date, an aware datetime, or a naive one (taken as Tokyo's wall time)."""
    if isinstance(value, dt.datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value


def yen(amount: int) -> str:
    """`¥100,000` in English, `100,000円` in Japanese; a true minus sign before what is negative."""
    sign = "−" if amount < 0 else ""
    digits = f"{abs(int(amount)):,}"
    return f"{sign}¥{digits}" if in_english() else f"{sign}{digits}円"


def day(value: dt.date | dt.datetime, *, year: bool | None = None) -> str:
    """`11月25日(水)` / `Wed 25 November`; with its year when far from today, or as `year` says."""
    date = tokyo_day(value)
    if year is None:
        year = abs((date - timezone.localdate()).days) > FAR_AWAY_DAYS
    if in_english():
        text = f"{WEEKDAYS_EN[date.weekday()]} {date.day} {MONTHS_EN[date.month - 1]}"
        return f"{text} {date.year}" if year else text
    text = f"{date.month}月{date.day}日({WEEKDAYS_JA[date.weekday()]})"
    return f"{date.year}年{text}" if year else text


def weekday(value: dt.date | dt.datetime) -> str:
    """`水` / `Wed`."""
    number = tokyo_day(value).weekday()
    return WEEKDAYS_EN[number] if in_english() else WEEKDAYS_JA[number]


def clock(value: dt.datetime | dt.time) -> str:
    """`9:30`, in Tokyo, on the 24-hour clock."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.hour}:{value.minute:02d}"


def hours(minutes: int) -> str:
    """`12` / `12.5`: minutes as hours, with as many digits as they need, at most two."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def hours_in_words(minutes: int) -> str:
    """`1 hour` / `12.5 hours` / 「12.5時間」."""
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if minutes == 60 else 2) % {"hours": hours(minutes)}


def when(value: dt.date | dt.datetime) -> str:
    """How far away: "in 3 days" / 「3日後」; a time later today is told in minutes and hours."""
    days = (tokyo_day(value) - timezone.localdate()).days
    if days == 0:
        return _within_today(value)
    return _ahead(days) if days > 0 else _ago(-days)


def _within_today(value: dt.date | dt.datetime) -> str:
    if not isinstance(value, dt.datetime) or timezone.is_naive(value):
        return gettext("today")
    minutes = round((value - timezone.now()).total_seconds() / 60)
    if -1 <= minutes <= 1:
        return gettext("now")
    if abs(minutes) < 60:
        return _counted(minutes, "minutes")
    return _counted(int(minutes / 60), "hours")


def _counted(count: int, unit: str) -> str:
    number = abs(count)
    if unit == "minutes":
        ahead = ngettext("in %(number)s minute", "in %(number)s minutes", number)
        ago = ngettext("%(number)s minute ago", "%(number)s minutes ago", number)
    else:
        ahead = ngettext("in %(number)s hour", "in %(number)s hours", number)
        ago = ngettext("%(number)s hour ago", "%(number)s hours ago", number)
    return (ahead if count > 0 else ago) % {"number": number}


def _ahead(days: int) -> str:
    if days == 1:
        return gettext("tomorrow")
    if days == 2:
        return gettext("in 2 days")
    return ngettext("in %(number)s day", "in %(number)s days", days) % {"number": days}


def _ago(days: int) -> str:
    if days == 1:
        return gettext("yesterday")
    if days == 2:
        return gettext("2 days ago")
    if days < 60:
        return ngettext("%(number)s day ago", "%(number)s days ago", days) % {"number": days}
    if days < 730:
        months = days // 30
        return ngettext("%(number)s month ago", "%(number)s months ago", months) % {"number": months}
    years = days // 365
    return ngettext("%(number)s year ago", "%(number)s years ago", years) % {"number": years}
