"""Events with many places, squads, and the way between two places (volunteering.md 2 and 12)."""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone, translation

from portal.people.errors import Refused
from tests.factories.people import make_person
from tests.factories.volunteers import make_demand, make_place, make_role, make_shift, make_signup, tokyo
from volunteers import actions
from volunteers.models import (
    Coordinator,
    Demand,
    Event,
    Shift,
    ShiftState,
    ShiftTemplate,
    Signup,
    Squad,
    SquadMember,
    TemplateDemand,
)
from volunteers.queries.events import squads_of

pytestmark = pytest.mark.django_db
NOW = tokyo(2027, 1, 4, 10)
RACE = dt.date(2027, 3, 7)


@pytest.fixture(autouse=True)
def travel(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "second_factor" not in name]
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def boss():
    return make_person()


@pytest.fixture
def coordinator(client):
    person = make_person(is_staff=True)
    person.groups.add(Group.objects.get(name="Coordinators"))
    client.force_login(person)
    return person


@pytest.fixture
def event():
    return Event.objects.create(
        slug="race-2027", name_ja="東京マラソン2027", name_en="Race 2027", main_day=RACE, is_public=True
    )


def point(km, **fields):
    return make_place(km=km, **fields)


def race_shift(event, place, hour=10, hours=3, day=RACE, **fields):
    start = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    shift = make_shift(event=event, place=place, start=start, hours=hours, **fields)
    return make_demand(shift=shift, capacity=12)


def test_cloning_makes_drafts_on_the_same_weekday_with_places_roles_and_squads_and_no_people(event, boss):
    demand = race_shift(event, point(20))
    expo = race_shift(event, make_place(), day=RACE - dt.timedelta(days=3))
    cancelled = race_shift(event, make_place())
    actions.cancel_shift(shift=cancelled.shift, by=boss)
    make_signup(demand=demand)
    Squad.objects.create(shift=demand.shift, name_ja="1班", name_en="Squad 1", leader=boss)
    clone = actions.clone_event(
        event=event,
        main_day=dt.date(2028, 3, 5),
        slug="race-2028",
        name_ja="東京マラソン2028",
        name_en="Race 2028",
        by=boss,
    )
    copies = list(Shift.objects.filter(event=clone).order_by("start"))
    assert [copy.start for copy in copies] == [tokyo(2028, 3, 2, 10), tokyo(2028, 3, 5, 10)]
    assert {copy.state for copy in copies} == {ShiftState.DRAFT}
    assert [copy.place for copy in copies] == [expo.shift.place, demand.shift.place]
    assert [each.role for each in Demand.objects.filter(shift__event=clone).order_by("shift__start")] == [
        expo.role,
        demand.role,
    ]
    assert not Signup.objects.filter(shift__event=clone).exists()
    assert Squad.objects.get(shift=copies[1]).leader is None
    assert (clone.cloned_from, clone.is_public) == (event, False)
    assert Shift.objects.get(pk=demand.shift_id).state == ShiftState.OPEN


def test_opening_an_event_opens_every_draft_and_its_page(client, event, boss):
    race_shift(event, point(20))
    clone = actions.clone_event(
        event=event, main_day=dt.date(2028, 3, 5), slug="r28", name_ja="28", name_en="28", by=boss
    )
    assert client.get("/ja/shifts/events/r28/").status_code == 404
    assert len(actions.open_event(event=clone, by=boss)) == 1
    assert client.get("/ja/shifts/events/r28/").status_code == 200


def test_a_template_makes_a_draft_on_a_day(event, boss):
    role = make_role()
    template = ShiftTemplate.objects.create(
        name_ja="EXPO 午前",
        name_en="EXPO, morning",
        place=make_place(),
        meets=dt.time(9, 30),
        begins=dt.time(10),
        ends=dt.time(13),
    )
    TemplateDemand.objects.create(template=template, role=role, min_needed=2, capacity=4)
    shift = actions.use_template(template=template, day=RACE, event=event, by=boss)
    assert (shift.start, shift.state, shift.event) == (tokyo(2027, 3, 7, 10), ShiftState.DRAFT, event)
    assert Demand.objects.get(shift=shift).capacity == 4


def test_squads_keep_ten_people_and_have_a_leader_from_among_them(event, boss):
    demand = race_shift(event, point(20))
    for _ in range(12):
        make_signup(demand=demand)
    assert actions.form_squads(shift=demand.shift, by=boss) == 12
    first, second = squads_of(demand.shift)
    assert (len(first.signups), len(second.signups)) == (10, 2)
    with pytest.raises(Refused):
        actions.name_leader(squad=first.squad, leader=second.signups[0].person, by=boss)
    actions.name_leader(squad=first.squad, leader=first.signups[0].person, by=boss)
    with pytest.raises(Refused):
        actions.move_to_squad(signup=second.signups[0], squad=first.squad, by=boss)
    actions.move_to_squad(signup=first.signups[1], squad=second.squad, by=boss)
    assert [len(each.signups) for each in squads_of(demand.shift)] == [9, 3]
    assert SquadMember.objects.count() == 12


