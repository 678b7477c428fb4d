"""The captain's list: who may see it, what phones send, and what is the same without JavaScript (volunteering.md 9, 11)."""

import datetime as dt
import json
import uuid

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import signing
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_signup, tokyo
from volunteers import actions
from volunteers.models import Captain, Coordinator, Guest, HoursClaim, Mark, Signup, Status
from volunteers.queries.days import CODE_SALT

pytestmark = pytest.mark.django_db
START = tokyo(2027, 1, 12, 10)


def minutes(number: float) -> dt.datetime:
    return START + dt.timedelta(minutes=number)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(minutes(-1440), tick=False) as traveller:
        yield traveller


@pytest.fixture
def demand(clock):
    return make_demand(start=START, hours=3, capacity=3)


@pytest.fixture
def signup(demand):
    return make_signup(demand=demand)


@pytest.fixture
def captain(demand, signup, clock, client):
    """Somebody with a place whom the lead has chosen, signed in, ten minutes into the shift."""
    person = make_signup(demand=demand).person
    Captain.objects.create(shift=demand.shift, person=person)
    clock.move_to(minutes(10))
    client.force_login(person)
    return person


@pytest.fixture
def second_captain(demand, clock):
    person = make_signup(demand=demand).person
    Captain.objects.create(shift=demand.shift, person=person)
    return person


def url(name, shift, *more):
    return reverse(f"volunteers:{name}", args=[shift.pk, *more])


def status(signup):
    return Signup.objects.get(pk=signup.pk).status


def wire(kind, signup=None, *, at=5.0, key=None, **more):
    """A mark as the phone writes it."""
    moment = minutes(at).astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"key": str(key or uuid.uuid4()), "at": moment, "kind": kind, "signup": signup and signup.pk, **more}


def sync(client, shift, *marks):
    return client.post(url("sync-list", shift), json.dumps({"marks": marks}), content_type="application/json")


# --- who may --------------------------------------------------------------------------------------------------------


def coordinator(**reach):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Coordinators"))
    if reach:
        Coordinator.objects.create(person=person, **reach)
    return person


WHO = [
    "visitor", "volunteer", "captain of another shift", "captain who gave the place back", "coordinator elsewhere", "captain",
    "lead", "coordinator",
]  # fmt: skip
# What each may do: see the list and mark on it; choose captains; decide about hours of this shift.
MAY = {
    "visitor": (302, 302, 302),
    "volunteer": (403, 403, 403),
    "captain of another shift": (403, 403, 403),
    "captain who gave the place back": (403, 403, 403),
    "coordinator elsewhere": (403, 403, 404),
    "captain": (200, 403, 403),
    "lead": (200, 302, 302),
    "coordinator": (200, 302, 302),
}


def somebody(who, shift):
    if who == "visitor":
        return None
    if who == "coordinator":
        return coordinator()
    if who == "coordinator elsewhere":
        return coordinator(everywhere=False)
    person = make_person()
    if who == "lead":
        shift.lead = person
        shift.save()
    if who.startswith("captain"):
        at = make_demand(start=START).shift if who == "captain of another shift" else shift
        make_signup(demand=at.demands.get(), person=person)
        actions.appoint_captain(shift=at, person=person, by=make_person())
        if who == "captain who gave the place back":
            signup = Signup.objects.get(shift=at, person=person)
            Signup.objects.filter(pk=signup.pk).update(status=Status.CANCELLED_BY_VOLUNTEER)
    return person


