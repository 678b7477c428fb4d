"""Which roles a shift needs, and how many of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from volunteers.models import Demand, Role, Shift

from .refusals import CapacityTooSmall, DemandInUse


@dataclass(frozen=True)
class Wanted:
    """A demand as it shall be; `pk` is None for a new one."""

    pk: int | None
    role: Role
    min_needed: int
    capacity: int
    overflow: str


def check_figures(capacity: int, min_needed: int) -> None:
    """Raises CapacityTooSmall."""
    if capacity < max(min_needed, 1):
        raise CapacityTooSmall(_("There must be at least one place, and as many places as people are needed."))


def set_demands(shift: Shift, wanted: Sequence[Wanted]) -> bool:
    """Bring the demands of a locked shift to `wanted`; says whether its roles are others now.

    Raises CapacityTooSmall, or DemandInUse where a role that people signed up for would go.
    """
    before = {demand.pk: demand for demand in Demand.objects.filter(shift=shift)}
    kept = {each.pk for each in wanted if each.pk is not None}
    for demand in before.values():
        if demand.pk not in kept:
            refuse_if_in_use(demand)
            demand.delete()
    for each in wanted:
        check_figures(each.capacity, each.min_needed)
        write(each, before.get(each.pk) if each.pk else None, shift)
    return {demand.role_id for demand in before.values()} != {each.role.pk for each in wanted}


def write(wanted: Wanted, demand: Demand | None, shift: Shift) -> None:
    """Insert or update one demand."""
    if demand is None:
        demand = Demand(shift=shift)
    elif demand.role_id != wanted.role.pk:
        refuse_if_in_use(demand)
    demand.role = wanted.role
    demand.min_needed, demand.capacity, demand.overflow = wanted.min_needed, wanted.capacity, wanted.overflow
    demand.save()


def refuse_if_in_use(demand: Demand) -> None:
    """Raises DemandInUse where anybody ever signed up: nothing that happened is deleted."""
    if demand.signups.exists():
        raise DemandInUse(
            _(
                "People have signed up for “%(role)s”: this role cannot be removed or replaced. Lower its places instead."
            )
            % {"role": demand.role.name}
        )
