"""Editing places and roles: every calendar that shows their names hears of it."""

from django.db import transaction

from portal.calendars.stamp import stamp_changed
from portal.people.models import Person
from volunteers.models import Demand, Place, Role, Shift, Signup
from volunteers.models.shifts import ShiftQuerySet

from .locks import lock
from .planning import refuse_clashes

SHOWN_OF_A_PLACE = ("name_ja", "name_en", "address_ja", "address_en", "lat", "lng", "discreet")
WAY_TO_A_PLACE = ("travel_minutes", "arrive_by", "leave_after")
SHOWN_OF_A_ROLE = ("name_ja", "name_en")


@transaction.atomic
def change_place(*, place: Place, by: Person) -> Place:
    """Save an edited place; its shifts are stamped where a calendar shows the difference.

    Raises WouldClash where a longer way from it would keep somebody from the next place.
    """
    before = Place.objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)
    place.save()
    if any(getattr(before, name) != getattr(place, name) for name in SHOWN_OF_A_PLACE):
        stamp_all(Shift.objects.published().filter(place=place).order_by("pk"))
    if any(getattr(before, name) != getattr(place, name) for name in WAY_TO_A_PLACE):
        stretch_ways(list(Shift.objects.upcoming().filter(place=place).select_related("place").order_by("pk")))
    return place


@transaction.atomic
def change_role(*, role: Role, by: Person) -> Role:
    """Save an edited role; its shifts are stamped where a calendar shows the difference."""
    before = Role.objects.select_for_update(of=("self",), no_key=True).get(pk=role.pk)
    role.save()
    if any(getattr(before, name) != getattr(role, name) for name in SHOWN_OF_A_ROLE):
        stamp_all(Shift.objects.published().with_role_in([role.pk]).order_by("pk"))
    return role


def stretch_ways(shifts: list[Shift]) -> None:
    """Give every sign-up the new time that the way from its place takes. Raises WouldClash."""
    people = Signup.objects.live().filter(shift__in=shifts).values_list("person_id", flat=True)
    lock(people=people, demands=Demand.objects.filter(shift__in=shifts).values_list("pk", flat=True))
    for shift in shifts:
        refuse_clashes(shift, list(Signup.objects.holding().filter(shift=shift).select_related("person")))
        Signup.objects.filter(shift=shift).update(away_from=shift.away_from, away_until=shift.away_until)


def stamp_all(shifts: ShiftQuerySet) -> None:
    """Once each."""
    for shift in shifts:
        stamp_changed(shift)
