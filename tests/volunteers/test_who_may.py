"""Who may do what in the back office of volunteering: every address, every kind of person (volunteering.md 13).

An address that is missing in the table fails the test: whoever adds one says here who may.
"""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.urls import get_resolver, reverse
from wagtail.snippets.models import get_snippet_models

from portal.people.models import Qualification, QualificationGrant
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_signup, tokyo
from tests.volunteers.test_rights import make_coordinator
from volunteers import actions
from volunteers.models import (
    Coordinator,
    Event,
    HoursCertificate,
    HoursClaim,
    HoursEntry,
    Import,
    RestDay,
    Shift,
    ShiftSeries,
    ShiftTemplate,
    StandingMember,
    Zone,
)

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
START = tokyo(2027, 1, 12, 10)

VOLUNTEER, READER, FAR, NEAR, GENERAL, ADMIN = "volunteer", "reader", "far", "near", "general", "admin"
EVERYBODY = [VOLUNTEER, READER, FAR, NEAR, GENERAL, ADMIN]
COORDINATORS = {FAR, NEAR, GENERAL, ADMIN}
IN_REACH = {NEAR, GENERAL, ADMIN}
WHOLE_HOUSE = {GENERAL, ADMIN}
LOOKING = COORDINATORS | {READER}
LOOKING_IN_REACH = IN_REACH | {READER}

# name of the address → (what it is about, who gets further than the door)
MAY = {
    "volunteers_board": (None, LOOKING),
    "volunteers_days": (None, LOOKING),
    "volunteers_digest": (None, COORDINATORS),
    "volunteers_imports": (None, COORDINATORS),
    "volunteers_template": ("kind", COORDINATORS),
    "volunteers_import": ("import", {NEAR, ADMIN}),  # NEAR uploaded it
    "volunteers_import_begin": ("import", {NEAR, ADMIN}),
    "volunteers_import_bad": ("import", {NEAR, ADMIN}),
    "volunteers_letter": (None, COORDINATORS),
    "volunteers_letter_sent": ("letter", IN_REACH),
    "volunteers_approvals": (None, LOOKING),
    "volunteers_assign": ("demand", IN_REACH),
    "volunteers_ask": ("demand", IN_REACH),
    "volunteers_series": (None, LOOKING),
    "volunteers_series_new": (None, COORDINATORS),
    "volunteers_series_one": ("series", LOOKING_IN_REACH),
    "volunteers_series_edit": ("series", IN_REACH),
    "volunteers_series_end": ("series", IN_REACH),
    "volunteers_series_leave_out": ("series", IN_REACH),
    "volunteers_duty_end": ("duty", IN_REACH),
    "volunteers_events": (None, LOOKING),
    "volunteers_event": ("event", LOOKING),
    "volunteers_event_clone": ("event", IN_REACH),
    "volunteers_event_open": ("event", IN_REACH),
    "volunteers_squads": ("shift", LOOKING_IN_REACH),
    "volunteers_desk": ("shift", LOOKING_IN_REACH),
    "volunteers_act": ("shift", IN_REACH),
    "volunteers_cancel": ("shift", IN_REACH),
    "volunteers_seat_act": ("signup", IN_REACH),
    "volunteers_take_off": ("signup", IN_REACH),
    "volunteers_hours": (None, COORDINATORS),
    "volunteers_check_in": ("shift", LOOKING_IN_REACH),
    "volunteers_duty_add": ("series", IN_REACH),
    "volunteers_certificates": (None, COORDINATORS),
    "volunteers_person_hours": ("hours of", IN_REACH),
    "volunteers_qualifications": (None, COORDINATORS),
    "volunteers_qualification_end": ("grant", COORDINATORS),
    "volunteers_take_back": ("hours", IN_REACH),
    "volunteers_revoke": ("certificate", IN_REACH),
    "volunteers_insured": (None, WHOLE_HOUSE),
    "volunteers_day_roster": (None, COORDINATORS),
}
# Where an address answers with a file only for a day that has shifts.
ASKED_FOR = {"volunteers_day_roster": f"?day={START.date().isoformat()}"}
# Wagtail's lists and forms: model → (who sees the list, who adds, who opens the form of one row)
MAY_IN_LISTS = {
    "shift": (LOOKING, COORDINATORS, IN_REACH),
    "place": (COORDINATORS, COORDINATORS, IN_REACH),
    "role": (COORDINATORS, WHOLE_HOUSE, WHOLE_HOUSE),
    "signup": (LOOKING, set(), set()),
    "shifttemplate": (COORDINATORS, COORDINATORS, IN_REACH),
    "event": (COORDINATORS, COORDINATORS, IN_REACH),
    "restday": (COORDINATORS, WHOLE_HOUSE, WHOLE_HOUSE),
    "zone": ({ADMIN}, {ADMIN}, {ADMIN}),
    "coordinator": ({ADMIN}, {ADMIN}, {ADMIN}),
}