@pytest.mark.parametrize("who", WHO)
def test_who_may_do_what(client, clock, demand, signup, who):
    shift, person = demand.shift, somebody(who, demand.shift)
    clock.move_to(minutes(10))
    if person:
        client.force_login(person)
    sees, chooses, decides = MAY[who]
    marks = {"visitor": 302}.get(who, 302 if sees == 200 else 403)

    assert client.get(url("captains-list", shift)).status_code == sees
    assert client.get(url("scan-code", shift, signing.dumps(signup.pk, salt=CODE_SALT))).status_code == sees
    form = {"signup": signup.pk, "key": uuid.uuid4(), "kind": "here"}
    assert client.post(url("mark-line", shift), form).status_code == marks
    assert client.post(url("add-arrival", shift), {}).status_code == marks
    assert client.post(url("close-list", shift)).status_code == marks
    synced = sync(client, shift).status_code
    assert synced == {"visitor": 401}.get(who, sees)
    assert client.post(url("choose-captain", shift), {"signup": signup.pk}).status_code == chooses
    claim = HoursClaim.objects.create(signup=signup, start=minutes(0), end=minutes(60), source="shift")
    response = client.post(reverse("volunteers:decide-hours", args=[claim.pk]), {"do": "decline", "reason": "別の日"})
    assert response.status_code == decides
    assert (status(signup) == Status.CHECKED_IN) == (sees == 200)


def test_names_are_seen_by_keepers_only(client, captain, signup):
    name = signup.person.display_name
    assert name in client.get(url("captains-list", signup.shift)).content.decode()
    client.force_login(make_person())
    for page in ("captains-list", "shift-detail"):
        assert name not in client.get(url(page, signup.shift)).content.decode()


def test_only_somebody_on_the_list_can_be_chosen_and_it_is_logged(client, clock, demand, signup):
    client.force_login(coordinator())
    client.post(url("choose-captain", demand.shift), {"signup": signup.pk})
    assert Captain.objects.get().person == signup.person
    client.post(url("choose-captain", demand.shift), {"captain": Captain.objects.get().pk, "do": "dismiss"})
    assert not Captain.objects.exists()
    assert ModelLogEntry.objects.get(action="volunteers.dismiss_captain").data == {"person": signup.person_id}
    with pytest.raises(actions.NotSignedUp):
        actions.appoint_captain(shift=demand.shift, person=make_person(), by=make_person())


def test_a_captain_who_gave_the_place_back_can_still_be_taken_off(client, demand, signup):
    client.force_login(coordinator())
    client.post(url("choose-captain", demand.shift), {"signup": signup.pk})
    actions.withdraw(person=signup.person, shift=demand.shift, by=signup.person)
    assert "受付係から外す" in client.get(url("captains-list", demand.shift)).content.decode()
    client.post(url("choose-captain", demand.shift), {"captain": Captain.objects.get().pk, "do": "dismiss"})
    assert not Captain.objects.exists()
    assert signup.person.captaincies.count() == 0


def test_the_desk_in_the_office_leads_to_everything_of_the_shift_and_back(client, demand, signup):
    client.force_login(coordinator())
    desk = reverse("volunteers_desk", args=[demand.shift_id])
    page = client.get(desk).content.decode()
    pages = [url("captains-list", demand.shift), url("roster", demand.shift), reverse("volunteers_check_in", args=[demand.shift_id]),
             reverse("volunteers_squads", args=[demand.shift_id]), url("shift-detail", demand.shift)]  # fmt: skip
    assert [page_of for page_of in pages if f'href="{page_of}"' not in page] == []
    assert f'href="{desk}"' in client.get(url("captains-list", demand.shift)).content.decode()
    chosen = client.post(url("choose-captain", demand.shift), {"signup": signup.pk, "from": "desk"})
    assert chosen["Location"] == f"{desk}#captains"
    assert "受付係から外す" in client.get(desk).content.decode()


def test_the_check_in_code_opens_ones_own_page_and_names_nobody(client, demand, signup):
    client.force_login(coordinator())
    page = client.get(reverse("volunteers_check_in", args=[demand.shift_id]))
    assert page.context["address"].endswith(url("today", demand.shift))
    assert signup.person.display_name not in page.content.decode()


# --- phones ----------------------------------------------------------------------------------------------------------


