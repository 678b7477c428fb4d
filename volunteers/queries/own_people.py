"""Whom squad leaders and captains of parties look after on the day: their own people on the list, and nobody else."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.people.models import Person
from volunteers.models import HOLDING, Shift, Signup, SquadMember, Status

ON_THE_LIST = HOLDING - {Status.OFFERED}


def led_by(person: Person) -> Q:
    """Seats, on lists to which `person` belongs, of the squads they lead and stand in, and of the parties they booked.

    The right ends with the role: with another leader, another squad, or one's own place given back.
    """
    own = Signup.objects.filter(shift=OuterRef("shift"), person=person, status__in=ON_THE_LIST)
    beside = SquadMember.objects.filter(
        squad=OuterRef("squad_seat__squad"), squad__leader=person, signup__person=person,
        signup__status__in=ON_THE_LIST,
    )  # fmt: skip
    return Q(Exists(beside)) | Q(Exists(own), party__captain=person)


def own_people(person: Person | AnonymousUser, shift: Shift) -> QuerySet[Signup]:
    """The seats of `shift` on which `person` may mark; none for most people."""
    if not isinstance(person, Person) or not person.is_active:
        return Signup.objects.none()
    return Signup.objects.filter(led_by(person), shift=shift, status__in=ON_THE_LIST)


def lists_of_own(person: Person) -> QuerySet[Signup]:
    """Seats by which a shift is among those where `person` looks after somebody besides themselves."""
    return Signup.objects.filter(led_by(person), status__in=ON_THE_LIST).exclude(person=person)
