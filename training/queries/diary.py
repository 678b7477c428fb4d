"""Training's part of people's diaries and of the public calendar."""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from portal.calendars.occasion import Occasion
from portal.people.models import Person

from ..models import Edition, Enrolment, Session, State

VISIBLE = (Edition.State.PUBLISHED, Edition.State.FINISHED, Edition.State.CANCELLED)


def occasions_for(person: Person, *, since: dt.datetime, until: dt.datetime) -> list[Occasion]:
    """The sessions of the editions this person is enrolled in, and of those they left, as cancelled.

    Waiting, offered and unpaid places are absent (calendars.md 15). Two queries. The UID is the session's, so
    leaving and joining again keeps it; SEQUENCE adds the person's own changes to the session's.
    """
    mine: dict[int, list[Enrolment]] = defaultdict(list)
    for enrolment in Enrolment.objects.filter(person=person, enrolled_at__isnull=False, edition__state__in=VISIBLE):
        mine[enrolment.edition_id].append(enrolment)
    sessions = _between(since, until).filter(edition__in=mine)
    return [_mine(session, mine[session.edition_id]) for session in sessions]


def public_occasions(edition: Edition) -> list[Occasion]:
    """The sessions of an edition for everybody: no join address, no names; nothing of a draft."""
    if edition.state == Edition.State.DRAFT:
        return []
    sessions = Session.objects.filter(edition=edition).select_related("edition__course")
    return [_occasion(session, url_name="course-detail") for session in sessions]


def _between(since: dt.datetime, until: dt.datetime) -> QuerySet[Session]:
    return Session.objects.filter(end__gt=since, start__lt=until).select_related("edition__course")


def _mine(session: Session, enrolments: list[Enrolment]) -> Occasion:
    enrolled = any(enrolment.state == State.ENROLLED for enrolment in enrolments)
    return _occasion(
        session,
        url_name="learn" if enrolled else "course-detail",
        left=not enrolled,
        own_sequence=sum(enrolment.calendar_sequence for enrolment in enrolments),
        own_change=max(enrolment.calendar_changed_at for enrolment in enrolments),
    )


def _occasion(
    session: Session,
    *,
    url_name: str,
    left: bool = False,
    own_sequence: int = 0,
    own_change: dt.datetime | None = None,
) -> Occasion:
    course = session.edition.course
    return Occasion(
        uid=session.calendar_uid,
        kind="session",
        title=session.title,
        start=session.start,
        end=session.end,
        place=session.place,
        url=str(settings.BASE_URL) + reverse(f"training:{url_name}", args=[course.slug]),
        description=str(session.edition),
        state="cancelled" if left or session.is_cancelled else "confirmed",
        sequence=session.calendar_sequence + own_sequence,
        changed_at=max(session.calendar_changed_at, own_change or session.calendar_changed_at),
    )
