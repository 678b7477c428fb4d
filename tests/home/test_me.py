"""My page, and the subscription of my calendar."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from portal.calendars.actions import create_feed, note_fetch
from portal.calendars.models import CalendarFeed
from tests.factories.people import make_person
from tests.factories.training import make_course, make_edition, make_enrolment, make_lesson
from tests.factories.volunteers import make_demand, make_signup
from training.models import State
from volunteers.actions import withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client):
    person = make_person()
    client.force_login(person)
    return person


def soon(days: int) -> dt.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=days)


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client):
    response = client.get("/ja/me/")

    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/ja/me/"


def test_an_empty_diary_leads_to_the_shifts(client, me):
    html = client.get("/ja/me/").content.decode()

    assert "予定はまだありません" in html
    assert 'href="/ja/shifts/"' in html


def test_the_diary_holds_every_domain_in_order_of_time(client, me):
    edition = make_edition(sessions=1, starts_in_days=2)
    make_enrolment(edition, person=me)
    make_signup(demand=make_demand(start=soon(5)), person=me)
    make_signup(demand=make_demand(start=soon(1)), person=me)

    diary = client.get("/ja/me/").context["my"].diary

    assert [entry["kind"] for entry in diary] == ["shift", "session", "shift"]
    assert [entry["at"] for entry in diary] == sorted(entry["at"] for entry in diary)


def test_what_is_further_than_sixty_days_ahead_stands_apart(client, me):
    make_signup(demand=make_demand(start=soon(59)), person=me)
    make_signup(demand=make_demand(start=soon(61)), person=me)

    my = client.get("/ja/me/").context["my"]

    assert (len(my.diary), len(my.later)) == (1, 1)
    assert my.diary[0]["at"] < my.later[0]["at"]


def test_a_diary_with_only_far_things_is_not_called_empty(client, me):
    make_signup(demand=make_demand(start=soon(90)), person=me)

    assert "予定はまだありません" not in client.get("/ja/me/").content.decode()


def test_what_was_given_back_is_marked(client, me):
    signup = make_signup(demand=make_demand(start=soon(3)), person=me)
    withdraw(person=me, shift=signup.shift, by=me)

    (entry,) = client.get("/ja/me/").context["my"].diary

    assert (entry["state"], entry["note"]) == ("cancelled", "中止")


def test_links_of_the_diary_stay_in_this_house(client, me):
    signup = make_signup(demand=make_demand(start=soon(3)), person=me)

    (entry,) = client.get("/en/me/").context["my"].diary

    assert entry["href"] == f"/en/shifts/{signup.shift_id}/"


def test_an_offer_waits_with_its_end(client, me):
    demand = make_demand(capacity=1, start=soon(10))
    first = make_signup(demand=demand)
    make_signup(demand=demand, person=me, wait=True)
    withdraw(person=first.person, shift=first.shift, by=first.person)

    (need,) = client.get("/ja/me/").context["my"].needs

    assert "あなたの番です" in need.sentence
    assert need.href == f"/ja/shifts/{demand.shift_id}/"
    assert need.until is not None


def test_lessons_to_read_wait(client, me):
    course = make_course(name_ja="養成講座")
    make_enrolment(make_edition(course=course), person=me)
    make_lesson(course)
    make_lesson(course)

    (need,) = client.get("/ja/me/").context["my"].needs

    assert need.sentence == "「養成講座」で、まだ読んでいないレッスンが2本あります。"


def test_a_fee_to_pay_comes_before_what_has_no_end(client, me):
    course = make_course()
    make_enrolment(make_edition(course=course), person=me)
    make_lesson(course)
    make_enrolment(make_edition(), person=me, state=State.PENDING_PAYMENT)

    needs = client.get("/ja/me/").context["my"].needs

    assert [need.until is None for need in needs] == [False, True]


def test_nobody_sees_somebody_elses_diary(client, me):
    make_signup(demand=make_demand(start=soon(3)))

    assert client.get("/ja/me/").context["my"].diary == []


def test_my_page_is_for_no_search_engine_and_no_cache(client, me):
    response = client.get("/ja/me/")

    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("rows", [1, 3])
def test_my_page_costs_the_same_for_one_and_three_occasions(client, me, django_assert_num_queries, rows):
    for day in range(1, rows + 1):
        make_signup(demand=make_demand(start=soon(day)), person=me)
    client.get("/ja/me/")

    with django_assert_num_queries(20):
        client.get("/ja/me/")


def test_an_address_is_shown_once_and_only_its_hash_is_kept(client, me):
    made = client.post("/ja/me/calendar/", {"language": "en", "discreet_titles": "on"})

    subscription = made.context["subscription"]
    feed = CalendarFeed.objects.get(person=me)
    assert subscription.address in made.content.decode()
    assert (feed.language, feed.discreet_titles) == ("en", True)
    token = subscription.address.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in client.get("/ja/me/calendar/").content.decode()
    assert client.get(f"/calendar/{token}.ics").status_code == 200


def test_the_ways_to_subscribe(client, me):
    html = client.post("/ja/me/calendar/").content.decode()

    assert 'href="webcal://127.0.0.1:8000/calendar/' in html
    assert "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2F127.0.0.1%3A8000%2Fcalendar%2F" in html
    assert "1日かかることがあります" in html


def test_a_new_address_ends_the_old_one(client, me):
    first = client.post("/ja/me/calendar/").context["subscription"].address
    second = client.post("/ja/me/calendar/").context["subscription"].address

    path = "/calendar/" + first.rsplit("/", 1)[1]
    assert client.get(path).status_code == 404
    assert client.get("/calendar/" + second.rsplit("/", 1)[1]).status_code == 200
    assert CalendarFeed.objects.live().filter(person=me).count() == 1


def test_an_address_can_be_switched_off(client, me):
    client.post("/ja/me/calendar/")

    response = client.post("/ja/me/calendar/", {"do": "stop"}, follow=True)

    assert "アドレスを止めました" in response.content.decode()
    assert CalendarFeed.objects.live().filter(person=me).count() == 0


def test_the_page_says_when_a_calendar_came_by(client, me):
    with time_machine.travel(dt.datetime(2026, 11, 22, 0, 0, tzinfo=dt.UTC), tick=False):
        feed, _token = create_feed(person=me)
        assert "まだ、どのカレンダーからも取得されていません" in client.get("/ja/me/calendar/").content.decode()
        note_fetch(feed=feed, agent="Google")
    with time_machine.travel(dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC), tick=False):
        client.force_login(me)
        html = client.get("/ja/me/calendar/").content.decode()

    assert "最後に取得されたのは9時間前です" in html
    assert "まだ届いていません" not in html


def test_the_page_says_that_a_change_has_not_been_fetched(client, me):
    feed, _token = create_feed(person=me)
    note_fetch(feed=feed, agent="Google")
    make_signup(demand=make_demand(start=soon(3)), person=me)

    assert "まだ届いていません" in client.get("/ja/me/calendar/").content.decode()


def test_a_form_without_its_token_is_refused(me):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(me)

    assert strict.post("/ja/me/calendar/").status_code == 403
    assert not CalendarFeed.objects.filter(person=me).exists()
