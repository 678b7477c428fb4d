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
    """Queue `template` for the person of `signup`; `once` tells two mails of one kind apart."""
    shift = signup.shift
    queue(
        template=template,
        to=signup.person,
        language=signup.person.language,
        context={
            "signup": signup,
            "shift": shift,
            "role": signup.demand.role,
            "place": shift.place,
            "alternatives": alternatives,
            "was": was,
        },
        key=(template, str(signup.pk), once) if once else (template, str(signup.pk)),
        attachments=calendar_file(template, signup),
        thread=f"shift-{shift.pk}-{signup.person_id}",
    )
