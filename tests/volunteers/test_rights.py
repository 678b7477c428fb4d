"""Rights by zone (volunteering.md 13)."""

import pytest
from django.contrib.auth.models import Group

from tests.factories.people import make_person
from tests.factories.volunteers import make_place, make_shift
from volunteers.models import Coordinator, Shift, Zone
from volunteers.queries.rights import MAY_CHANGE, coordinators_of, may, reach_of

pytestmark = pytest.mark.django_db


def make_coordinator(*, zones=(), places=(), everywhere=False, **fields):
    person = make_person(is_staff=True, **fields)
    person.groups.add(Group.objects.get(name="Coordinators"))
    row = Coordinator.objects.create(person=person, everywhere=everywhere)
    row.zones.set(zones)
    row.places.set(places)
    return person


@pytest.fixture
def north():
    return Zone.objects.create(name_ja="北", name_en="North")


def test_a_coordinator_without_a_row_reaches_everything():
    person = make_person(is_staff=True)
    assert reach_of(person).everywhere


def test_zones_and_named_places_are_within_reach_and_nothing_else(north):
    in_zone, named, elsewhere = make_place(zone=north), make_place(), make_place()
    reach = reach_of(make_coordinator(zones=[north], places=[named]))
    assert reach.places == {in_zone.pk, named.pk}
    assert not reach.has_place(elsewhere.pk)


def test_taking_the_last_zone_away_leaves_nothing(north):
    shift = make_shift(place=make_place(zone=north))
    person = make_coordinator(zones=[north])
    assert may(person, MAY_CHANGE, shift)
    person.coordinates.zones.clear()
    assert not may(person, MAY_CHANGE, shift)
    assert list(reach_of(person).shifts(Shift.objects.all())) == []


def test_reach_gives_no_permission_that_the_group_does_not_give(north):
    person = make_person()
    Coordinator.objects.create(person=person)
    assert not may(person, MAY_CHANGE, make_shift())


def test_the_people_of_a_place_are_those_whose_reach_has_it(north):
    near, far = make_place(zone=north), make_place()
    local = make_coordinator(zones=[north])
    general = make_coordinator(everywhere=True)
    make_coordinator(is_active=False, everywhere=True)
    assert coordinators_of(near.pk) == [local, general]
    assert coordinators_of(far.pk) == [general]
