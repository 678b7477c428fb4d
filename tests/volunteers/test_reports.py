"""Reports of coordinators: hours and absences, the insured, the rosters of a day."""

import datetime as dt
import io

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from portal.documents.sheets import Sheet, neutral, workbook
from portal.people.models import InsuranceCover, Person
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_signup, tokyo
from volunteers import actions
from volunteers.models import Coordinator, HoursClaim
from volunteers.wagtail_hooks import reports

pytestmark = pytest.mark.django_db
START = tokyo(2027, 1, 12, 10)
JANUARY = {"since": "2027-01-01", "until": "2027-01-31"}


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "second_factor" not in name]
    with time_machine.travel(START - dt.timedelta(days=1), tick=False) as traveller:
        yield traveller


def coordinator(client, *places):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Coordinators"))
    if places:
        Coordinator.objects.create(person=person, everywhere=False).places.set(places)
    client.force_login(person)
    return person


def day_with(clock, *marks, place=None, start=START):
    """People of one shift, each marked as given, the list closed and every hour approved."""
    clock.move_to(start - dt.timedelta(days=1))
    demand = make_demand(start=start, hours=3, capacity=9, place=place or make_place())
    signups = [make_signup(demand=demand) for _mark in marks]
    clock.move_to(start + dt.timedelta(hours=3))
    for signup, kind in zip(signups, marks, strict=True):
        actions.mark(shift=demand.shift, tap=actions.Tap(kind=kind, signup=signup.pk, at=start), by=make_person())
    actions.close_list(shift=demand.shift, by=None)
    actions.approve_all(claims=HoursClaim.objects.filter(decision="open"), by=make_person())
    return demand.shift, [signup.person for signup in signups]


def rows_of(response, sheet=0):
    book = load_workbook(io.BytesIO(response.content))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def test_hours_and_absences_on_the_screen_and_as_excel(client, clock):
    _shift, (here, absent) = day_with(clock, "here", "no_show")
    coordinator(client)
    page = client.get(reverse("volunteers_hours"), JANUARY)
    assert (page.context["hours"], page.context["absent"]) == (180, 1)
    found = rows_of(client.get(reverse("volunteers_hours"), {**JANUARY, "format": "xlsx"}))[1:]
    assert [row[0] for row in found] == [here.display_name, absent.display_name]
    assert [row[2:] for row in found] == [[3, 1, 0, 0], [0, 0, 1, 0]]
    assert ModelLogEntry.objects.filter(action="volunteers.hours_report").count() == 1


def test_one_person_and_one_absence_are_said_in_proper_english(client, clock):
    day_with(clock, "no_show")
    Person.objects.filter(pk=coordinator(client).pk).update(language="en")
    text = " ".join(client.get(reverse("volunteers_hours"), JANUARY).content.decode().split())
    assert "1 person, approved hours: 0, 1 absence</p>" in text


def test_days_are_tokyo_days_at_both_ends(client, clock):
    day_with(clock, "here", start=tokyo(2027, 2, 1, 7))
    day_with(clock, "here", start=tokyo(2027, 2, 28, 20))
    coordinator(client)
    february = client.get(reverse("volunteers_hours"), {"since": "2027-02-01", "until": "2027-02-28"})
    march = client.get(reverse("volunteers_hours"), {"since": "2027-03-01", "until": "2027-03-31"})
    assert (february.context["hours"], march.context["hours"]) == (360, 0)


def test_a_coordinator_of_one_place_sees_that_place_and_not_who_is_insured(client, clock):
    place = make_place()
    _shift, (mine,) = day_with(clock, "here", place=place)
    day_with(clock, "here")
    coordinator(client, place)
    rows = client.get(reverse("volunteers_hours"), JANUARY).context["page_obj"].object_list
    assert [row.person for row in rows] == [mine]
    assert client.get(reverse("volunteers_insured")).status_code in {302, 403}


@pytest.mark.parametrize("name", ["hours", "insured", "day_roster"])
def test_volunteers_stay_outside(client, name):
    client.force_login(make_person())
    assert client.get(reverse(f"volunteers_{name}")).status_code in {302, 403}


def test_the_insured_of_a_year_with_their_days_and_no_formula_in_a_name(client, clock):
    old, new = make_person(family_name="=HYPERLINK(1)", given_name="x"), make_person()
    InsuranceCover.objects.create(person=old, year=2026, starts_on=dt.date(2026, 5, 2))
    InsuranceCover.objects.create(person=new, year=2027, starts_on=dt.date(2027, 4, 1))
    coordinator(client)
    rows = rows_of(client.get(reverse("volunteers_insured"), {"year": "2026"}))[1:]
    assert [(row[1], row[4].date(), row[5].date()) for row in rows] == [
        ("'=HYPERLINK(1) x", dt.date(2026, 5, 2), dt.date(2027, 3, 31))
    ]


def test_every_shift_of_a_day_is_on_one_roster(client, clock):
    day_with(clock, "here")
    make_signup(demand=make_demand(start=START + dt.timedelta(hours=5)))
    coordinator(client)
    pdf = client.get(reverse("volunteers_day_roster"), {"day": "2027-01-12"}).content
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert client.get(reverse("volunteers_day_roster"), {"day": "2027-01-20"}).status_code == 302


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_report_takes_as_many_queries_for_twenty_people_as_for_one(
    client, clock, count, django_assert_max_num_queries
):
    for _n in range((count + 8) // 9):
        day_with(clock, *["here"] * min(count, 9), start=START + dt.timedelta(days=_n))
    coordinator(client)
    client.get(reverse("volunteers_hours"), JANUARY)
    with django_assert_max_num_queries(16):
        client.get(reverse("volunteers_hours"), JANUARY)


@pytest.mark.parametrize("text", ["=1+1", "+81", "-1", "@x", "\t=1", "\r=1"])
def test_what_people_typed_is_never_a_formula(text):
    assert neutral(text).startswith("'")
    (row,) = load_workbook(io.BytesIO(workbook([Sheet("a", [("Name", 10)], [[text]])]))).active.iter_rows(min_row=2)
    assert row[0].data_type != "f"


def test_a_day_with_more_shifts_than_one_file_holds_leads_to_its_list_and_drops_none(client, clock, monkeypatch):
    monkeypatch.setattr(reports, "MOST_SHIFTS", 1)
    coordinator(client)
    for _number in range(2):
        make_demand(start=START)
    response = client.get(reverse("volunteers_day_roster"), {"day": "2027-01-12"})
    assert response["Location"] == f"{reverse('volunteers_days')}?from=2027-01-12"
