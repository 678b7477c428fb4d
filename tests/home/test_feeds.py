"""Calendars over HTTP (calendars.md 4-6, 9, 14-21)."""

import datetime as dt
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.actions import answer_gathering
from campaigns.models import Campaign, Gathering, GiftTerms
from portal.calendars.actions import create_feed, revoke_feeds, rotate_feed
from portal.calendars.models import CalendarFeed
from portal.calendars.stamp import stamp_changed
from portal.ui.logs import JsonLine
from tests.calendars.lines import events, read
from tests.factories.people import make_person
from tests.factories.training import make_edition, make_enrolment
from tests.factories.volunteers import make_demand, make_shift, make_signup
from training.models import Edition
from volunteers.actions import sign_up, withdraw
from volunteers.models import ShiftState

pytestmark = pytest.mark.django_db


def make_campaign(**overrides) -> Campaign:
    today = timezone.localdate()
    terms, _new = GiftTerms.objects.get_or_create(version="1", defaults={"valid_from": today})
    fields = {
        "gift_terms": terms,
        "slug": "spring-run",
        "name_ja": "春の走る会",
        "name_en": "Spring run",
        "kind": Campaign.Kind.values[0],
        "state": Campaign.State.OPEN,
        "goal_jpy": 1_000_000,
        "opens_on": today,
        "closes_on": today + dt.timedelta(days=90),
    }
    return Campaign.objects.create(**fields | overrides)


def make_gathering(campaign: Campaign, **overrides) -> Gathering:
    start = overrides.pop("starts_at", timezone.now() + dt.timedelta(days=5))
    fields = {
        "kind": Gathering.Kind.PRACTICE,
        "title_ja": "練習会",
        "title_en": "Practice run",
        "starts_at": start,
        "ends_at": start + dt.timedelta(hours=2),
        "capacity": 20,
        "join_url": "https://meet.example.org/secret-room",
    }
    return Gathering.objects.create(campaign=campaign, **fields | overrides)


@pytest.fixture
def person():
    return make_person(language="ja")


@pytest.fixture
def address(person):
    """The private address of the person's diary."""
    return reverse("feeds:private", args=[create_feed(person=person)[1]])


def summaries(response) -> list[str]:
    return [event.one("SUMMARY") for event in events(response.content)]


def test_one_diary_holds_shifts_gatherings_and_sessions(client, person, address):
    signup = make_signup(person=person)
    reply = answer_gathering(gathering=make_gathering(make_campaign()), answer="yes", by=person)
    edition = make_edition(sessions=2)
    make_enrolment(edition, person=person)
    make_signup()  # somebody else's

    found = events(client.get(address).content)

    uids = {event.one("UID").partition("@")[0] for event in found}
    mine = [signup.shift.calendar_uid, reply.gathering.calendar_uid]
    assert uids == {str(uid) for uid in [*mine, *edition.sessions.values_list("calendar_uid", flat=True)]}
    assert len(found) == 4


