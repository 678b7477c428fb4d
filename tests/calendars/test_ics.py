"""What a calendar stream looks like from outside (calendars.md 1-15)."""

import datetime as dt
import re
import uuid

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calendars.ics import plain, to_ics
from tests.calendars.lines import content_lines, events, read
from tests.factories.calendars import TOKYO, make_occasion

texts = st.text(max_size=300) | st.text(
    alphabet='四谷三丁目\u3000😀👨‍👩‍👧é\r\n\t\x00\x07\x85\u2028\ufeff;,\\:" ', max_size=300
)


@settings(deadline=None)  # a busy machine is no finding
@given(title=texts, place=texts, description=texts, note=texts)
def test_whatever_people_type_every_line_is_short_decodes_alone_and_carries_no_control_character(
    title, place, description, note
):
    occasion = make_occasion(title=title, place=place, description=description, note=note)

    body = to_ics([occasion], name=title)

    (event,) = events(body)  # asserts rules 1 and 2 line by line
    assert event.one("SUMMARY") == (plain(title).replace("\n", " ") or "ボランティア")
    assert event.all("LOCATION") == [plain(place)] * bool(plain(place))


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_cleaning_is_done_once_and_for_all_unless_it_uncovers_a_tag(text):
    cleaned = plain(text)

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]", cleaned)
    assert cleaned == cleaned.strip()


def test_japanese_text_keeps_every_character():
    title = "難民支援協会；四谷、\\ ともに; 走る, 学ぶ 👨‍👩‍👧 神\ufa19 " * 5

    assert events(to_ics([make_occasion(title=title)], name="n"))[0].one("SUMMARY") == title.strip()


def test_a_line_is_never_cut_inside_a_character_nor_left_needlessly_short():
    body = to_ics([make_occasion(title="あ" * 200)], name="n")

    lengths = [len(raw) for raw in body.split(b"\r\n") if "あ".encode() in raw]
    assert max(lengths) <= 75
    assert min(lengths[:-1]) >= 71  # a space, and as many three-octet characters as fit
    assert content_lines(body).count("SUMMARY:" + "あ" * 200) == 1


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n", "\u2028", "\x85", "\x0b"])
def test_every_kind_of_line_break_becomes_the_one_that_calendars_know(ending):
    (event,) = events(to_ics([make_occasion(description=f"一{ending}二")], name="n"))

    assert event.one("DESCRIPTION") == "一\n二"


def test_no_html_reaches_a_calendar():
    words = "<p>持ち物は<b>軍手</b>です。</p><p>Tom &amp; Jerry<br>a < b, 3<4</p>"

    (event,) = events(to_ics([make_occasion(description=words)], name="n"))

    assert event.one("DESCRIPTION") == "持ち物は軍手です。\nTom & Jerry\na < b, 3<4"


def test_no_property_is_empty_and_a_nameless_thing_is_called_by_its_kind():
    (event,) = events(to_ics([make_occasion(title=" \x07", place=" ", description="\n")], name="n"))

    assert event.names.isdisjoint({"LOCATION", "DESCRIPTION", "URL", "GEO"})
    assert event.one("SUMMARY") == "ボランティア"


def test_the_calendar_says_who_made_it_and_how_often_to_come_back():
    calendar = read(to_ics([], name="ともに; 予定, \\"))

    assert calendar.one("VERSION") == "2.0"
    assert calendar.one("PRODID") == "-//Tomoni//Calendar//EN"
    assert calendar.one("NAME") == calendar.one("X-WR-CALNAME") == "ともに; 予定, \\"
    assert calendar.parameters("REFRESH-INTERVAL") == {"VALUE": "DURATION"}
    assert calendar.one("REFRESH-INTERVAL") == calendar.one("X-PUBLISHED-TTL") == "PT1H"


def test_a_feed_invites_nobody_and_rings_for_nobody():
    calendar = read(to_ics([make_occasion()], name="n"))
    (event,) = calendar.named("VEVENT")

    assert "METHOD" not in calendar.names
    assert event.names.isdisjoint({"METHOD", "ORGANIZER", "ATTENDEE", "RRULE", "CONTACT"})
    assert event.components == []


def test_a_uid_is_the_stored_one_at_the_fixed_domain(settings):
    settings.CALENDAR_UID_DOMAIN = "calendar.example.net"
    settings.BASE_URL = "https://elsewhere.example.com"
    uid = uuid.uuid4()

    (event,) = events(to_ics([make_occasion(uid=uid)], name="n"))

    assert event.one("UID") == f"{uid}@calendar.example.net"


def test_a_uid_stands_once_in_a_file_and_what_was_taken_up_again_counts():
    uid = uuid.uuid4()
    later = dt.datetime(2026, 11, 9, tzinfo=dt.UTC)
    left = make_occasion(uid=uid, state="cancelled", sequence=3, changed_at=later)
    back = make_occasion(uid=uid, state="confirmed", sequence=2)

    (event,) = events(to_ics([left, back], name="n"))

    assert event.one("STATUS") == "CONFIRMED"
    assert event.one("SEQUENCE") == "3"  # it never falls
    assert event.one("DTSTAMP") == "20261109T000000Z"


def test_two_fetches_without_a_change_are_byte_identical(time_machine):
    occasions = [make_occasion(uid=uuid.UUID(int=n)) for n in range(5)]
    time_machine.move_to("2026-11-20 10:00+09:00")
    first = to_ics(occasions, name="n")
    time_machine.move_to("2027-01-20 10:00+09:00")

    assert to_ics(reversed(occasions), name="n") == first


