"""Where somebody stands with a course, and what the lists of courses show."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from portal.people.models import Person

from ..models import LIVE, Course, CoursePage, Edition, Enrolment, LessonPage, Session, State
from .gate import READABLE, Visitor


def next_edition() -> Edition | None:
    """What the home page announces: the edition that is open now and closes first, else the next to open. Two queries."""
    now = timezone.now()
    coming = Edition.objects.published().filter(enrol_until__gt=now).select_related("course").with_sessions()
    editions = [edition for edition in coming.order_by("enrol_until", "pk") if not edition.has_begun(now)]
    open_now = [edition for edition in editions if edition.is_open(now)]
    by_opening = sorted(editions, key=lambda edition: edition.enrol_from)
    return next(iter(open_now or by_opening), None)


def courses_with_editions() -> list[Course]:
    """Every course with what is or will be on (`current`) and how many editions are over. Three queries."""
    shown = Edition.objects.published().order_by("enrol_until", "number").with_waiting().with_sessions()
    past = Count("editions", filter=Q(editions__state=Edition.State.FINISHED))
    courses = Course.objects.annotate(editions_over=past)
    return list(courses.prefetch_related(Prefetch("editions", queryset=shown, to_attr="current")))


def editions_of(course: Course) -> tuple[list[Edition], list[Edition]]:
    """(what is on or coming, what is over), newest number first in the past. Two queries."""
    visible = course.editions.exclude(state=Edition.State.DRAFT).with_waiting().with_sessions().order_by("-number")
    current = [edition for edition in visible if edition.state == Edition.State.PUBLISHED]
    over = [edition for edition in visible if edition.state == Edition.State.FINISHED]
    for edition in visible:
        edition.course = course
    return sorted(current, key=lambda edition: edition.enrol_until), over


def words_about(course: Course, language: str) -> CoursePage | None:
    """The live page that presents the course, in `language` where it exists."""
    pages = list(CoursePage.objects.live().filter(course=course).select_related("locale").order_by("pk"))
    return next((page for page in pages if page.locale.language_code == language), pages[0] if pages else None)


def live_enrolments(visitor: Visitor, course: Course) -> list[Enrolment]:
    """What this person has going in the course, newest edition first."""
    if not isinstance(visitor, Person):
        return []
    mine = Enrolment.objects.live().filter(person=visitor, edition__course=course)
    return list(mine.select_related("edition__course", "person").order_by("-edition__number"))


def waiting_position(enrolment: Enrolment) -> int:
    """1 for who is next; 0 for who does not wait."""
    waiting = list(
        Enrolment.objects.filter(edition=enrolment.edition_id).waiting_in_order().values_list("pk", flat=True)
    )
    return waiting.index(enrolment.pk) + 1 if enrolment.pk in waiting else 0


@dataclass(frozen=True)
class MyCourse:
    """One line of "my page": where I stand, what comes next, how far I have read."""

    enrolment: Enrolment
    lessons_read: int
    lessons: int
    next_session: Session | None
    position: int = 0

    @property
    def edition(self) -> Edition:
        return self.enrolment.edition

    @property
    def lessons_are_open(self) -> bool:
        return self.enrolment.state == State.ENROLLED

    @property
    def needs_me(self) -> bool:
        """An offer or a payment that waits for this person."""
        return self.enrolment.state in (State.OFFERED, State.PENDING_PAYMENT)


def my_courses(person: Person) -> list[MyCourse]:
    """Everything live, newest edition first; four queries, one more per place on a waiting list."""
    now = timezone.now()
    mine = (
        Enrolment.objects.filter(person=person, state__in=LIVE, edition__state__in=READABLE)
        .select_related("edition__course", "person")
        .prefetch_related("edition__sessions", "progress")
        .order_by("-edition__number", "-pk")
    )
    keys = _lesson_keys({enrolment.edition.course_id for enrolment in mine})
    return [_my_course(enrolment, keys.get(enrolment.edition.course_id, set()), now) for enrolment in mine]


def _my_course(enrolment: Enrolment, keys: set[uuid.UUID], now: dt.datetime) -> MyCourse:
    read = {progress.lesson_key for progress in enrolment.progress.all()}
    coming = [session for session in enrolment.edition.scheduled_sessions if session.end > now]
    return MyCourse(
        enrolment=enrolment,
        lessons_read=len(read & keys),
        lessons=len(keys),
        next_session=min(coming, key=lambda session: session.start, default=None),
        position=waiting_position(enrolment) if enrolment.state == State.WAITLISTED else 0,
    )


def _lesson_keys(courses: set[int]) -> dict[int, set[uuid.UUID]]:
    keys: dict[int, set[uuid.UUID]] = {course: set() for course in courses}
    for course, key in LessonPage.objects.live().filter(course__in=courses).values_list("course", "translation_key"):
        keys[course].add(key)
    return keys


@dataclass
class BoardEdition:
    """What an edition needs from staff today."""

    edition: Edition
    requests: list[Enrolment] = field(default_factory=list)
    waiting: list[Enrolment] = field(default_factory=list)
    offered: list[Enrolment] = field(default_factory=list)
    unpaid: list[Enrolment] = field(default_factory=list)
    enrolled: int = 0


def board() -> list[BoardEdition]:
    """Every published edition with the people who wait for somebody. Three queries."""
    editions = Edition.objects.published().select_related("course").with_sessions().order_by("enrol_until")
    boards = {edition.pk: BoardEdition(edition) for edition in editions}
    people = Enrolment.objects.live().filter(edition__in=boards).select_related("person", "edition__course")
    for enrolment in people.order_by("-priority", "waitlisted_at", "created_at", "pk"):
        _put_on_board(boards[enrolment.edition_id], enrolment)
    return list(boards.values())


def _put_on_board(on: BoardEdition, enrolment: Enrolment) -> None:
    lists = {
        State.REQUESTED: on.requests,
        State.WAITLISTED: on.waiting,
        State.OFFERED: on.offered,
        State.PENDING_PAYMENT: on.unpaid,
    }
    if enrolment.state == State.ENROLLED:
        on.enrolled += 1
    else:
        lists[State(enrolment.state)].append(enrolment)


def refunds_due() -> list[Enrolment]:
    """Fees that go back to somebody, oldest first."""
    due = Enrolment.objects.filter(refund_due=True).select_related("person", "edition__course")
    return list(due.order_by("paid_at", "pk"))
