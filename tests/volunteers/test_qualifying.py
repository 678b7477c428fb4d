"""A briefing that no course grants: noted by a coordinator, ended before its time (volunteering.md 12)."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.people.models import Qualification, QualificationGrant
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_role, make_signup, tokyo
from tests.volunteers.test_rights import make_coordinator
from volunteers import actions
from volunteers.models import Status

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 5)
PAGE = "/office/volunteering/qualifications/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(tokyo(2027, 1, 5, 12), tick=False) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    person = make_coordinator(everywhere=True)
    client.force_login(person)
    return person


@pytest.fixture
def briefing():
    return Qualification.objects.create(slug="b", name_ja="事前説明", name_en="Briefing", months_valid=24)


def note(client, person, briefing, on: str = "2027-01-05"):
    wish = {"q": person.email, "qualification": briefing.pk, "granted_on": on, "person": person.pk}
    return client.post(PAGE, wish, follow=True).content.decode()


def test_from_the_search_to_a_shift_that_opens(client, coordinator, briefing):
    person = make_person()
    demand = make_demand(role=make_role(qualifications=[briefing]), start=tokyo(2027, 1, 12, 10))
    with pytest.raises(actions.QualificationMissing):
        actions.sign_up(person=person, demand=demand, by=person)

    found = client.get(PAGE, {"q": person.email}).content.decode()
    said = note(client, person, briefing)

    assert f'value="{person.pk}"' in found
    assert "事前説明" in said
    grant = QualificationGrant.objects.get()
    assert (grant.granted_on, grant.valid_until) == (TODAY, dt.date(2029, 1, 5))
    assert make_signup(demand=demand, person=person).status == Status.CONFIRMED
    assert ModelLogEntry.objects.get(action="volunteers.grant_qualification").user == coordinator


def test_nobody_notes_a_qualification_of_their_own(client, coordinator, briefing):
    assert "ほかの担当者" in note(client, coordinator, briefing)
    assert not QualificationGrant.objects.exists()


@pytest.mark.parametrize(("on", "told"), [("2027-01-06", "まだ先"), ("", "必須"), ("きのう", "日付")])
def test_a_wrong_day_gets_a_sentence_and_the_search_stays(client, coordinator, briefing, on, told):
    person = make_person()

    page = note(client, person, briefing, on)

    assert told in page
    assert f'name="q" value="{person.email}"' in page
    assert not QualificationGrant.objects.exists()


def test_the_same_day_twice_is_one_entry(client, coordinator, briefing):
    person = make_person()
    note(client, person, briefing)

    assert "すでに記録されています" in note(client, person, briefing)
    assert QualificationGrant.objects.count() == 1


def test_it_ends_with_a_reason_keeps_places_and_opens_no_new_ones(client, coordinator, briefing, clock):
    person = make_person()
    demands = [
        make_demand(role=make_role(qualifications=[briefing]), start=tokyo(2027, 1, day, 10)) for day in (12, 14)
    ]
    note(client, person, briefing, "2026-12-01")
    kept = make_signup(demand=demands[0], person=person)
    address = reverse("volunteers_qualification_end", args=[QualificationGrant.objects.get().pk])

    assert "理由を入力してください" in client.post(address, {"reason": " "}, follow=True).content.decode()
    client.post(address, {"reason": "別の方でした"})

    assert QualificationGrant.objects.get().valid_until == dt.date(2027, 1, 4)
    kept.refresh_from_db()
    assert kept.status == Status.CONFIRMED
    with pytest.raises(actions.QualificationMissing):
        actions.sign_up(person=person, demand=demands[1], by=person)
    assert "すでに終わっています" in client.post(address, {"reason": "もう一度"}, follow=True).content.decode()


def test_what_was_noted_today_ends_with_today(briefing):
    grant = actions.grant_qualification(
        person=make_person(), qualification=briefing, granted_on=TODAY, by=make_person()
    )

    assert actions.end_qualification(grant=grant, by=make_person(), reason="誤り").valid_until == TODAY
