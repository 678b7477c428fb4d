"""Mail to volunteers, in their language, once each, in the caller's transaction."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal.mail.send import queue
from portal.people.models import Person
from volunteers.models import Place, Shift, Signup, StandingMember

from .inviting import calendar_file
from .seat_links import seat_token


@dataclass(frozen=True)
class Was:
    """When and where a shift was, before it was moved."""

    place: Place
    report_at: dt.datetime
    start: dt.datetime
    end: dt.datetime


def tell(
    template: str,
    signup: Signup,
    *,
    once: str = "",
    alternatives: Sequence[Shift] = (),
    was: Was | None = None,
    reason: str = "",
    successor: Person | None = None,
) -> None:
    """Queue `template` for whoever is written to about `signup`; `once` tells two mails of one kind apart.

    For all the seats of a party that have no person the captain gets one mail.
    """
    shift, reader = signup.shift, signup.reader
    seat = str(signup.pk) if signup.person_id else f"party{signup.party_id}"
    queue(
        template=template,
        to=reader,
        language=reader.language,
        context={
            "signup": signup,
            "shift": shift,
            "role": signup.demand.role,
            "place": shift.place,
            "seat": seat_token(signup),
            "alternatives": alternatives,
            "was": was,
            "reason": reason,
            "successor": successor,
            "duty": duty_behind(signup),
        },
        key=(template, seat, once) if once else (template, seat),
        attachments=calendar_file(template, signup),
        thread=thread_of(shift, reader),
    )


def thread_of(shift: Shift, reader: Person) -> str:
    """Mails of one thread never overtake each other (calendars.md 24). All dates of series share one: a single mail
    may take several of them out of the reader's calendar."""
    return f"series-{reader.pk}" if shift.series_id else f"shift-{shift.pk}-{reader.pk}"


def duty_behind(signup: Signup) -> StandingMember | None:
    """The standing duty that goes on, whatever becomes of this one date."""
    series = signup.shift.series_id
    if series is None or signup.person_id is None:
        return None
    return StandingMember.objects.filter(series=series, person=signup.person_id, until__isnull=True).first()


def tell_lead(signup: Signup, *, reason: str = "", successor: Person | None = None) -> None:
    """Tell whoever is in charge of a shift that somebody is not coming, or that somebody else is."""
    lead = signup.shift.lead
    if lead is None:
        return
    context = {
        "signup": signup,
        "shift": signup.shift,
        "role": signup.demand.role,
        "place": signup.shift.place,
        "who": signup.reader,
        "why": reason,
        "successor": successor,
    }
    key = ("shift_lead_told", str(signup.pk))
    queue(template="shift_lead_told", to=lead, context=context, key=key, thread=thread_of(signup.shift, lead))
