"""One cell as a day, a time or a number, in every way in which it is written in Japan; else a plain sentence."""

import datetime as dt
import re
import unicodedata

from django.utils.translation import gettext as _

# 令和1 is 2019.
REIWA = 2018
_DAY = re.compile(
    r"(?P<era>令和|R)?\s*(?P<year>\d{1,4}|元)\s*[年/.\-]\s*(?P<month>\d{1,2})\s*[月/.\-]\s*(?P<day>\d{1,2})\s*日?"
)
_TIME = re.compile(r"(?P<half>午前|午後)?\s*(?P<hour>\d{1,2})\s*(?:[:時]\s*(?P<minute>\d{1,2})?\s*分?)(?::\d{2})?")
_WEEKDAY = re.compile(r"\s*[（(][月火水木金土日・祝]+[）)]\s*$")
_NUMBER = re.compile(r"(\d{1,6})\s*(?:人|名|people|persons)?")


class BadCell(Exception):
    """A cell that cannot be read; `column` is the name of the column, `sentence` says what to write instead."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column
        self.sentence = sentence


def folded(text: str) -> str:
    """Digits, colons and spaces as ASCII. For dates, times and numbers, never for names."""
    return unicodedata.normalize("NFKC", text).strip()


def as_day(text: str, column: str) -> dt.date:
    """2026-03-01, 2026/3/1, 2026年3月1日（日）, 令和8年3月1日. Raises BadCell."""
    found = _DAY.fullmatch(_WEEKDAY.sub("", folded(text)).removesuffix(" 00:00:00"))
    try:
        if found is None or (found["era"] is None and len(found["year"]) != 4):
            raise ValueError(text)
        year = 1 if found["year"] == "元" else int(found["year"])
        return dt.date(year + REIWA if found["era"] else year, int(found["month"]), int(found["day"]))
    except ValueError:
        raise BadCell(column, _("“%(text)s” is not a date. Write it like 2026/03/01.") % {"text": text}) from None


def as_time(text: str, column: str) -> tuple[dt.time, bool]:
    """9:30, 9時30分, 9時, 午後1:30; and 24:00, which is midnight of the next day (the second part). Raises BadCell."""
    found = _TIME.fullmatch(folded(text))
    try:
        if found is None:
            raise ValueError(text)
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if (hour, minute, found["half"]) == (24, 0, None):
            return dt.time(), True
        if found["half"] and hour > 12:
            raise ValueError(text)
        afternoon = found["half"] == "午後"
        return dt.time(hour % 12 + 12 * afternoon if found["half"] else hour, minute), False
    except ValueError:
        raise BadCell(column, _("“%(text)s” is not a time. Write it like 10:00.") % {"text": text}) from None


def as_number(text: str, column: str, *, least: int, most: int) -> int:
    """A whole number with or without 人. Raises BadCell."""
    found = _NUMBER.fullmatch(folded(text))
    if found is None or not least <= int(found[1]) <= most:
        raise BadCell(
            column,
            _("“%(text)s” is not a number from %(least)s to %(most)s.") % {"text": text, "least": least, "most": most},
        )
    return int(found[1])