def test_a_member_sees_the_squad_and_who_leads_and_nobody_else_does(client, event, boss):
    demand = race_shift(event, point(20))
    signup = make_signup(demand=demand, person=make_person(language="en"))
    actions.form_squads(shift=demand.shift, by=boss)
    actions.name_leader(squad=Squad.objects.get(), leader=signup.person, by=boss)
    page = f"/en/shifts/{demand.shift_id}/"
    assert "Your squad" not in client.get(page).content.decode()
    client.force_login(signup.person)
    assert "Your squad: Squad 1" in client.get(page).content.decode()


def test_who_gave_the_place_back_leaves_the_squad(event, boss):
    demand = race_shift(event, point(20))
    signup = make_signup(demand=demand)
    actions.form_squads(shift=demand.shift, by=boss)
    actions.withdraw(person=signup.person, shift=demand.shift, by=signup.person)
    assert squads_of(demand.shift)[0].signups == []


# The way between two places.


def refusal(person, demand):
    with pytest.raises(actions.Overlapping) as caught:
        actions.sign_up(person=person, demand=demand, by=person)
    return caught.value.sentence


def test_closed_roads_keep_one_at_a_point_and_the_refusal_says_until_when(event):
    person = make_person(language="en")
    kuramae = point(20, name_en="Kuramae", leave_after=dt.time(13, 30), travel_minutes=45)
    make_signup(person=person, demand=race_shift(event, kuramae, hour=10, hours=2))
    late = race_shift(event, point(39, name_en="Hibiya"), hour=14, hours=1)
    with translation.override("en"):
        assert refusal(person, late) == (
            "The roads at Kuramae open again at 13:30. With 45 minutes for the way you are at Hibiya at 14:15, "
            "but people meet there at 13:45."
        )
    actions.sign_up(person=person, demand=race_shift(event, point(40), hour=15, hours=1), by=person)


def test_one_must_be_at_a_point_before_the_roads_close(event):
    person = make_person(language="en")
    make_signup(
        person=person, demand=race_shift(event, make_place(name_en="Office", travel_minutes=30), hour=8, hours=1)
    )
    hibiya = point(39, name_en="Hibiya", arrive_by=dt.time(9, 15))
    with translation.override("en"):
        assert refusal(person, race_shift(event, hibiya, hour=11)) == (
            "Your shift at Office ends at 9:00. With 30 minutes for the way you are at Hibiya at 9:30, "
            "but the roads there close at 9:15."
        )


def test_at_one_point_a_second_shift_follows_without_a_way(event):
    person = make_person()
    kuramae = point(20, arrive_by=dt.time(9), leave_after=dt.time(15))
    make_signup(person=person, demand=race_shift(event, kuramae, hour=10, hours=1))
    assert actions.sign_up(person=person, demand=race_shift(event, kuramae, hour=12, hours=1), by=person)


def test_a_new_closure_stretches_the_time_of_who_has_a_place(event, boss):
    place = point(20)
    signup = make_signup(demand=race_shift(event, place))
    place.arrive_by, place.leave_after = dt.time(8), dt.time(16)
    actions.change_place(place=place, by=boss)
    signup.refresh_from_db()
    assert signup.away_from == tokyo(2027, 3, 7, 8)
    assert signup.away_until == tokyo(2027, 3, 7, 16, 30)


# Pages.


def test_the_page_of_an_event_shows_places_in_the_order_of_the_course(client, event):
    race_shift(event, point(39, name_en="Hibiya"))
    race_shift(event, point(20, name_en="Kuramae", arrive_by=dt.time(9, 30), leave_after=dt.time(13, 30)))
    race_shift(event, make_place(name_en="Big Sight"), day=RACE - dt.timedelta(days=3))
    page = client.get("/en/shifts/events/race-2027/")
    html = page.content.decode()
    assert html.index("Big Sight") < html.index("Kuramae") < html.index("Hibiya")
    assert "Be there by 9:30" in html


def folds(html):
    """Which places are open, in order."""
    return [" open" in tag for tag in re.findall(r'<details class="spot"[^>]*>', html)]


def test_a_long_event_unfolds_its_first_place_and_those_where_the_reader_comes(client, event):
    for km in (10, 20, 30, 39):
        race_shift(event, point(km))
    expo = race_shift(event, make_place(name_en="Big Sight"), day=RACE - dt.timedelta(days=3))
    signup = make_signup(demand=Shift.objects.get(event=event, place__km=30).demands.get())
    html = client.get("/en/shifts/events/race-2027/").content.decode()
    assert folds(html) == [True, False, False, False, False]
    assert f'href="#day-{expo.shift.day}"' in html
    assert f'id="day-{expo.shift.day}"' in html
    client.force_login(signup.person)
    html = client.get("/en/shifts/events/race-2027/").content.decode()
    assert folds(html) == [True, False, False, True, False]
    assert "You are signed up here" in html


