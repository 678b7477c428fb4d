"""The link in a mail that shows one person's place in one shift and lets them answer, without signing in.

Half of those who have a place joined by a mail and never chose a password; a telephone's mail program opens links in a browser
that knows nobody. The link opens nothing else: no name of others, no profile, no calendar (volunteering.md 11).
"""

from dataclasses import dataclass

from django.core import signing

from portal.people.models import Person
from volunteers.models import Shift, Signup

SALT = "volunteers.seat"


@dataclass(frozen=True)
class SeatLink:
    """Whose link, and for which shift; `signup` is what stands there now, if anything does."""

    person: Person
    shift: Shift
    signup: Signup | None


def seat_token(signup: Signup) -> str:
    """What the link in the mails about a seat carries; empty for a seat that nobody sits on yet."""
    return signing.dumps([signup.shift_id, signup.person_id], salt=SALT) if signup.person_id else ""


def seat_of(token: str) -> SeatLink | None:
    """What is behind a link; None for anything that we did not write, and for whoever left the portal."""
    try:
        shift_pk, person_pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=person_pk, is_active=True).first()
    shift = Shift.objects.published().select_related("place", "lead").filter(pk=shift_pk).first()
    if person is None or shift is None:
        return None
    live = Signup.objects.live().filter(person=person, shift=shift).with_turn()
    return SeatLink(person, shift, live.select_related("demand__role", "shift__place").first())