@pytest.fixture(autouse=True)
def travel(settings):
    settings.STAFF_SECOND_FACTOR = False
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class House:
    """A shift with everything that hangs on it, and the people who come to its door."""

    def __init__(self):
        demand = make_demand(start=START)
        zone = Zone.objects.create(name_ja="北", name_en="North")
        demand.shift.place.zone = zone
        demand.shift.place.save()
        far = make_coordinator(places=[make_demand(start=START).shift.place])
        self.people = {
            VOLUNTEER: make_person(),
            READER: self.reader(),
            FAR: far,
            NEAR: make_coordinator(zones=[zone]),
            GENERAL: make_coordinator(everywhere=True),
            ADMIN: make_person(is_staff=True, is_superuser=True),
        }
        signup = make_signup(demand=demand)
        words = {"subject_ja": "あ", "subject_en": "a", "text_ja": "い", "text_en": "i"}
        letter = actions.write_letter(day=demand.shift.day, shifts=[demand.shift], words=words, by=self.people[GENERAL])
        batch = Import.objects.create(
            kind="shifts", name="f", content="日付,開始,終了,場所,役割,定員\nx,,,,,\n".encode(), by=self.people[NEAR]
        )
        times = {"meets": dt.time(10), "begins": dt.time(10), "ends": dt.time(12)}
        series = ShiftSeries.objects.create(rule="FREQ=DAILY", first_day=NOW.date(), place=demand.shift.place, **times)
        duty = StandingMember.objects.create(
            series=series, role=demand.role, person=self.people[VOLUNTEER], since=NOW.date()
        )
        event = Event.objects.create(slug="race", name_ja="大会", name_en="Race", main_day=START.date())
        Shift.objects.filter(pk=demand.shift_id).update(event=event)
        person = signup.person
        claim = HoursClaim.objects.create(
            signup=signup, start=START, end=demand.shift.end, source="shift", decision="approved", decided_at=NOW
        )
        entry = HoursEntry.objects.create(
            signup=signup, person=person, day=START.date(), minutes=60, claim=claim, by=self.people[GENERAL]
        )
        days = {"since": NOW.date(), "until": START.date()}
        certificate = HoursCertificate.objects.create(person=person, minutes=60, occasions=1, **days)
        briefing = Qualification.objects.create(slug="briefing", name_ja="説明会", name_en="Briefing")
        grant = QualificationGrant.objects.create(person=person, qualification=briefing, granted_on=NOW.date())
        self.arguments = {
            "hours": [entry.pk],
            "grant": [grant.pk],
            "hours of": [person.pk],
            "certificate": [certificate.pk],
            "series": [series.pk],
            "duty": [series.pk, duty.pk],
            "event": [event.pk],
            None: [],
            "kind": ["shifts"],
            "import": [batch.pk],
            "letter": [letter.pk],
            "demand": [demand.pk],
            "shift": [demand.shift_id],
            "signup": [signup.pk],
        }
        self.rows = {
            "shift": demand.shift,
            "place": demand.shift.place,
            "role": demand.role,
            "signup": signup,
            "shifttemplate": ShiftTemplate.objects.create(
                name_ja="型", name_en="Mould", place=demand.shift.place, **times
            ),
            "event": event,
            "restday": RestDay.objects.first() or RestDay.objects.create(date=NOW.date(), name_ja="休", name_en="Off"),
            "zone": zone,
            "coordinator": Coordinator.objects.get(person=far),
        }

    def reader(self):
        """Staff who may look at shifts and sign-ups and change nothing."""
        person = make_person(is_staff=True)
        may = Permission.objects.filter(codename__in=["view_shift", "view_signup", "access_admin"])
        group = Group.objects.create(name="Readers")
        group.permissions.set(may)
        person.groups.add(group)
        return person