def test_the_stamp_is_the_moment_of_the_last_change_in_utc():
    changed = dt.datetime(2026, 11, 2, 8, 30, 15, 999_999, tzinfo=TOKYO)

    (event,) = events(to_ics([make_occasion(changed_at=changed, sequence=4)], name="n"))

    assert event.one("DTSTAMP") == event.one("LAST-MODIFIED") == "20261101T233015Z"
    assert event.one("SEQUENCE") == "4"


@pytest.mark.parametrize(
    ("language", "state", "summary", "status"),
    [
        ("ja", "confirmed", "仕分け", "CONFIRMED"),
        ("ja", "cancelled", "【中止】仕分け", "CANCELLED"),
        ("en", "cancelled", "Cancelled: 仕分け", "CANCELLED"),
        ("ja", "tentative", "【未確定】仕分け", "TENTATIVE"),
        ("en", "tentative", "Not confirmed: 仕分け", "TENTATIVE"),
    ],
)
def test_what_is_off_or_open_says_so_in_the_language_of_the_feed(language, state, summary, status):
    (event,) = events(to_ics([make_occasion(title="仕分け", state=state)], name="n", language=language))

    assert (event.one("SUMMARY"), event.one("STATUS")) == (summary, status)
    assert event.one("TRANSP") == ("TRANSPARENT" if state == "cancelled" else "OPAQUE")


def test_times_are_tokyo_times_with_the_zone_that_explains_them():
    start = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)
    body = to_ics([make_occasion(start=start)], name="n")
    calendar = read(body)
    (event,), (zone,) = calendar.named("VEVENT"), calendar.named("VTIMEZONE")
    (standard,) = zone.named("STANDARD")

    assert event.parameters("DTSTART") == event.parameters("DTEND") == {"TZID": "Asia/Tokyo"}
    assert (event.one("DTSTART"), event.one("DTEND")) == ("20261125T100000", "20261125T120000")
    assert zone.properties == [("TZID", {}, "Asia/Tokyo")]
    assert standard.one("DTSTART") == "19700101T000000"
    assert standard.one("TZOFFSETFROM") == standard.one("TZOFFSETTO") == "+0900"
    assert b"JST" not in body


def test_what_lasts_all_day_ends_on_the_day_after():
    start = dt.datetime(2027, 3, 7, tzinfo=TOKYO)
    (one,) = events(to_ics([make_occasion(start=start, end=start + dt.timedelta(days=1), all_day=True)], name="n"))
    (two,) = events(to_ics([make_occasion(start=start, end=start + dt.timedelta(hours=30), all_day=True)], name="n"))

    assert one.parameters("DTSTART") == one.parameters("DTEND") == {"VALUE": "DATE"}
    assert (one.one("DTSTART"), one.one("DTEND")) == ("20270307", "20270308")
    assert (two.one("DTSTART"), two.one("DTEND")) == ("20270307", "20270309")


def test_the_end_is_always_there_and_later():
    start = dt.datetime(2026, 11, 25, 10, tzinfo=TOKYO)

    with pytest.raises(ValueError, match="ends before it begins"):
        make_occasion(start=start, end=start)
    (event,) = events(to_ics([make_occasion(start=start, end=start + dt.timedelta(microseconds=1))], name="n"))
    assert event.one("DTEND") > event.one("DTSTART")


def test_a_moment_without_a_zone_is_refused():
    naive = dt.datetime(2026, 11, 25, 10)  # noqa: DTZ001  that is the point

    with pytest.raises(ValueError, match="without a time zone"):
        make_occasion(start=naive, end=naive + dt.timedelta(hours=2))


def test_an_empty_feed_is_still_a_calendar():
    calendar = read(to_ics([], name="n"))

    assert calendar.named("VEVENT") == []
    assert len(calendar.named("VTIMEZONE")) == 1  # RFC 5545 3.6 asks for at least one component


def test_the_place_the_kind_and_the_link_are_told():
    url = "https://tomoni.example.org/ja/shifts/5/"
    occasion = make_occasion(place="四谷", lat=35.5, lng=139.75, url=url, note="空き待ち", description="軍手を持参")

    (event,) = events(to_ics([occasion], name="n"))

    assert event.one("LOCATION") == "四谷"
    assert event.one("GEO") == "35.5;139.75"
    assert event.one("CATEGORIES") == "ボランティア"
    assert event.one("URL") == url
    assert event.one("DESCRIPTION") == f"空き待ち\n\n軍手を持参\n\n{url}"


def test_a_discreet_calendar_says_when_and_not_what():
    url = "https://tomoni.example.org/ja/shifts/5/"
    occasion = make_occasion(place="四谷", lat=35.5, lng=139.75, url=url, note="空き待ち", description="軍手を持参")

    (event,) = events(to_ics([occasion], name="予定", discreet=True))

    assert event.one("SUMMARY") == "予定"
    assert event.one("URL") == url
    assert event.names.isdisjoint({"LOCATION", "GEO", "CATEGORIES", "DESCRIPTION"})


def test_another_reader_understands_the_same():
    start = dt.datetime(2026, 11, 25, 10, tzinfo=TOKYO)
    occasions = [make_occasion(title=f"炊き出し、{n}；\n夜", start=start + dt.timedelta(days=n)) for n in range(30)]

    calendar = icalendar.Calendar.from_ical(to_ics(occasions, name="ともに"))

    read_back = [(str(event["SUMMARY"]), event.start) for event in calendar.events]
    assert read_back == [(f"炊き出し、{n}； 夜", start + dt.timedelta(days=n)) for n in range(30)]
