"""Money, days and times: each as a tag (`{% day date %}`) and as a filter (`label=shift.start|day`)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.template import Library

from portal.ui import words

register = Library()


def _of_nothing(say: Callable[[Any], str]) -> Callable[[Any], str]:
    """A missing value is an empty string, as everywhere in templates."""

    def told(value: Any) -> str:
        return "" if value is None or value == "" else say(value)

    told.__name__ = say.__name__
    return told


for _say in (words.yen, words.clock, words.when, words.weekday):
    register.filter(_say.__name__, _of_nothing(_say))
    register.simple_tag(_of_nothing(_say), name=_say.__name__)

register.filter("day", _of_nothing(words.day))


@register.simple_tag
def day(value: dt.date | dt.datetime | None, *, year: bool | None = None) -> str:
    """`{% day date %}`, or `{% day date year=True %}` where the year must be read."""
    return "" if not value else words.day(value, year=year)


@register.simple_tag
def hours(minutes: int) -> str:
    """Minutes as hours: `12.5`."""
    return words.hours(minutes)


@register.simple_tag
def hours_in_words(minutes: int) -> str:
    """Minutes as hours with the word: `1 hour`, `12.5 hours`."""
    return words.hours_in_words(minutes)


@register.simple_tag
def clock_value(value: dt.datetime) -> str:
    """`09:30` in Tokyo, as `<input type="time">` wants it."""
    return words.clock(value).zfill(5)