def test_a_short_event_is_read_at_a_glance(client, event):
    for km in (10, 39):
        race_shift(event, point(km))
    html = client.get("/en/shifts/events/race-2027/").content.decode()
    assert folds(html) == [True, True]
    assert 'class="daystrip' not in html


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_an_event_takes_as_many_queries_for_twelve_shifts_as_for_one(
    client, event, count, django_assert_num_queries
):
    for n in range(count):
        race_shift(event, point(n + 1))
    client.get("/en/shifts/events/race-2027/")
    with django_assert_num_queries(5):
        client.get("/en/shifts/events/race-2027/")


def test_the_wizard_proposes_next_year_shows_what_it_makes_and_loses_nothing(client, coordinator, event):
    race_shift(event, point(20))
    url = reverse("volunteers_event_clone", args=[event.pk])
    initial = client.get(url).context["form"].initial
    assert initial == {
        "main_day": dt.date(2028, 3, 5),
        "name_ja": "東京マラソン2028",
        "name_en": "Race 2028",
        "slug": "race-2028",
    }
    data = initial | {"main_day": "2028-03-05"}
    preview = client.post(url, data | {"preview": "1"})
    assert [row.start for row in preview.context["rows"]] == [tokyo(2028, 3, 5, 10)]
    assert Event.objects.count() == 1
    assert 'value="race-2028"' in client.post(url, data | {"edit": "1"}).content.decode()
    client.post(url, data | {"save": "1"})
    clone = Event.objects.get(slug="race-2028")
    html = client.get(reverse("volunteers_event", args=[clone.pk])).content.decode()
    assert client.post(reverse("volunteers_event_open", args=[clone.pk])).status_code == 302
    assert html
    assert Shift.objects.get(event=clone).state == ShiftState.OPEN


@pytest.mark.parametrize(
    "name", ["volunteers_events", "volunteers_event", "volunteers_event_clone", "volunteers_squads"]
)
def test_a_volunteer_stays_outside(client, event, name):
    shift = race_shift(event, point(20)).shift
    client.force_login(make_person())
    args = {"volunteers_events": [], "volunteers_squads": [shift.pk]}.get(name, [event.pk])
    assert client.get(reverse(name, args=args)).status_code in {302, 403}


def test_the_office_forms_squads_and_names_leaders(client, coordinator, event):
    demand = race_shift(event, point(20))
    signup = make_signup(demand=demand)
    url = reverse("volunteers_squads", args=[demand.shift_id])
    client.post(url, {"do": "form"})
    squad = Squad.objects.get()
    client.post(url, {"do": "lead", "squad": squad.pk, "signup": signup.pk})
    squad.refresh_from_db()
    assert squad.leader == signup.person
    assert signup.person.display_name in client.get(url).content.decode()


WORDS = {"name_ja": "青班", "name_en": "Blue", "spot_ja": "橋の上", "spot_en": "On the bridge", "places": "6"}


def test_the_office_makes_one_squad_renames_it_and_removes_it_while_it_is_empty(client, coordinator, event):
    demand = race_shift(event, point(20))
    url = reverse("volunteers_squads", args=[demand.shift_id])
    client.post(url, WORDS | {"do": "add"})
    squad = Squad.objects.get()
    assert (squad.name_ja, squad.spot_en, squad.places) == ("青班", "On the bridge", 6)
    client.post(url, WORDS | {"do": "change", "squad": squad.pk, "name_ja": "赤班"})
    assert Squad.objects.get().name_ja == "赤班"
    make_signup(demand=demand)
    actions.form_squads(shift=demand.shift, by=coordinator)
    client.post(url, {"do": "remove", "squad": squad.pk})
    assert Squad.objects.exists()
    SquadMember.objects.all().delete()
    client.post(url, {"do": "remove", "squad": squad.pk})
    assert not Squad.objects.exists()


@pytest.mark.parametrize("changes", [{"name_ja": "青班"}, {"name_en": ""}, {"places": "0"}])
def test_a_squad_that_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(client, coordinator, event, changes):
    demand = race_shift(event, point(20))
    url = reverse("volunteers_squads", args=[demand.shift_id])
    client.post(url, WORDS | {"do": "add"})
    page = client.post(url, WORDS | {"name_ja": "緑班", "spot_ja": "駅の前", "do": "add"} | changes)
    assert page.context["adding"].errors
    assert "駅の前" in page.content.decode()
    assert Squad.objects.count() == 1


def test_squads_of_another_zone_are_out_of_reach(client, coordinator, event):
    demand = race_shift(event, point(20))
    row = Coordinator.objects.create(person=coordinator, everywhere=False)
    row.places.add(make_place())
    url = reverse("volunteers_squads", args=[demand.shift_id])
    assert client.post(url, WORDS | {"do": "add"}).status_code in {302, 403}
    assert not Squad.objects.exists()