def gets_in(client, address) -> bool:
    """Whether the door opens: Wagtail sends whoever may not to its home page; a page that only takes a form, and a
    form that leads on, are inside."""
    response = client.get(address)
    if response.status_code == 405:
        response = client.post(address, {"action": "nonsense", "digest": "nonsense"})
        if response.status_code == 302:
            return "/accounts/" not in response["Location"] and response["Location"] != reverse("wagtailadmin_home")
        return response.status_code == 400
    return response.status_code == 200


def test_every_address_of_our_own_stands_in_the_table():
    ours = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("volunteers_")}
    assert ours == set(MAY)


def test_every_list_of_our_own_stands_in_the_table():
    ours = {model._meta.model_name for model in get_snippet_models() if model._meta.app_label == "volunteers"}
    assert ours == set(MAY_IN_LISTS)


@pytest.mark.parametrize("name", sorted(MAY))
def test_who_gets_in(client, name):
    house = House()
    about, expected = MAY[name]
    address = reverse(name, args=house.arguments[about]) + ASKED_FOR.get(name, "")
    found = set()
    for who in EVERYBODY:
        client.force_login(house.people[who])
        if gets_in(client, address):
            found.add(who)
    assert found == expected


@pytest.mark.parametrize("name", sorted(MAY))
def test_a_stranger_is_sent_to_sign_in(client, name):
    about, _expected = MAY[name]
    response = client.post(reverse(name, args=House().arguments[about]))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


@pytest.mark.parametrize("model", sorted(MAY_IN_LISTS))
def test_who_gets_into_wagtails_lists_and_forms(client, model):
    house = House()
    row = house.rows[model]
    doors = {
        "list": reverse(f"wagtailsnippets_volunteers_{model}:list"),
        "add": reverse(f"wagtailsnippets_volunteers_{model}:add"),
        "edit": reverse(f"wagtailsnippets_volunteers_{model}:edit", args=[row.pk]),
        "history": reverse(f"wagtailsnippets_volunteers_{model}:history", args=[row.pk]),
        "usage": reverse(f"wagtailsnippets_volunteers_{model}:usage", args=[row.pk]),
    }
    found = {door: set() for door in doors}
    for who in EVERYBODY:
        client.force_login(house.people[who])
        for door, address in doors.items():
            if gets_in(client, address):
                found[door].add(who)
    lists, adds, opens = MAY_IN_LISTS[model]
    assert (found["list"], found["add"], found["edit"]) == (lists, adds, opens)
    if model in {"shift", "place", "signup", "shifttemplate", "event"}:
        assert FAR not in found["history"] | found["usage"]


def test_lists_of_a_limited_coordinator_hold_their_places_only(client):
    house = House()
    client.force_login(house.people[NEAR])
    for model in ("shift", "place", "signup"):
        page = client.get(reverse(f"wagtailsnippets_volunteers_{model}:list"))
        assert list(page.context["object_list"]) == [house.rows[model]]


def test_a_shift_cannot_be_moved_to_a_place_out_of_reach(client):
    house = House()
    shift, elsewhere = house.rows["shift"], make_demand(start=START).shift.place
    client.force_login(house.people[NEAR])
    address = reverse("wagtailsnippets_volunteers_shift:edit", args=[shift.pk])
    form = client.get(address).context["form"]
    assert list(form.fields["place"].queryset) == [shift.place]
    assert elsewhere not in form.fields["place"].queryset