def test_a_calendar_needs_no_header_no_cookie_and_no_redirect(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.get("Content-Disposition", "inline").startswith("inline")
    assert not response.cookies
    assert read(response.content).named("VEVENT") == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_diary_speaks_its_persons_language_whatever_the_browser_wishes(client, language):
    person = make_person(language=language)
    make_signup(person=person, demand=make_demand(shift=make_shift(title_ja="仕分け", title_en="Sorting")))
    address = reverse("feeds:private", args=[create_feed(person=person)[1]])

    response = client.get(address, headers={"Accept-Language": "en" if language == "ja" else "ja"})

    assert summaries(response) == ["仕分け" if language == "ja" else "Sorting"]
    assert response["Content-Language"] == language
    (event,) = events(response.content)
    assert f"/{language}/shifts/" in event.one("URL")


def test_two_fetches_without_a_change_are_identical_and_the_second_needs_no_body(client, person, address, time_machine):
    time_machine.move_to("2026-11-22 10:00+09:00", tick=False)
    make_signup(person=person)
    first = client.get(address)
    time_machine.shift(3600)

    again = client.get(address)
    unchanged = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert again.content == first.content
    assert first["ETag"].startswith('"')  # strong
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", first["ETag"])
    assert unchanged["Referrer-Policy"] == "no-referrer"


def test_a_change_gives_a_new_etag_and_a_higher_sequence(client, person, address):
    signup = make_signup(person=person)
    before = client.get(address)

    stamp_changed(signup.shift)

    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    (old,), (new,) = events(before.content), events(after.content)
    assert int(new.one("SEQUENCE")) == int(old.one("SEQUENCE")) + 1
    assert new.one("UID") == old.one("UID")


def test_a_private_diary_stays_out_of_caches_search_engines_and_referrers(client, address):
    response = client.get(address)

    assert response["Cache-Control"] == "private, max-age=300"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"


def test_unknown_revoked_rotated_and_closed_addresses_answer_alike(client, person):
    def answer(token: str) -> tuple:
        response = client.get(reverse("feeds:private", args=[token]), headers={"If-None-Match": "*"})
        headers = {name: value for name, value in response.items() if name != "X-Request-ID"}
        return response.status_code, response.content, headers

    feed, rotated = create_feed(person=person)
    rotate_feed(feed=feed)
    leaver = make_person()
    _feed, revoked = create_feed(person=leaver)
    revoke_feeds(person=leaver)
    closed_person = make_person()
    _feed, closed = create_feed(person=closed_person)
    closed_person.is_active = False
    closed_person.save()

    answers = [answer(token) for token in ("never-there", rotated, revoked, closed)]

    assert answers[0][0] == 404
    assert answers == [answers[0]] * 4


def test_who_may_not_read_is_not_told_that_nothing_changed(client, person):
    feed, token = create_feed(person=person)
    etag = client.get(reverse("feeds:private", args=[token]))["ETag"]
    rotate_feed(feed=feed)

    assert client.get(reverse("feeds:private", args=[token]), headers={"If-None-Match": etag}).status_code == 404


def test_a_token_never_reaches_a_log(person):
    _feed, token = create_feed(person=person)
    path = reverse("feeds:private", args=[token])
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET %s", (path,), None)

    assert token not in JsonLine().format(record)


def test_the_visit_of_a_calendar_is_remembered(client, address):
    client.get(address, headers={"User-Agent": "Google-Calendar-Importer"})

    feed = CalendarFeed.objects.get()
    assert feed.last_agent == "Google-Calendar-Importer"
    assert feed.last_fetched_at is not None


def test_what_one_gave_back_is_cancelled_and_what_one_took_up_again_is_the_same_entry(client, person, address):
    demand = make_demand()
    signup = make_signup(person=person, demand=demand)
    (first,) = events(client.get(address).content)
    withdraw(person=person, shift=signup.shift, by=person)
    (gone,) = events(client.get(address).content)
    sign_up(person=person, demand=demand, by=person)
    (back,) = events(client.get(address).content)

    assert [event.one("STATUS") for event in (first, gone, back)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert gone.one("SUMMARY").startswith("【中止】")
    assert first.one("UID") == gone.one("UID") == back.one("UID")
    numbers = [int(event.one("SEQUENCE")) for event in (first, gone, back)]
    assert numbers == sorted(set(numbers))


def test_the_host_of_the_request_leaves_no_trace(client, person, address):
    make_signup(person=person)

    here = client.get(address, headers={"Host": "one.example.org"})
    there = client.get(address, headers={"Host": "two.example.org"})

    assert here.content == there.content


def test_a_discreet_diary_says_when_and_not_what(client, person):
    demand = make_demand(shift=make_shift(title_ja="仕分け"))
    make_signup(person=person, demand=demand)
    _feed, token = create_feed(person=person, discreet_titles=True)

    body = client.get(reverse("feeds:private", args=[token])).content

    (event,) = events(body)
    assert event.one("SUMMARY") == "予定"
    assert "仕分け" not in body.decode()
    assert demand.shift.place.name_ja not in body.decode()


@pytest.mark.parametrize("shifts", [1, 4])
def test_a_diary_costs_the_same_however_full_it_is(client, person, address, shifts):
    for day in range(shifts):
        make_signup(person=person, demand=make_demand(start=timezone.now() + dt.timedelta(days=day + 2)))
    edition = make_edition(sessions=shifts)
    make_enrolment(edition, person=person)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)

    statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 7, "\n".join(statements)


def test_the_public_feed_shows_published_shifts_and_nobodys_name(client, person):
    shown = make_shift(title_ja="仕分け")
    make_signup(person=person, demand=make_demand(shift=shown))
    make_shift(title_ja="下書き", state=ShiftState.DRAFT)

    response = client.get(reverse("feeds:shifts"))

    (event,) = events(response.content)
    assert event.one("UID").startswith(str(shown.calendar_uid))
    assert event.one("SUMMARY") == "仕分け"
    assert person.family_name not in response.content.decode()
    assert person.email not in response.content.decode()
    assert response["Cache-Control"] == "private, max-age=300"


def test_a_public_feed_is_japanese_unless_its_address_says_otherwise(client):
    make_shift(title_ja="仕分け", title_en="Sorting")
    address = reverse("feeds:shifts")

    assert summaries(client.get(address, headers={"Accept-Language": "en"})) == ["仕分け"]
    assert summaries(client.get(address, {"l": "en"})) == ["Sorting"]
    assert summaries(client.get(address, {"l": "xx"})) == ["仕分け"]


def test_the_uid_is_the_same_in_every_calendar(client, person, address):
    signup = make_signup(person=person)
    addresses = [address, reverse("feeds:shifts"), reverse("feeds:shift", args=[signup.shift_id])]

    uids = {event.one("UID") for one in addresses for event in events(client.get(one).content)}

    assert len(uids) == 1


def test_a_feed_reaches_31_days_back_and_400_ahead(client):
    now = timezone.now()
    for days in (-33, -30, 399, 403):
        make_shift(title_ja=f"{days}日", start=now + dt.timedelta(days=days))

    assert summaries(client.get(reverse("feeds:shifts"))) == ["-30日", "399日"]


def test_a_single_shift_can_be_kept_even_when_it_is_long_past(client):
    shift = make_shift(start=timezone.now() - dt.timedelta(days=90))

    response = client.get(reverse("feeds:shift", args=[shift.pk]))

    assert len(events(response.content)) == 1
    assert client.get(reverse("feeds:shift", args=[shift.pk + 1])).status_code == 404


def test_who_has_a_place_learns_from_the_file_where_to_meet(client, person):
    signup = make_signup(person=person)
    address = reverse("feeds:shift", args=[signup.shift_id])
    (public,) = events(client.get(address).content)
    client.force_login(person)

    (mine,) = events(client.get(address).content)

    assert "集合" in mine.one("DESCRIPTION")
    assert "集合" not in public.one("DESCRIPTION")


def test_a_draft_shift_has_no_file(client):
    shift = make_shift(state=ShiftState.DRAFT)

    assert client.get(reverse("feeds:shift", args=[shift.pk])).status_code == 404


def test_a_campaign_shows_its_open_gatherings_without_the_link_to_join(client):
    campaign = make_campaign()
    gathering = make_gathering(campaign)
    runners_only = make_gathering(campaign, audience=Gathering.Audience.RUNNERS)

    response = client.get(reverse("feeds:campaign", args=[campaign.slug]))
    single = client.get(reverse("feeds:gathering", args=[gathering.pk]), {"l": "en"})

    assert summaries(response) == ["練習会"]
    assert read(response.content).one("NAME") == "春の走る会"
    assert summaries(single) == ["Practice run"]
    assert b"secret-room" not in response.content + single.content
    assert client.get(reverse("feeds:gathering", args=[runners_only.pk])).status_code == 404


def test_a_draft_campaign_has_no_calendar(client):
    gathering = make_gathering(make_campaign(state=Campaign.State.DRAFT))

    assert client.get(reverse("feeds:campaign", args=["spring-run"])).status_code == 404
    assert client.get(reverse("feeds:gathering", args=[gathering.pk])).status_code == 404


def test_an_edition_shows_its_sessions_without_the_link_to_join(client):
    edition = make_edition(sessions=2)
    session = edition.sessions.get(pk=min(edition.sessions.values_list("pk", flat=True)))

    response = client.get(reverse("feeds:edition", args=[edition.pk]))
    single = client.get(reverse("feeds:session", args=[session.pk]))

    assert len(events(response.content)) == 2
    (event,) = events(single.content)
    assert event.one("UID").startswith(str(session.calendar_uid))
    assert b"secret-room" not in response.content + single.content


def test_a_draft_edition_has_no_calendar(client):
    edition = make_edition(sessions=1, state=Edition.State.DRAFT)

    assert client.get(reverse("feeds:edition", args=[edition.pk])).status_code == 404
    assert client.get(reverse("feeds:session", args=[edition.sessions.get().pk])).status_code == 404


def test_a_calendar_is_read_and_never_written(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
