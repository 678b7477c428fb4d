"""Mail to volunteers, in their language, once each, in the caller's transaction."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal.mail.send import queue
from volunteers.models import Place, Shift, Signup

from .inviting import calendar_file


@dataclass(frozen=True)
class Was:
    """When and where a shift was, before it was moved."""

    place: Place
    report_at: dt.datetime
    start: dt.datetime
    end: dt.datetime


def tell(
    template: str, signup: Signup, *, once: str = "", alternatives: Sequence[Shift] = (), was: Was | None = None
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
            "alternatives": alternatives,
            "was": was,
        },
        key=(template, seat, once) if once else (template, seat),
        attachments=calendar_file(template, signup),
        thread=f"shift-{shift.pk}-{reader.pk}",
    )
