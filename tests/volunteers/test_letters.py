"""A mail to everyone of a day: preview first, each in their language, once each (volunteering.md 8)."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from portal.jobs.actions import run
from portal.jobs.models import Job
from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_signup, tokyo
from tests.volunteers.test_rights import make_coordinator
from volunteers import actions
from volunteers.models import DayLetter

pytestmark = pytest.mark.django_db
START = tokyo(2027, 1, 12, 10)
WORDS = {
    "subject_ja": "あすの集合",
    "text_ja": "入口が変わります。",
    "subject_en": "Tomorrow",
    "text_en": "Use the other door.",
}


@pytest.fixture(autouse=True)
def travel(settings):
    settings.STAFF_SECOND_FACTOR = False
    with time_machine.travel(tokyo(2027, 1, 4, 10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client):
    person = make_coordinator(everywhere=True)
    client.force_login(person)
    return person


@pytest.fixture
def day():
    """Two shifts of one day, a person in both, one who reads English, and one who only waits."""
    morning, later = make_demand(start=START, capacity=2), make_demand(start=START + dt.timedelta(hours=5))
    both, english, waiting = make_person(), make_person(language="en"), make_person()
    make_signup(demand=morning, person=both)
    make_signup(demand=later, person=both)
    make_signup(demand=morning, person=english)
    make_signup(demand=morning, person=waiting, wait=True)
    return [morning.shift, later.shift], [both, english, waiting]


def posted(shifts, **more):
    return {"day": "2027-01-12", "shifts": [shift.pk for shift in shifts]} | WORDS | more


def letters_to(person):
    return list(OutgoingMail.objects.filter(to=[person.email], key__startswith="shift_letter"))


def test_everybody_of_the_day_gets_it_once_in_their_language_with_their_shifts(day, coordinator):
    shifts, (both, english, waiting) = day
    letter = actions.write_letter(day=dt.date(2027, 1, 12), shifts=shifts, words=WORDS, by=coordinator)
    run(letter.job_id)
    (japanese,) = letters_to(both)
    assert (japanese.subject, japanese.reply_to) == ("あすの集合", [coordinator.email])
    assert [japanese.text.count(f"/ja/shifts/{shift.pk}/") for shift in shifts] == [1, 1]
    assert [mail.subject for mail in letters_to(english)] == ["Tomorrow"]
    assert letters_to(waiting) == []


def test_a_job_that_is_begun_again_passes_over_whom_it_reached(day, coordinator):
    shifts, (both, english, _waiting) = day
    letter = actions.write_letter(day=dt.date(2027, 1, 12), shifts=shifts, words=WORDS, by=coordinator)
    for _attempt in range(2):
        actions.send_letter(letter.job, lambda done, total: None)
    assert len(letters_to(both)) == len(letters_to(english)) == 1


def test_a_second_click_is_the_same_letter(client, day, coordinator):
    shifts, _people = day
    for _click in range(2):
        response = client.post(reverse("volunteers_letter"), posted(shifts, send="1"))
    letter = DayLetter.objects.get()
    assert response["Location"] == reverse("volunteers_letter_sent", args=[letter.pk])
    assert Job.objects.filter(kind="shift_letter").count() == 1


def test_the_preview_shows_both_languages_and_sends_nothing(client, day, coordinator):
    shifts, _people = day
    response = client.post(reverse("volunteers_letter"), posted(shifts, preview="1"))
    html = response.content.decode()
    assert "Use the other door." in html
    assert "入口が変わります。" in html
    assert (response.context["count"], response.context["in_english"]) == (2, 1)
    assert not DayLetter.objects.exists()


def test_nothing_typed_is_lost_on_the_way_back_or_where_something_is_missing(client, day, coordinator):
    shifts, _people = day
    back = client.post(reverse("volunteers_letter"), posted(shifts, edit="1")).content.decode()
    lacking = client.post(reverse("volunteers_letter"), posted(shifts, send="1", text_en="")).content.decode()
    for html in (back, lacking):
        assert "入口が変わります。" in html
    assert "vb-need" in lacking


def test_a_letter_that_nobody_would_get_is_refused_with_a_sentence(client, coordinator):
    demand = make_demand(start=START)
    html = client.post(reverse("volunteers_letter"), posted([demand.shift], send="1"), follow=True).content.decode()
    assert "まだいない" in html
    assert not DayLetter.objects.exists()


def test_shifts_out_of_reach_cannot_be_chosen(client, day):
    shifts, _people = day
    client.force_login(make_coordinator(places=[shifts[0].place]))
    client.post(reverse("volunteers_letter"), posted(shifts, send="1"))
    assert not DayLetter.objects.exists()


def test_how_far_it_is_can_be_watched_and_left(client, day, coordinator):
    shifts, _people = day
    letter = actions.write_letter(day=dt.date(2027, 1, 12), shifts=shifts, words=WORDS, by=coordinator)
    page = reverse("volunteers_letter_sent", args=[letter.pk])
    assert "hx-get" in client.get(page).content.decode()
    run(letter.job_id)
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "2 / 2" in part
    assert "hx-get" not in part
