"""Who keeps the list of a shift besides its lead."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.models import Person
from volunteers.models import Captain, Shift, Signup
from volunteers.queries.own_people import ON_THE_LIST

from .refusals import NotSignedUp


@transaction.atomic
def appoint_captain(*, shift: Shift, person: Person, by: Person) -> Captain:
    """Let somebody who has a place at this shift keep its list, and see the names on it. Raises NotSignedUp."""
    if not Signup.objects.filter(shift=shift, person=person, status__in=ON_THE_LIST).exists():
        raise NotSignedUp(_("Only somebody with a place at this shift can keep its list."))
    return Captain.objects.get_or_create(shift=shift, person=person)[0]


@transaction.atomic
def dismiss_captain(*, shift: Shift, person: Person, by: Person) -> None:
    """The list is closed to this person again."""
    Captain.objects.filter(shift=shift, person=person).delete()
