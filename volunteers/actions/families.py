"""Families in sessions for juniors: an adult and children take their seats at once, all or none."""

from collections.abc import Collection, Sequence

from django.db import transaction

from portal.people.models import Person
from volunteers.models import Demand, Party, Role

from .juniors import Child, refuse_grade
from .naming import name_child
from .parties import book_party


@transaction.atomic
def bring_children(
    *, guardian: Person, demand: Demand, children: Sequence[Child], by: Person, promised: Collection[str] = ()
) -> Party:
    """Seats for a guardian and children in one demand: capacity counts both. The guardian has agreed for each child.

    Raises WrongGrade, and what book_party and name_child raise; then no seat was taken.
    """
    role = Role.objects.get(pk=demand.role_id)
    for child in children:
        refuse_grade(role, child, demand.shift.day)
    party = book_party(
        captain=guardian, demand=demand, kind=Party.Kind.FAMILY, name=guardian.family_name or guardian.display_name,
        seats=1 + len(children), by=by, promised=promised,
    )  # fmt: skip
    for child in children:
        name_child(party=party, name=child.name, birth_date=child.birth_date, by=by)
    return party
