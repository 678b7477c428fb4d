"""The back office: who may, what it shows, and that changes go through actions and into Wagtail's log."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db.models import CheckConstraint
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.mail.models import OutgoingMail
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_role, make_signup, tokyo
from volunteers import actions
from volunteers.models import Demand, Place, Role, Shift, ShiftState, ShiftTemplate, Signup, Status
from volunteers.models.patterns import TemplateDemand

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 12, 10)


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


def form_of(shift, demand, **changes):
    """What the browser sends when the form is saved as it stands, with `changes`."""

    def clock(moment):
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")

    return {
        "place": shift.place_id, "lead": "", "report_at": clock(shift.report_at), "start": clock(shift.start),
        "end": clock(shift.end), "sign_up_opens_at": "", "sign_up_closes_at": "", "title_ja": "", "title_en": "",
        "note_ja": "", "note_en": "",
        "demands-TOTAL_FORMS": "1", "demands-INITIAL_FORMS": "1", "demands-MIN_NUM_FORMS": "1",
        "demands-MAX_NUM_FORMS": "1000", "demands-0-id": demand.pk, "demands-0-role": demand.role_id,
        "demands-0-min_needed": demand.min_needed, "demands-0-capacity": demand.capacity,
        "demands-0-overflow": demand.overflow,
    } | changes  # fmt: skip


def edit_url(thing):
    return reverse(f"wagtailsnippets_volunteers_{thing._meta.model_name}:edit", args=[thing.pk])


@pytest.mark.parametrize("name", ["board", "desk", "act", "cancel"])
def test_a_volunteer_stays_outside(client, name):
    shift = make_demand(start=START).shift
    client.force_login(make_person())
    url = reverse(f"volunteers_{name}", args=[] if name == "board" else [shift.pk])
    client.post(url, {"action": "close", "reason_ja": "台風"}) if name in {"act", "cancel"} else client.get(url)
    assert client.get(url).status_code in {302, 403, 405}
    assert Shift.objects.get(pk=shift.pk).state == ShiftState.OPEN


def test_the_desk_names_people_and_says_when_there_are_too_many(client, coordinator):
    demand = make_demand(start=START, capacity=2)
    for name in ("青木", "赤木"):
        make_signup(demand=demand, person=make_person(family_name=name))
    actions.change_capacity(demand=demand, capacity=1, min_needed=1, by=coordinator)
    html = client.get(reverse("volunteers_desk", args=[demand.shift_id])).content.decode()
    assert "青木" in html
    assert "赤木" in html
    assert "取り消した参加はありません" in html


def test_cancelling_on_the_desk_tells_everybody_and_is_logged(client, coordinator):
    signup = make_signup(demand=make_demand(start=START))
    data = {"reason_ja": "台風のため", "reason_en": "Typhoon"}
    client.post(reverse("volunteers_cancel", args=[signup.shift_id]), data)
    signup.refresh_from_db()
    assert signup.status == Status.CANCELLED_BY_TEAM
    assert OutgoingMail.objects.latest("pk").subject.startswith("中止のお知らせ")
    entry = ModelLogEntry.objects.get(action="volunteers.cancel")
    assert (entry.user, entry.object_id) == (coordinator, str(signup.shift_id))


@pytest.mark.parametrize(
    ("state", "action", "after"),
    [
        (ShiftState.DRAFT, "open", ShiftState.OPEN),
        (ShiftState.OPEN, "close", ShiftState.CLOSED),
        (ShiftState.CLOSED, "open", ShiftState.OPEN),
        (ShiftState.CANCELLED, "open", ShiftState.CANCELLED),
    ],
)
def test_steps_on_the_desk_follow_the_table(client, coordinator, state, action, after):
    shift = make_demand(start=START, state=state).shift
    client.post(reverse("volunteers_act", args=[shift.pk]), {"action": action})
    assert Shift.objects.get(pk=shift.pk).state == after


def test_saving_the_form_moves_people_along_and_offers_places(client, coordinator):
    demand = make_demand(start=START, capacity=1)
    going = make_signup(demand=demand)
    waiting = make_signup(demand=demand, wait=True)
    changes = {"end": "2027-01-12 14:00", "demands-0-capacity": "2"}
    response = client.post(edit_url(demand.shift), form_of(demand.shift, demand, **changes))
    assert response.status_code == 302
    going.refresh_from_db()
    waiting.refresh_from_db()
    assert going.period_end == tokyo(2027, 1, 12, 14)
    assert waiting.status == Status.OFFERED
    assert Shift.objects.get(pk=demand.shift_id).calendar_sequence == 1
    assert ModelLogEntry.objects.filter(action="wagtail.edit", user=coordinator).count() == 1


def test_fewer_places_than_people_are_saved_with_a_word_and_told_alike_on_the_board(client, coordinator):
    demand = make_demand(start=START, capacity=2)
    for _seat in range(2):
        make_signup(demand=demand)
    changes = {"demands-0-capacity": "1"}
    html = client.post(edit_url(demand.shift), form_of(demand.shift, demand, **changes), follow=True).content.decode()
    assert "取り消した参加はありません" in html
    days = client.get(reverse("volunteers_days"), {"from": "2027-01-12"}).content.decode()
    assert "2/1" in days


def test_a_refusal_stands_above_the_form_and_nothing_is_lost(client, coordinator):
    person = make_person(family_name="青木", given_name="光")
    moved = make_demand(start=START)
    make_signup(demand=moved, person=person)
    make_signup(demand=make_demand(start=START + dt.timedelta(days=1)), person=person)
    changes = {"report_at": "2027-01-13 09:45", "start": "2027-01-13 10:00", "end": "2027-01-13 13:00"}
    response = client.post(edit_url(moved.shift), form_of(moved.shift, moved, **changes))
    html = response.content.decode()
    assert response.status_code == 200
    assert "青木 光" in html
    assert "2027-01-13 10:00" in html
    assert Shift.objects.get(pk=moved.shift_id).start == START


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"end": "2027-01-12 09:00"}, "終わりの時刻が始まりより前です"),
        ({"report_at": "2027-01-12 11:00"}, "集合がシフトの始まりより後です"),
        (
            {"sign_up_opens_at": "2027-01-10 10:00", "sign_up_closes_at": "2027-01-09 10:00"},
            "申し込みの締め切りが受け付け開始より前です",
        ),
        ({"demands-0-min_needed": "9"}, "定員は1人以上"),
    ],
)
def test_what_a_shift_cannot_be_is_refused_in_a_sentence(client, coordinator, changes, sentence):
    demand = make_demand(start=START)
    html = client.post(edit_url(demand.shift), form_of(demand.shift, demand, **changes)).content.decode()
    assert (sentence in html, "制約" in html) == (True, False)


def test_every_rule_of_what_the_office_edits_has_a_sentence():
    """A constraint without one is refused by its name in the program."""
    edited = (Shift, Demand, Place, Role, ShiftTemplate, TemplateDemand)
    kept_by_actions = {"shift_state_is_known", "shift_of_a_series_has_its_day"}
    silent = {
        constraint.name
        for model in edited
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
        and constraint.violation_error_message == constraint.default_violation_error_message
    }
    assert silent - kept_by_actions == set()


def test_a_new_shift_begins_as_a_draft(client, coordinator):
    pattern = make_demand(start=START)
    data = form_of(pattern.shift, pattern) | {"demands-INITIAL_FORMS": "0", "demands-0-id": ""}
    response = client.post(reverse("wagtailsnippets_volunteers_shift:add"), data)
    assert response.status_code == 302
    made = Shift.objects.latest("pk")
    assert made.state == ShiftState.DRAFT
    assert [demand.role for demand in Demand.objects.filter(shift=made)] == [pattern.role]


def test_languages_of_a_role_are_boxes_to_tick(client, coordinator):
    role = make_role(languages=["ja"])
    page = client.get(edit_url(role)).content.decode()
    assert 'value="fr"' in page
    data = {
        "slug": role.slug, "kind": "office", "name_ja": "仕事", "name_en": "Work", "summary_ja": "", "summary_en": "",
        "bring_ja": "", "bring_en": "", "minimum_age": "", "guardian_below": "16", "languages": ["ja", "fr"],
    }  # fmt: skip
    assert client.post(edit_url(role), data).status_code == 302
    assert Role.objects.get(pk=role.pk).languages == ["ja", "fr"]


def test_signups_are_read_only_and_nothing_is_deleted(client, coordinator):
    signup = make_signup(demand=make_demand(start=START))
    assert client.get(reverse("wagtailsnippets_volunteers_signup:list")).status_code == 200
    assert client.get(reverse("wagtailsnippets_volunteers_signup:add")).status_code == 302
    assert client.post(edit_url(signup), {"priority": "-5"}).status_code == 302
    client.post(reverse("wagtailsnippets_volunteers_shift:delete", args=[signup.shift_id]))
    assert Signup.objects.get(pk=signup.pk).priority == 0
    assert Shift.objects.filter(pk=signup.shift_id).exists()


def test_the_facts_of_a_sign_up_are_in_tokyos_time_and_in_japanese(client, coordinator):
    early = make_signup(demand=make_demand(start=tokyo(2027, 1, 12, 7)))
    html = client.get(reverse("wagtailsnippets_volunteers_signup:inspect", args=[early.pk])).content.decode()
    facts = html.split("<dl>")[1].split("</dl>")[0]
    assert "2027年1月12日(火) 7:00" in facts
    assert "2027年1月4日(月) 10:00" in facts  # signed up
    assert [word for word in ("None", "False", "Period", "Away", "Calendar", "Place") if word in facts] == []


def test_the_list_of_sign_ups_names_seats_without_a_person_and_says_yes_and_no(client, coordinator):
    demand = make_demand(start=START, capacity=5)
    captain = make_person()
    party = actions.book_party(captain=captain, demand=demand, by=captain, name="青空商事", kind="friends", seats=2)
    html = client.get(reverse("wagtailsnippets_volunteers_signup:list")).content.decode()
    table = html.split("<tbody>")[1].split("</tbody>")[0]
    assert party.name in table
    assert [word for word in ("None", "False", "2027-01-12") if word in table] == []
    assert "2027年1月12日(火) 10:00" in table
