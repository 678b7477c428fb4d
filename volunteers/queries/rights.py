"""How far a coordinator's rights reach. The one place that decides about places and zones (volunteering.md 13)."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from portal.people.models import Person
from volunteers.models import Coordinator, Place, Shift, Signup
from volunteers.models.shifts import ShiftQuerySet

MAY_LOOK = "volunteers.view_shift"
MAY_CHANGE = "volunteers.change_shift"
MAY_SEE_PEOPLE = "volunteers.view_signup"


@dataclass(frozen=True)
class Reach:
    """What lies within somebody's rights: everything, or some places."""

    everywhere: bool
    places: frozenset[int] = field(default_factory=frozenset)

    def has_place(self, place_id: int | None) -> bool:
        return self.everywhere or place_id in self.places

    def has(self, shift: Shift) -> bool:
        return self.has_place(shift.place_id)

    def shifts(self, rows: ShiftQuerySet) -> ShiftQuerySet:
        """Those of `rows` within reach."""
        return rows if self.everywhere else rows.filter(place__in=self.places)

    def signups(self, rows: QuerySet[Signup]) -> QuerySet[Signup]:
        return rows if self.everywhere else rows.filter(shift__place__in=self.places)

    def places_of(self, rows: QuerySet[Place]) -> QuerySet[Place]:
        return rows if self.everywhere else rows.filter(pk__in=self.places)


def reach_of(person: Person) -> Reach:
    """Superusers, and coordinators without a limit, reach everything; at most two queries."""
    if person.is_superuser:
        return Reach(everywhere=True)
    row = Coordinator.objects.filter(person=person).first()
    if row is None or row.everywhere:
        return Reach(everywhere=True)
    within = Place.objects.filter(Q(zone__in=row.zones.all()) | Q(coordinators=row))
    return Reach(everywhere=False, places=frozenset(within.values_list("pk", flat=True)))


def may(person: Person, permission: str, shift: Shift) -> bool:
    """Whether `person`, one of the staff, holds `permission` and `shift` lies within their reach."""
    return person.is_staff and person.has_perm(permission) and reach_of(person).has(shift)


def coordinators_of(place_id: int) -> list[Person]:
    """Active people who may change shifts and whose reach has the place, superusers aside (they hear of enough)."""
    may_change = Q(user_permissions__codename="change_shift") | Q(groups__permissions__codename="change_shift")
    people = Person.objects.filter(may_change, is_active=True, is_staff=True).distinct().order_by("pk")
    return [person for person in people if reach_of(person).has_place(place_id)]
