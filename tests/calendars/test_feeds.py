"""The private address of a diary (calendars.md 19 and 20)."""

import datetime as dt

import pytest

from portal.calendars.actions import create_feed, find_feed, note_fetch, revoke_feeds, rotate_feed
from portal.calendars.links import private_subscription
from portal.calendars.models import CalendarFeed
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_the_token_finds_its_feed_and_is_stored_nowhere():
    feed, token = create_feed(person=make_person())

    assert find_feed(token) == feed
    stored = [str(value) for row in CalendarFeed.objects.values_list() for value in row]
    assert not [value for value in stored if token in value]


def test_a_token_has_at_least_128_random_bits():
    tokens = {create_feed(person=make_person())[1] for _ in range(20)}

    assert len(tokens) == 20
    assert min(len(token) for token in tokens) * 6 >= 128  # six bits a letter


def test_rotation_kills_the_old_address_at_once_and_keeps_the_choices():
    feed, old = create_feed(person=make_person(), language="en", discreet_titles=True)

    fresh, new = rotate_feed(feed=feed)

    assert find_feed(old) is None
    assert find_feed(new) == fresh
    assert (fresh.person, fresh.language, fresh.discreet_titles) == (feed.person, "en", True)


def test_rotating_twice_with_a_stale_copy_keeps_the_first_moment_of_revocation():
    feed, _token = create_feed(person=make_person())
    rotate_feed(feed=feed)
    revoked_at = CalendarFeed.objects.get(pk=feed.pk).revoked_at

    rotate_feed(feed=feed)

    assert CalendarFeed.objects.get(pk=feed.pk).revoked_at == revoked_at


def test_closing_the_account_kills_every_address():
    person = make_person()
    tokens = [create_feed(person=person)[1] for _ in range(2)]
    other = create_feed(person=make_person())[1]

    person.is_active = False
    person.save()
    assert [find_feed(token) for token in tokens] == [None, None]

    assert revoke_feeds(person=person) == 2
    assert find_feed(other) is not None


def test_the_last_visit_of_a_calendar_is_remembered_once_a_minute(time_machine):
    feed, _token = create_feed(person=make_person())
    time_machine.move_to("2026-11-22 10:00+09:00", tick=False)
    note_fetch(feed=feed, agent="Google-Calendar-Importer\r\nX: y")
    first = CalendarFeed.objects.get()

    time_machine.shift(30)
    note_fetch(feed=feed, agent="another")
    assert CalendarFeed.objects.get().last_agent == first.last_agent == "Google-Calendar-ImporterX: y"

    time_machine.shift(31)
    note_fetch(feed=feed, agent="another")
    assert CalendarFeed.objects.get().last_fetched_at - first.last_fetched_at == dt.timedelta(seconds=61)


def test_the_feed_speaks_its_own_language_else_its_persons():
    person = make_person(language="en")

    assert create_feed(person=person)[0].spoken == "en"
    assert create_feed(person=person, language="ja")[0].spoken == "ja"


def test_an_address_comes_in_three_ways(settings):
    settings.BASE_URL = "https://tomoni.example.org"

    ways = private_subscription("abc")

    assert ways.address == "https://tomoni.example.org/calendar/abc.ics"
    assert ways.webcal == "webcal://tomoni.example.org/calendar/abc.ics"
    assert ways.google == (
        "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Ftomoni.example.org%2Fcalendar%2Fabc.ics"
    )