def test_what_waited_on_the_phone_counts_once_however_often_it_is_sent(client, captain, signup):
    marks = [wire("here", signup, at=1), wire("left", signup, at=8)]

    first, second = sync(client, signup.shift, *marks), sync(client, signup.shift, *marks, *marks)

    assert first.json()["results"] == [{"key": mark["key"], "refused": ""} for mark in marks]
    assert second.json()["results"] == first.json()["results"] * 2
    assert Mark.objects.count() == 2
    signup.refresh_from_db()
    assert (signup.status, signup.came_at, signup.left_at) == (Status.CHECKED_IN, minutes(1), minutes(8))
    assert f'data-line="{signup.pk}" data-state="left"' in first.json()["html"]


def test_two_phones_in_any_order_come_to_the_same_and_the_list_says_who_marked_differently(
    client, second_captain, captain, signup
):
    other = second_captain
    sync(client, signup.shift, wire("here", signup, at=6))
    client.force_login(other)

    answer = sync(client, signup.shift, wire("no_show", signup, at=2)).json()

    assert status(signup) == Status.CHECKED_IN
    note = f"10:06に{captain.display_name}さんが「来た」と記録しました（10:02に{other.display_name}さんが記録した「欠席」から変更）。"
    assert note in answer["html"]


def test_a_guest_is_added_once(client, captain, demand):
    arrival = wire("walk_in", demand=demand.pk, name="佐藤")
    for _time in range(3):
        assert sync(client, demand.shift, arrival).json()["results"] == [{"key": arrival["key"], "refused": ""}]
    assert [guest.name for guest in Guest.objects.all()] == ["佐藤"]


def test_a_refused_mark_is_explained_every_time_and_blocks_nothing_behind_it(client, captain, demand, signup):
    late = wire("no_show", signup, at=-5)
    for _time in range(2):
        results = sync(client, demand.shift, late, wire("here", signup)).json()["results"]
        assert results[0]["refused"].startswith("「欠席」は")
        assert results[1]["refused"] == ""
    assert status(signup) == Status.CHECKED_IN


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b'{"marks": 3}', b'{"marks": [3]}', b'{"marks": [{"key": "x"}]}', b"\xff",
        json.dumps({"marks": [{"key": str(uuid.uuid4()), "at": "gestern", "kind": "here", "signup": 1}]}).encode(),
        json.dumps({"marks": [wire("hug")]}).encode(),
        json.dumps({"marks": [wire("here")] * 301}).encode(),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_whole(client, captain, signup, body):
    response = client.post(url("sync-list", signup.shift), body, content_type="application/json")
    assert response.status_code == 400
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3, 30])
def test_the_list_takes_as_many_queries_for_thirty_people_as_for_one(client, clock, people, django_assert_num_queries):
    demand = make_demand(start=START, capacity=40)
    lead = make_person()
    demand.shift.lead = lead
    demand.shift.save()
    for _person in range(people):
        make_signup(demand=demand)
    clock.move_to(minutes(5))
    client.force_login(lead)
    with django_assert_num_queries(10):
        client.get(url("captains-list", demand.shift))


# --- without JavaScript -------------------------------------------------------------------------------------------------


def test_a_form_marks_once_and_another_button_of_the_same_page_counts_too(client, clock, captain, signup):
    form = {"signup": signup.pk, "key": uuid.uuid4()}
    for _time in range(2):
        response = client.post(url("mark-line", signup.shift), {**form, "kind": "here"})
    assert response["Location"].endswith(f"#line-{signup.pk}")
    assert status(signup) == Status.CHECKED_IN
    clock.move_to(minutes(11))
    client.post(url("mark-line", signup.shift), {**form, "kind": "undo"})
    assert status(signup) == Status.CONFIRMED
    assert Mark.objects.count() == 2


