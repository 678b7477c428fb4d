"""Series in the back office: shown before done, and nothing typed is lost (volunteering.md 5)."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_series, make_signup, tokyo
from volunteers import actions
from volunteers.models import Coordinator, SeriesDemand, Shift, ShiftSeries, ShiftState, Signup, StandingMember, Status
from volunteers.queries import Need

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 8)


@pytest.fixture(autouse=True)
def travel(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "second_factor" not in name]
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Coordinators"))
    client.force_login(person)
    return person


def filled(series=None, **changes):
    """What the browser sends for a weekly series on Tuesdays."""
    role = SeriesDemand.objects.get(series=series).role if series else make_role()
    place = series.place if series else make_place()
    return {
        "rhythm": "1", "weekdays": ["TU"], "first_day": "2027-01-05", "last_day": "", "count": "", "opens": "on",
        "meets": "09:45", "begins": "10:00", "ends": "13:00", "place": place.pk, "lead": "", "title_ja": "", "title_en": "",
        "note_ja": "", "note_en": "", "role_1": role.pk, "min_1": "1", "places_1": "3", "overflow_1": "waitlist",
        "scope": "all", "day": "",
    } | changes  # fmt: skip


def one(series):
    return reverse("volunteers_series_one", args=[series.pk])


def edit(series):
    return reverse("volunteers_series_edit", args=[series.pk])


def clocks(series):
    shifts = Shift.objects.filter(series=series).order_by("start")
    return [timezone.localtime(shift.start).strftime("%m-%d %H") for shift in shifts][:3]


def test_a_new_series_shows_its_dates_first_and_then_stands(client, coordinator):
    data = filled()
    page = client.post(reverse("volunteers_series_new"), data | {"preview": "1"})
    assert [str(day) for day, _off in page.context["days"]][:2] == ["2027-01-05", "2027-01-12"]
    assert ShiftSeries.objects.count() == 0
    client.post(reverse("volunteers_series_new"), data | {"save": "1"})
    series = ShiftSeries.objects.get()
    assert series.rule == "FREQ=WEEKLY;BYDAY=TU"
    assert Shift.objects.filter(series=series, state=ShiftState.OPEN).count() == 10
    assert client.get(one(series)).status_code == 200
    assert client.get(reverse("volunteers_series")).context["rows"][0].series == series


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"rhythm": "2", "weekdays": ["MO", "FR"]}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"),
        ({"rhythm": "month", "weekdays": ["SA"], "nth": ["1", "3"]}, "FREQ=MONTHLY;BYDAY=1SA,3SA"),
        ({"rhythm": "dates", "month_days": "1、 -1"}, "FREQ=MONTHLY;BYMONTHDAY=1,-1"),
        ({"rhythm": "daily"}, "FREQ=DAILY"),
        ({"rhythm": "rule", "rule": "freq=weekly;interval=3;byday=tu"}, "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
    ],
)
def test_a_rhythm_in_words_becomes_a_rule_and_comes_back_as_words(client, coordinator, changes, rule):
    client.post(reverse("volunteers_series_new"), filled(**changes) | {"save": "1"})
    series = ShiftSeries.objects.get()
    assert series.rule == rule
    initial = client.get(edit(series)).context["form"].initial
    assert initial["rhythm"] == changes["rhythm"]


@pytest.mark.parametrize(
    "changes",
    [
        {"rhythm": "rule", "rule": "EVERY TUESDAY"},
        {"meets": "11:00"},
        {"last_day": "2026-01-01"},
        {"count": "3", "last_day": "2027-06-01"},
        {"min_1": "9"},
        {"role_1": ""},
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(client, coordinator, changes):
    data = filled(title_en="Sorting together") | changes | {"save": "1"}
    html = client.post(reverse("volunteers_series_new"), data).content.decode()
    assert ShiftSeries.objects.count() == 0
    assert "help-critical" in html
    assert "Sorting together" in html


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"rhythm": "dates", "month_days": "五日"}, "month_days"), ({"rhythm": "rule", "rule": "FREQ=NEVER"}, "rule")],
)
def test_a_rhythm_that_cannot_be_is_said_beside_the_field_that_is_shown(client, coordinator, changes, field):
    page = client.post(reverse("volunteers_series_new"), filled(**changes) | {"preview": "1"})
    assert list(page.context["form"].errors) == [field]


def test_each_look_before_doing_has_a_heading_of_its_own(client, coordinator):
    series = make_series()
    new = client.post(reverse("volunteers_series_new"), filled() | {"preview": "1"}).content.decode()
    change = client.post(edit(series), filled(series, begins="11:00") | {"preview": "1"}).content.decode()
    assert ("シリーズを作る前の確認" in new, "変更する前の確認" in change) == (True, True)
    assert "送る前の確認" not in new + change


def test_an_edit_names_everybody_before_it_is_done(client, coordinator):
    series = make_series()
    signup = make_signup(
        demand=Shift.objects.filter(series=series).earliest("start").demands.get(),
        person=make_person(family_name="青木", given_name="光"),
    )
    data = filled(series, begins="10:30")
    page = client.post(edit(series), data | {"preview": "1"})
    html = page.content.decode()
    assert "青木 光" in html
    assert page.context["told"] == 1
    assert clocks(series)[0] == "01-05 10"
    assert 'value="10:30' in client.post(edit(series), data | {"edit": "1"}).content.decode()
    client.post(edit(series), data | {"apply": "1", "shown": page.context["shown"]})
    signup.refresh_from_db()
    assert signup.period_start == tokyo(2027, 1, 5, 10, 30)
    assert OutgoingMail.objects.filter(key__startswith="shift_moved").count() == 1
    assert ModelLogEntry.objects.get(action="wagtail.edit").data == {"scope": "all"}


def test_a_clash_stands_on_the_preview_and_the_date_can_be_left_alone(client, coordinator):
    series = make_series()
    shift = Shift.objects.filter(series=series).earliest("start")
    person = make_person(family_name="青木", given_name="光")
    make_signup(demand=shift.demands.get(), person=person)
    make_signup(demand=make_demand(start=tokyo(2027, 1, 5, 15)), person=person)
    data = filled(series, meets="15:00", begins="15:00", ends="17:00")
    page = client.post(edit(series), data | {"preview": "1"})
    assert page.context["clashing"]
    refused = client.post(edit(series), data | {"apply": "1", "shown": page.context["shown"]})
    assert "青木 光" in refused.content.decode()
    assert clocks(series)[0] == "01-05 10"
    again = client.post(edit(series), data | {"preview": "1", "leave": [str(shift.pk)]})
    assert not again.context["clashing"]
    client.post(edit(series), data | {"apply": "1", "leave": [str(shift.pk)], "shown": again.context["shown"]})
    assert clocks(series) == ["01-05 10", "01-12 15", "01-19 15"]


@pytest.mark.parametrize(
    ("scope", "after"),
    [
        ("this", ["01-05 10", "01-13 14", "01-19 10"]),
        ("following", ["01-05 10"]),
        ("all", ["01-05 14", "01-12 14", "01-19 14"]),
    ],
)
def test_from_one_date_one_edits_this_following_or_all(client, coordinator, scope, after):
    series = make_series()
    shift = Shift.objects.get(series=series, occurrence_date=dt.date(2027, 1, 12))
    assert client.get(f"{edit(series)}?shift={shift.pk}").context["form"].initial["day"] == dt.date(2027, 1, 12)
    data = filled(series, meets="14:00", begins="14:00", ends="16:00", scope=scope, shift=str(shift.pk))
    data |= {"day": "2027-01-13"} if scope == "this" else {}
    page = client.post(edit(series), data | {"preview": "1"})
    client.post(edit(series), data | {"apply": "1", "shown": page.context["shown"]})
    assert clocks(series) == after
    assert Shift.objects.get(pk=shift.pk).calendar_sequence == 1
    assert Shift.objects.get(pk=shift.pk).occurrence_date == dt.date(2027, 1, 12)
    assert ShiftSeries.objects.count() == (2 if scope == "following" else 1)


def test_ending_shows_what_is_cancelled_and_then_tells_everybody(client, coordinator):
    series = make_series()
    signup = make_signup(demand=Shift.objects.filter(series=series).latest("start").demands.get())
    url = reverse("volunteers_series_end", args=[series.pk])
    data = {"since": "2027-01-12", "reason_ja": "終了します", "reason_en": "It ends"}
    page = client.post(url, data)
    assert (len(page.context["effects"]), page.context["told"]) == (9, 1)
    assert not Shift.objects.filter(state=ShiftState.CANCELLED).exists()
    client.post(url, data | {"apply": "1", "shown": page.context["shown"]})
    signup.refresh_from_db()
    assert signup.status == Status.CANCELLED_BY_TEAM


def test_a_day_is_left_out_and_a_duty_is_ended_by_the_office(client, coordinator):
    series = make_series()
    person = make_person()
    actions.come_every_time(person=person, series=series, role=SeriesDemand.objects.get().role, by=person)
    client.post(reverse("volunteers_series_leave_out", args=[series.pk]), {"since": "2027-01-12"})
    assert Shift.objects.get(occurrence_date=dt.date(2027, 1, 12)).is_cancelled
    member = StandingMember.objects.get()
    client.post(reverse("volunteers_duty_end", args=[series.pk, member.pk]), {"reason": " "})
    assert StandingMember.objects.get().until is None
    OutgoingMail.objects.all().delete()
    client.post(reverse("volunteers_duty_end", args=[series.pk, member.pk]), {"reason": "曜日が変わるため"})
    gone = Signup.objects.filter(person=person, status=Status.CANCELLED_BY_TEAM)
    assert not Signup.objects.live().filter(person=person).exists()
    assert not gone.filter(late=True).exists()
    (mail,) = OutgoingMail.objects.filter(to=[person.email])
    assert "曜日が変わるため" in mail.text


def test_somebody_is_looked_up_and_comes_every_time_and_is_told(client, coordinator):
    series = make_series()
    role = SeriesDemand.objects.get().role
    person = make_person(family_name="小松", language="en")
    page = client.get(reverse("volunteers_duty_add", args=[series.pk]), {"q": "小松"})
    assert [case.person for case in page.context["cases"]] == [person]
    client.post(reverse("volunteers_duty_add", args=[series.pk]), {"person": person.pk, "role": role.pk, "q": "小松"})
    assert StandingMember.objects.get().person == person
    dates = Shift.objects.filter(series=series).count()
    assert Signup.objects.live().filter(person=person).count() == dates > 0
    mails = [mail.subject for mail in OutgoingMail.objects.filter(to=[person.email]).order_by("pk")]
    assert mails[0].startswith("You come every time now")
    assert len(mails) == dates + 1
    again = client.post(
        reverse("volunteers_duty_add", args=[series.pk]), {"person": person.pk, "role": role.pk, "q": "小松"}
    )
    assert "すでに毎回参加しています" in again.content.decode()


def test_what_keeps_somebody_from_the_role_stands_beside_the_name_and_is_not_masked_by_one_date(client, coordinator):
    role = make_role(minimum_age=18)
    series = make_series(needs=[Need(role, 1, 3, "waitlist")])
    first = Shift.objects.filter(series=series).order_by("start").first()
    young = make_person(family_name="若林", birth_date=dt.date(2012, 4, 1))
    make_signup(demand=make_demand(start=first.start, role=make_role(minimum_age=0, guardian_below=0)), person=young)
    page = client.get(reverse("volunteers_duty_add", args=[series.pk]), {"q": "若林"})
    assert page.context["cases"][0].hard
    with pytest.raises(actions.TooYoung):
        actions.come_every_time(person=young, series=series, role=role, by=coordinator)
    assert not StandingMember.objects.exists()


def test_a_coordinator_of_another_place_stays_outside(client, coordinator):
    series = make_series()
    row = Coordinator.objects.create(person=coordinator, everywhere=False)
    row.places.add(make_place())
    assert client.get(one(series)).status_code in {302, 403}
    assert client.get(edit(series)).status_code in {302, 403}
    assert client.get(reverse("volunteers_duty_add", args=[series.pk])).status_code in {302, 403}
    assert client.get(reverse("volunteers_series")).context["rows"] == []


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_takes_as_many_queries_for_six_series_as_for_one(client, coordinator, count):
    place = make_place()
    for _ in range(count):
        make_series(count=2, place=place)
    client.get(reverse("volunteers_series"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("volunteers_series"))
    ours = [query["sql"] for query in captured if "volunteers_shift" in query["sql"] and "FROM" in query["sql"]]
    assert len(ours) == 2


# The volunteer's page.


def test_volunteers_take_several_dates_or_all_and_see_how_each_went(client):
    series = make_series()
    person = make_person(language="en")
    demands = [shift.demands.get() for shift in Shift.objects.filter(series=series).order_by("start")]
    client.force_login(person)
    url = reverse("volunteers:take-dates", args=[series.pk])
    page = client.post(url, {"demand": [demands[0].pk, demands[2].pk], "wait": "1"})
    assert len(page.context["results"]) == 2
    assert Signup.objects.filter(person=person).count() == 2
    page = client.post(url, {"role": demands[0].role_id, "wait": "1"})
    assert sum(1 for result in page.context["results"] if result.signup) == 8
    assert client.post(url, {}).context["refusal"].sentence


def test_a_visitor_is_led_to_the_sign_in_and_back_to_the_series(client):
    series = make_series()
    response = client.post(reverse("volunteers:come-every-time", args=[series.pk]), {})
    assert response.status_code == 302
    assert f"/shifts/series/{series.pk}/" in response["Location"]


def test_one_comes_every_time_and_stops_again(client):
    series = make_series()
    person = make_person()
    client.force_login(person)
    client.post(reverse("volunteers:come-every-time", args=[series.pk]), {})
    assert Signup.objects.live().filter(person=person).count() == 10
    client.post(reverse("volunteers:stop-coming", args=[series.pk]), {"since": "2027-01-12"})
    assert Signup.objects.live().filter(person=person).count() == 1


@pytest.mark.parametrize("weeks", [1, 10])
def test_the_page_of_a_series_takes_as_many_queries_for_ten_dates_as_for_one(client, django_assert_num_queries, weeks):
    series = make_series(count=weeks)
    url = reverse("volunteers:series", args=[series.pk])
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)


def test_only_what_is_published_has_a_page(client):
    series = make_series(opens=False)
    assert client.get(reverse("volunteers:series", args=[series.pk])).status_code == 404
