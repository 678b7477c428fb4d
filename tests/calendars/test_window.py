"""Which part of time a feed shows (calendars.md 9 and 14)."""

import datetime as dt

from portal.calendars.window import window, within
from tests.factories.calendars import TOKYO, make_occasion

NOW = dt.datetime(2026, 11, 22, 0, 30, tzinfo=TOKYO)  # still the 21st in UTC: a day is a Tokyo day


def at(day: dt.date, **overrides):
    start = dt.datetime(day.year, day.month, day.day, 9, tzinfo=TOKYO)
    return make_occasion(start=start, **overrides)


def test_a_feed_reaches_31_days_back_and_400_ahead():
    today = dt.date(2026, 11, 22)
    inside = [at(today - dt.timedelta(days=31)), at(today), at(today + dt.timedelta(days=400))]
    outside = [at(today - dt.timedelta(days=32)), at(today + dt.timedelta(days=401))]

    assert within([*outside, *inside], NOW) == inside


def test_the_window_is_made_of_whole_tokyo_days():
    assert window(NOW) == (
        dt.datetime(2026, 10, 22, tzinfo=TOKYO),
        dt.datetime(2027, 12, 28, tzinfo=TOKYO),
    )


def test_what_is_cancelled_stays_for_30_days_past_its_date():
    cancelled = at(dt.date(2026, 10, 23), state="cancelled")

    assert within([cancelled], NOW) == [cancelled]


def test_a_feed_has_at_most_1000_events_and_drops_the_farthest():
    start = dt.datetime(2026, 11, 23, tzinfo=TOKYO)
    many = [make_occasion(start=start + dt.timedelta(hours=n)) for n in range(1005)]

    assert within(reversed(many), NOW) == many[:1000]


def test_what_is_still_going_on_is_shown():
    long = make_occasion(start=NOW - dt.timedelta(days=40), end=NOW - dt.timedelta(days=30))

    assert within([long], NOW) == [long]
