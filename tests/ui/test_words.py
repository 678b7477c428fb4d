"""Money, days and times as people read them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from portal.ui import words

TOKYO = ZoneInfo("Asia/Tokyo")
NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def render(source, **context):
    return Template("{% load tomoni %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "ja", "en"),
    [(100_000, "100,000円", "¥100,000"), (0, "0円", "¥0"), (-5_000, "−5,000円", "−¥5,000")],
)
def test_yen_is_written_the_way_of_each_language(amount, ja, en):
    assert words.yen(amount) == ja
    with translation.override("en"):
        assert words.yen(amount) == en


def test_a_day_says_its_weekday():
    day = dt.date(2026, 11, 25)
    assert words.day(day) == "11月25日(水)"
    with translation.override("en"):
        assert words.day(day) == "Wed 25 November"


def test_a_day_far_away_says_its_year():
    assert words.day(dt.date(2027, 3, 7)) == "3月7日(日)"
    assert words.day(dt.date(2025, 3, 2)) == "2025年3月2日(日)"
    assert words.day(dt.date(2027, 3, 7), year=True) == "2027年3月7日(日)"


def test_a_day_is_a_tokyo_day():
    seven_in_the_morning_in_tokyo = dt.datetime(2026, 11, 24, 22, 0, tzinfo=dt.UTC)
    assert words.day(seven_in_the_morning_in_tokyo) == "11月25日(水)"
    assert words.clock(seven_in_the_morning_in_tokyo) == "7:00"


def test_a_clock_always_shows_its_minutes():
    assert words.clock(dt.datetime(2026, 11, 25, 9, 5, tzinfo=TOKYO)) == "9:05"
    assert words.clock(dt.time(18, 0)) == "18:00"


@pytest.mark.parametrize(
    ("days", "ja", "en"),
    [
        (0, "今日", "today"),
        (1, "明日", "tomorrow"),
        (2, "あさって", "in 2 days"),
        (3, "3日後", "in 3 days"),
        (105, "105日後", "in 105 days"),
        (-1, "昨日", "yesterday"),
        (-2, "おととい", "2 days ago"),
        (-9, "9日前", "9 days ago"),
        (-90, "3か月前", "3 months ago"),
        (-800, "2年前", "2 years ago"),
    ],
)
def test_how_far_away_a_day_is(days, ja, en):
    day = NOON.date() + dt.timedelta(days=days)
    assert words.when(day) == ja
    with translation.override("en"):
        assert words.when(day) == en


@pytest.mark.parametrize(
    ("minutes", "ja", "en"),
    [
        (0, "いま", "now"),
        (20, "20分後", "in 20 minutes"),
        (-20, "20分前", "20 minutes ago"),
        (60, "1時間後", "in 1 hour"),
        (359, "5時間後", "in 5 hours"),
        (-180, "3時間前", "3 hours ago"),
    ],
)
def test_how_far_away_a_time_of_today_is(minutes, ja, en):
    moment = NOON + dt.timedelta(minutes=minutes)
    assert words.when(moment) == ja
    with translation.override("en"):
        assert words.when(moment) == en


def test_just_after_midnight_is_tomorrow_however_near():
    with time_machine.travel(dt.datetime(2026, 11, 22, 23, 50, tzinfo=TOKYO), tick=False):
        assert words.when(dt.datetime(2026, 11, 23, 0, 10, tzinfo=TOKYO)) == "明日"


def test_each_is_a_tag_and_a_filter():
    moment = dt.datetime(2026, 11, 25, 9, 30, tzinfo=TOKYO)
    assert render("{% day at %} {% clock at %} {% when at %} {% weekday at %} {% yen 500 %}", at=moment) == (
        "11月25日(水) 9:30 3日後 水 500円"
    )
    assert render("{{ at|day }} {{ at|clock }} {{ at|when }} {{ at|weekday }} {{ 500|yen }}", at=moment) == (
        "11月25日(水) 9:30 3日後 水 500円"
    )


def test_nothing_is_said_of_nothing():
    assert render("{% day x %}{% clock x %}{% when x %}{% yen x %}{{ x|day }}{{ x|yen }}", x=None) == ""
