"""Who gets a mail to everyone of a day."""

import datetime as dt
from collections.abc import Sequence

from portal.people.models import Person
from volunteers.models import Shift, Signup, Status

from .choices import with_demands
from .rights import Reach
from .staffing import midnight

EXPECTED = frozenset({Status.CONFIRMED, Status.CHECKED_IN})


def shifts_on(day: dt.date, reach: Reach) -> list[Shift]:
    """The published, not cancelled shifts of a Tokyo day within reach, in order."""
    rows = Shift.objects.happening().filter(start__gte=midnight(day), start__lt=midnight(day + dt.timedelta(days=1)))
    return list(with_demands(reach.shifts(rows)).order_by("start", "pk"))


def readers_of(shifts: Sequence[Shift]) -> list[tuple[Person, list[Shift]]]:
    """Everybody who is expected in these shifts, once, with their shifts; a party's captain for its unnamed seats."""
    by_pk = {shift.pk: shift for shift in shifts}
    expected = Signup.objects.filter(shift__in=by_pk, status__in=EXPECTED)
    found: dict[int, tuple[Person, list[Shift]]] = {}
    for signup in expected.select_related("person", "party__captain").order_by("period_start", "pk"):
        person, theirs = found.setdefault(signup.reader.pk, (signup.reader, []))
        if person.is_active and by_pk[signup.shift_id] not in theirs:
            theirs.append(by_pk[signup.shift_id])
    return [(person, theirs) for person, theirs in found.values() if theirs]
