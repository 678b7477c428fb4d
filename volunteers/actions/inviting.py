"""Calendar invitations in the mails of shifts (calendars.md 23, 24)."""

from django.utils import translation

from portal.calendars.invitation import File, invitation
from volunteers.models import CALENDAR_STATE, Signup, Status
from volunteers.queries.diary import occasion_of

# These change what stands in the reader's calendar while the place is theirs; other mails leave it alone.
INVITING = frozenset({"shift_confirmed", "shift_moved"})


def calendar_file(template: str, signup: Signup) -> list[File]:
    """What `template` carries for the calendar of the person of `signup`: an invitation, its end, or nothing.

    A CANCEL goes only to whom a REQUEST went, and whoever has no account here has no calendar that we know of.
    """
    state = CALENDAR_STATE.get(Status(signup.status))
    ends = state == "cancelled" and signup.confirmed_at is not None
    invites = state == "confirmed" and (template in INVITING or brings_news(template, signup))
    if signup.person_id is None or not (ends or invites):
        return []
    person = signup.reader
    with translation.override(person.language):
        occasion = occasion_of(signup.shift_id, person)
    if occasion is None or occasion.state == "tentative":
        return []
    return [invitation(occasion, to=person.email, language=person.language)]


def brings_news(template: str, signup: Signup) -> bool:
    """A shift that was only given another name moves nobody and earns no mail of its own; the reminder, which goes
    anyway, brings the invitation up to date (RFC 5546, 2.1.4: another SUMMARY alone does not oblige the organizer)."""
    since = signup.confirmed_at
    return template == "shift_reminder" and since is not None and signup.shift.calendar_changed_at > since
