"""What people have read and promised, and the insurance they enter."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from portal.people.models import InsuranceCover, Person, insurance_year
from volunteers.models import Promise, Role


def keep_promises(person: Person, role: Role, promised: Collection[str], *, now: dt.datetime) -> None:
    """Write down the ticks of a form, in the versions of this moment. Inside the transaction of a sign-up only."""
    versions = {Promise.Kind.BRIEFING: role.briefing_version, Promise.Kind.PLEDGE: role.pledge_version}
    for kind, version in versions.items():
        if version and kind in promised:
            Promise.objects.create(person=person, role=role, kind=kind, version=version, given_at=now)


@transaction.atomic
def promise(*, person: Person, role: Role, promised: Collection[str]) -> None:
    """Write down what was read and promised for a role of which several dates are taken at once."""
    keep_promises(person, role, promised, now=timezone.now())


@transaction.atomic
def enter_insurance(*, person: Person, year: int, by: Person) -> InsuranceCover:
    """Put `person` on the roster of the volunteer insurance of `year` (1 April to 31 March); a second call changes
    nothing. It begins on the next day, never before 1 April."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    starts = max(tomorrow, dt.date(year, 4, 1))
    cover, _made = InsuranceCover.objects.get_or_create(person=person, year=year, defaults={"starts_on": starts})
    return cover


def insurance_years(today: dt.date) -> list[int]:
    """The years one can enter: the running one, and the next from February on."""
    running = insurance_year(today)
    return [running, running + 1] if today.month in {2, 3} else [running]
