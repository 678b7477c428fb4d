"""Squads: made, renamed, filled, led. Who stands where is said to the squad alone (volunteering.md 11)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers.models import Shift, Signup, Squad, SquadMember
from volunteers.queries.events import squads_of, without_squad

from .planning import lock_shift

FACTS = ("name_ja", "name_en", "spot_ja", "spot_en", "places")


@transaction.atomic
def add_squad(*, shift: Shift, facts: Mapping[str, Any], by: Person) -> Squad:
    """An empty squad; `facts` are FACTS. Raises Refused where the shift has one of this name."""
    lock_shift(shift)
    refuse_twins(shift, facts["name_ja"])
    return Squad.objects.create(shift=shift, **{name: facts[name] for name in FACTS})


@transaction.atomic
def change_squad(*, squad: Squad, facts: Mapping[str, Any], by: Person) -> Squad:
    """Another name, spot or size. Who stands there stays, even where the squad becomes too small. Raises Refused."""
    lock_shift(squad.shift)
    squad = Squad.objects.select_related("shift").get(pk=squad.pk)
    refuse_twins(squad.shift, facts["name_ja"], but=squad)
    for name in FACTS:
        setattr(squad, name, facts[name])
    squad.save(update_fields=FACTS)
    return squad


@transaction.atomic
def remove_squad(*, squad: Squad, by: Person) -> None:
    """A squad in which nobody stands goes. Raises Refused where somebody does."""
    lock_shift(squad.shift)
    if any(each.signups for each in squads_of(squad.shift) if each.squad.pk == squad.pk):
        raise Refused(_("Somebody stands in this squad. Move everybody first."))
    Squad.objects.filter(pk=squad.pk).delete()


def refuse_twins(shift: Shift, name_ja: str, *, but: Squad | None = None) -> None:
    """Two squads of one shift are told apart by their names."""
    twins = Squad.objects.filter(shift=shift, name_ja=name_ja)
    if any(twin != but for twin in twins):
        raise Refused(_("This shift has a squad of this name already."))


@transaction.atomic
def form_squads(*, shift: Shift, by: Person) -> int:
    """Seat everybody who has a place and no squad: parties together where they fit, then in the order of signing up;
    a new squad where all are full. Returns how many were seated."""
    lock_shift(shift)
    waiting = without_squad(shift)
    seated = 0
    for group in by_party(waiting):
        while group:
            squad, free = roomiest(shift, len(group))
            SquadMember.objects.bulk_create(SquadMember(squad=squad, signup=signup) for signup in group[:free])
            seated += len(group[:free])
            group = group[free:]
    return seated


def by_party(signups: Sequence[Signup]) -> list[list[Signup]]:
    """People of one party in one group; everybody else for themselves."""
    groups: dict[str, list[Signup]] = {}
    for signup in signups:
        key = f"party {signup.party_id}" if signup.party_id else f"alone {signup.pk}"
        groups.setdefault(key, []).append(signup)
    return list(groups.values())


def roomiest(shift: Shift, wanted: int) -> tuple[Squad, int]:
    """The first squad with room for `wanted`, else the one with most room, else a new one; with its free places."""
    lists = squads_of(shift)
    fitting = next((each for each in lists if each.free >= wanted), None)
    best = fitting or max(lists, key=lambda each: each.free, default=None)
    if best is not None and best.free:
        return best.squad, best.free
    number = len(lists) + 1
    squad = Squad.objects.create(shift=shift, name_ja=f"{number}班", name_en=f"Squad {number}")
    return squad, squad.places


@transaction.atomic
def move_to_squad(*, signup: Signup, squad: Squad, by: Person) -> SquadMember:
    """Seat somebody in another squad of the same shift. Raises Refused where it is full or another shift's."""
    lock_shift(signup.shift)
    lists = {each.squad.pk: each for each in squads_of(signup.shift)}
    if squad.pk not in lists:
        raise Refused(_("This squad belongs to another shift."))
    if signup not in lists[squad.pk].signups and not lists[squad.pk].free:
        raise Refused(_("This squad is full."))
    seat, _made = SquadMember.objects.update_or_create(signup=signup, defaults={"squad": squad})
    return seat


@transaction.atomic
def name_leader(*, squad: Squad, leader: Person | None, by: Person) -> Squad:
    """Somebody of the squad leads it; the squad learns the name. Raises Refused for somebody from outside."""
    lock_shift(squad.shift)
    members = {
        signup.person_id for each in squads_of(squad.shift) if each.squad.pk == squad.pk for signup in each.signups
    }
    if leader is not None and leader.pk not in members:
        raise Refused(_("The leader must stand in the squad."))
    squad.leader = leader
    squad.save(update_fields=["leader"])
    return squad
