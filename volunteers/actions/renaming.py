"""Editing places and roles: every calendar that shows their names hears of it."""

from django.db import transaction

from portal.calendars.stamp import stamp_changed
from portal.people.models import Person
from volunteers.models import Place, Role, Shift
from volunteers.models.shifts import ShiftQuerySet

SHOWN_OF_A_PLACE = ("name_ja", "name_en", "address_ja", "address_en", "lat", "lng", "discreet")
SHOWN_OF_A_ROLE = ("name_ja", "name_en")


@transaction.atomic
def change_place(*, place: Place, by: Person) -> Place:
    """Save an edited place; its shifts are stamped where a calendar shows the difference."""
    before = Place.objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)
    place.save()
    if any(getattr(before, name) != getattr(place, name) for name in SHOWN_OF_A_PLACE):
        stamp_all(Shift.objects.published().filter(place=place).order_by("pk"))
    return place


@transaction.atomic
def change_role(*, role: Role, by: Person) -> Role:
    """Save an edited role; its shifts are stamped where a calendar shows the difference."""
    before = Role.objects.select_for_update(of=("self",), no_key=True).get(pk=role.pk)
    role.save()
    if any(getattr(before, name) != getattr(role, name) for name in SHOWN_OF_A_ROLE):
        stamp_all(Shift.objects.published().with_role_in([role.pk]).order_by("pk"))
    return role


def stamp_all(shifts: ShiftQuerySet) -> None:
    """Once each."""
    for shift in shifts:
        stamp_changed(shift)
