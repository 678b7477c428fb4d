"""Courses, editions and enrolments for tests."""

import datetime as dt
import itertools

from django.utils import timezone
from wagtail.models import Locale, Page

from tests.factories.people import make_person
from training.models import Course, Edition, Enrolment, EnrolmentEvent, LessonPage, Mode, Session, State

_number = itertools.count(1)


def make_course(**overrides) -> Course:
    fields = {
        "slug": f"course-{next(_number)}",
        "name_ja": "難民アシスタント養成講座",
        "name_en": "Refugee assistant course",
        "summary_ja": "難民について学ぶ講座です。",
        "summary_en": "A course about refugees.",
    }
    return Course.objects.create(**fields | overrides)


def make_edition(*, sessions: int = 2, starts_in_days: float = 30, **overrides) -> Edition:
    """A published free edition that is open now and has its sessions on consecutive days."""
    now = timezone.now()
    course = overrides.pop("course", None) or make_course()
    fields = {
        "course": course,
        "number": next(_number),
        "capacity": 5,
        "enrol_from": now - dt.timedelta(days=10),
        "enrol_until": now + dt.timedelta(days=20),
        "state": Edition.State.PUBLISHED,
    }
    edition = Edition.objects.create(**fields | overrides)
    for day in range(sessions):
        make_session(edition, start=now + dt.timedelta(days=starts_in_days + day))
    return edition


def make_session(edition: Edition, *, start: dt.datetime, **overrides) -> Session:
    fields = {
        "title_ja": "難民とは誰か",
        "title_en": "Who is a refugee",
        "mode": Mode.ONLINE,
        "join_url": "https://meet.example.org/secret-room",
        "end": start + dt.timedelta(hours=2),
    }
    return Session.objects.create(edition=edition, start=start, **fields | overrides)


def make_enrolment(edition: Edition, *, state: State = State.ENROLLED, **overrides) -> Enrolment:
    """An enrolment in any state, its seat counted."""
    now = timezone.now()
    person = overrides.pop("person", None) or make_person()
    fields = {
        "waitlisted_at": now if state == State.WAITLISTED else None,
        "expires_at": now + dt.timedelta(hours=24) if state in (State.OFFERED, State.PENDING_PAYMENT) else None,
        "enrolled_at": now if state == State.ENROLLED else None,
    }
    enrolment = Enrolment.objects.create(edition=edition, person=person, state=state, **fields | overrides)
    EnrolmentEvent.objects.create(enrolment=enrolment, to_state=state)
    if enrolment.holds_a_seat:
        edition.seats_taken += 1
        Edition.objects.filter(pk=edition.pk).update(seats_taken=edition.seats_taken)
    return enrolment


def make_lesson(course: Course, *, language: str = "ja", **overrides) -> LessonPage:
    """A live lesson below the root page; the tree does not matter to learners."""
    number = next(_number)
    locale, _new = Locale.objects.get_or_create(language_code=language)
    root = Page.get_first_root_node() or Page.add_root(title="root", locale=locale)
    fields = {
        "title": f"レッスン{number}",
        "slug": f"lesson-{number}",
        "locale": locale,
        "position": number,
        "body": [("paragraph", "<p>ここだけの話</p>")],
    }
    lesson = LessonPage(course=course, **fields | overrides)
    return root.add_child(instance=lesson)
