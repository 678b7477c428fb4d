"""Invitations in mail, read by a parser of our own (calendars.md 23; RFC 5546 3.2.2 and 3.2.5)."""

import pytest

from portal.calendars.invitation import invitation
from tests.calendars.lines import read
from tests.factories.calendars import make_occasion

READER = "haruka@example.org"


def opened(occasion, **options):
    _name, content, mimetype = invitation(occasion, to=READER, **options)
    calendar = read(content)
    (event,) = calendar.named("VEVENT")
    return calendar, event, mimetype


@pytest.mark.parametrize(("state", "method"), [("confirmed", "REQUEST"), ("cancelled", "CANCEL")])
def test_the_content_type_says_the_same_method_as_the_calendar(state, method):
    calendar, _event, mimetype = opened(make_occasion(state=state))
    assert calendar.one("METHOD") == method
    assert mimetype == f"text/calendar; charset=utf-8; method={method}"


def test_the_organiser_is_the_bare_address_we_write_from(settings):
    settings.DEFAULT_FROM_EMAIL = "ともに <hello@tomoni.example.org>"
    _calendar, event, _mimetype = opened(make_occasion())
    assert event.one("ORGANIZER") == "mailto:hello@tomoni.example.org"
    assert event.parameters("ORGANIZER") == {}


def test_only_the_addressee_attends_and_need_not_answer():
    _calendar, event, _mimetype = opened(make_occasion())
    assert event.all("ATTENDEE") == [f"mailto:{READER}"]
    assert event.parameters("ATTENDEE")["RSVP"] == "FALSE"


def test_the_cancellation_names_the_same_thing_and_comes_later():
    occasion = make_occasion(sequence=3)
    cancelled = make_occasion(uid=occasion.uid, state="cancelled", sequence=4)
    first, last = opened(occasion)[1], opened(cancelled)[1]
    assert first.one("UID") == last.one("UID")
    assert int(last.one("SEQUENCE")) > int(first.one("SEQUENCE"))
    assert last.one("STATUS") == "CANCELLED"
    assert last.one("SUMMARY").startswith("【中止】")


def test_it_speaks_the_language_of_the_reader():
    assert opened(make_occasion(state="cancelled"), language="en")[1].one("SUMMARY").startswith("Cancelled:")


def test_the_zone_travels_along_and_nothing_that_belongs_in_a_feed():
    calendar, event, _mimetype = opened(make_occasion())
    assert event.parameters("DTSTART") == {"TZID": "Asia/Tokyo"}
    assert len(calendar.named("VTIMEZONE")) == 1
    assert calendar.names == {"PRODID", "VERSION", "CALSCALE", "METHOD"}


def test_what_is_not_certain_is_not_sent_around():
    with pytest.raises(ValueError, match="tentative"):
        invitation(make_occasion(state="tentative"), to=READER)
