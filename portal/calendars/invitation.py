"""Invitations and their cancellations as files in mail (iTIP, RFC 5546; calendars.md 23).

One REQUEST puts an occasion into the reader's calendar, a later REQUEST with the same UID and a higher SEQUENCE moves
it there, a CANCEL takes it away. The order is the outbox's: give all mail about one occasion and reader one `thread`.
"""

from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.utils import translation
from icalendar import Calendar, Event, vCalAddress

from .ics import PRODID, event_of, tokyo
from .occasion import Occasion

Method = Literal["REQUEST", "CANCEL"]
File = tuple[str, bytes, str]  # name, content, content type: what `portal.mail.send.queue` takes


def invitation(occasion: Occasion, *, to: str, language: str = "ja") -> File:
    """The file that belongs to `occasion` for the address `to`: CANCEL where it is cancelled, else REQUEST.

    Raises ValueError for a tentative occasion: what is not certain is no invitation.
    """
    if occasion.state == "tentative":
        raise ValueError(f"{occasion.uid}: tentative things are not sent around")
    method: Method = "CANCEL" if occasion.state == "cancelled" else "REQUEST"
    with translation.override(language):
        calendar = Calendar()
        calendar.add("prodid", PRODID)
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", method)
        calendar.add_component(tokyo())
        calendar.add_component(_between_us_and(to, event_of(occasion, discreet=False), method))
    name = "cancel.ics" if method == "CANCEL" else "invite.ics"
    # RFC 6047 2.4: the parameter says the same as the METHOD inside; Outlook reads nothing else.
    return name, bytes(calendar.to_ical()), f"text/calendar; charset=utf-8; method={method}"  # type: ignore[no-untyped-call]


def _between_us_and(reader: str, event: Event, method: Method) -> Event:
    """The two parties: we ask for no answer, because the place was taken in the portal already."""
    event.add("organizer", vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"))
    attendee = vCalAddress(f"mailto:{reader}")
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "DECLINED" if method == "CANCEL" else "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    return event
