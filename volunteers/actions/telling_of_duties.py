"""Mail to people who come every time: dates on which they have no place, and the end of a duty. One mail each."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import translation

from portal.calendars.invitation import File
from portal.mail.send import queue
from portal.people.models import Person
from volunteers.models import MissedDate, Shift, Signup, StandingMember
from volunteers.queries.rhythm import rhythm

from .inviting import calendar_file
from .signing_up import is_fresh
from .telling import thread_of


@dataclass(frozen=True)
class Missed:
    """One date of a duty without a place, and why, in the member's language; where to go instead, if anywhere."""

    shift: Shift
    sentence: str
    way_out_url: str = ""
    way_out_label: str = ""


def tell_of_missed(member: StandingMember, missed: Iterable[Missed]) -> None:
    """One mail about all dates of which the member has not heard yet; none where they know of all."""
    known = set(MissedDate.objects.filter(member=member).values_list("shift", flat=True))
    news = [date for date in missed if date.shift.pk not in known]
    if not news:
        return
    note_missed(member, [date.shift for date in news])
    queue(
        template="shift_duty_missed",
        to=member.person,
        context={"series": member.series, "role": member.role, "dates": news},
        key=("shift_duty_missed", str(member.pk), str(news[0].shift.pk)),
        thread=thread_of(news[0].shift, member.person),
    )


def note_missed(member: StandingMember, shifts: Iterable[Shift]) -> None:
    """Remember that the member knows."""
    rows = [MissedDate(member=member, shift=shift) for shift in shifts]
    MissedDate.objects.bulk_create(rows, ignore_conflicts=True)


def tell_of_duty(member: StandingMember) -> None:
    """The team lets somebody come every time: one mail about the duty; dates follow in mails of their own."""
    with translation.override(member.person.language):
        often = rhythm(member.series)
    queue(
        template="shift_duty_begun",
        to=member.person,
        context={"series": member.series, "role": member.role, "often": often},
        key=("shift_duty_begun", str(member.pk)),
        thread=f"series-{member.person_id}",
    )


def tell_of_leaving(
    member: StandingMember, signups: Sequence[Signup], *, by: Person, now: dt.datetime, reason: str = ""
) -> None:
    """The end of a duty: one mail to who came every time, with a CANCEL for each date that is in their calendar, and
    one to whoever leads these dates."""
    given_back = [signup for signup in signups if signup.confirmed_at is not None]
    queue(
        template="shift_duty_left",
        to=member.person,
        context={
            "series": member.series, "role": member.role, "signups": signups, "until": member.until,
            "comes_once_more": member.until is not None and member.until >= member.since,
            "by_team": by.pk != member.person_id, "in_calendar": bool(given_back), "reason": reason,
        },
        key=("shift_duty_left", str(member.pk)),
        attachments=numbered(file for signup in given_back for file in calendar_file("shift_duty_left", signup)),
        thread=f"series-{member.person_id}",
    )  # fmt: skip
    missed = [signup for signup in given_back if not is_fresh(signup, now=now)]
    leads = {signup.shift.lead for signup in missed if signup.shift.lead is not None}
    for lead in sorted(leads, key=lambda person: person.pk):
        dates = [signup.shift for signup in missed if signup.shift.lead_id == lead.pk]
        context = {"who": member.person, "series": member.series, "role": member.role, "dates": dates}
        queue(
            template="shift_duty_lead_told", to=lead, context=context,
            key=("shift_duty_lead_told", str(member.pk), str(lead.pk)), thread=f"series-{lead.pk}",
        )  # fmt: skip


def numbered(files: Iterable[File]) -> list[File]:
    """Files of one mail under names of their own: an iTIP object speaks of one UID (RFC 5546 3.2.5)."""
    return [(f"{number}-{name}", content, kind) for number, (name, content, kind) in enumerate(files, start=1)]