def test_a_code_opens_one_name_for_the_captain_and_is_too_old_after_two_hours(client, clock, captain, signup):
    link = url("scan-code", signup.shift, signing.dumps(signup.pk, salt=CODE_SALT))
    page = client.get(link).content.decode()
    assert signup.person.display_name in page
    assert captain.display_name not in page.split("<main", 1)[1]
    clock.move_to(minutes(10 + 121))
    assert client.get(link)["Location"] == url("captains-list", signup.shift)


def test_a_forged_code_opens_nothing(client, captain, signup):
    for token in ("x", signing.dumps(signup.pk, salt="another"), signing.dumps(signup.pk)):
        assert client.get(url("scan-code", signup.shift, token)).status_code == 302


def test_ones_own_day_shows_the_code_and_the_button_in_time(client, clock, signup):
    client.force_login(signup.person)
    page = url("today", signup.shift)
    clock.move_to(minutes(-60))
    assert "check-in" not in client.get(page).content.decode()
    clock.move_to(minutes(-45))
    text = client.get(page).content.decode()
    assert 'data-action="check-in"' in text
    assert 'class="qr"' in text
    assert client.post(url("check-in", signup.shift))["Location"] == page
    assert status(signup) == Status.CHECKED_IN


def test_the_code_on_the_wall_leads_somebody_without_a_place_to_the_shift(client, signup):
    client.force_login(make_person())
    page = client.get(url("today", signup.shift), follow=True)
    assert page.redirect_chain == [(url("shift-detail", signup.shift), 302)]
    assert "このシフトには申し込みがありません" in page.content.decode()
    assert client.get(reverse("volunteers:today", args=[0])).status_code == 404


def test_no_coordinates_are_stored():
    fields = {field.name for model in (Mark, Guest, Captain) for field in model._meta.get_fields()}
    assert not fields & {"lat", "lng", "latitude", "longitude", "position"}


# --- walking in ---------------------------------------------------------------------------------------------------------


def arrive(demand, name, by=None):
    return actions.walk_in(
        shift=demand.shift, arrival=actions.Arrival(demand=demand.pk, name=name), by=by or make_person()
    )


def test_somebody_with_an_account_gets_a_seat_and_is_there(clock, demand, signup):
    clock.move_to(minutes(5))
    person = make_person()
    row = arrive(demand, f" {person.email.upper()} ")
    assert row.refused == ""
    assert (row.signup.person, status(row.signup)) == (person, Status.CHECKED_IN)
    assert arrive(demand, person.email).refused == Mark.Refusal.THERE
    assert arrive(demand, "nobody@example.org").refused == Mark.Refusal.NOBODY
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in person.email)
    assert arrive(demand, wide).refused == Mark.Refusal.THERE


def test_a_full_list_takes_people_only_in_place_of_those_who_did_not_come(clock, demand):
    absent, *_others = [make_signup(demand=demand) for _ in range(3)]
    clock.move_to(minutes(5))
    assert arrive(demand, "佐藤").refused == Mark.Refusal.FULL
    actions.mark(shift=demand.shift, tap=actions.Tap(kind="no_show", signup=absent.pk), by=make_person())
    assert arrive(demand, "佐藤").refused == ""
    assert arrive(demand, "鈴木").refused == Mark.Refusal.FULL


def test_a_rule_of_the_role_holds_at_the_door_too(clock):
    demand = make_demand(start=START)
    demand.role.minimum_age = 18
    demand.role.save()
    clock.move_to(minutes(5))
    young = make_person(birth_date=dt.date(2012, 1, 1))
    assert arrive(demand, young.email).refused == Mark.Refusal.RULE
    assert not Signup.objects.filter(person=young).exists()


def test_a_guest_can_be_taken_off_and_the_name_goes(client, captain, demand):
    guest = arrive(demand, "佐藤").guest
    client.post(url("remove-guest", demand.shift, guest.pk))
    guest.refresh_from_db()
    assert (guest.name, guest.taken_back_at) == ("", minutes(10))
    assert "当日参加" not in client.get(url("captains-list", demand.shift)).context["board"].guests
