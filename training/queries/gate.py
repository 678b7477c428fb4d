"""Who reads lessons, and which lessons there are (training.md 4)."""

import uuid
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language

from portal.people.models import Person

from ..models import Course, Edition, Enrolment, LessonPage, State

Visitor = Person | AnonymousUser
# Who took the course may look things up afterwards; an edition that was called off opens nothing.
READABLE = (Edition.State.PUBLISHED, Edition.State.FINISHED)


@dataclass(frozen=True)
class Gate:
    """What somebody may do with the lessons of a course. `enrolment` is where their progress is kept."""

    enrolment: Enrolment | None = None
    is_trainer: bool = False

    @property
    def is_open(self) -> bool:
        return self.is_trainer or self.enrolment is not None


def gate(visitor: Visitor, course: Course) -> Gate:
    """Open for trainers, and for people enrolled in a published or finished edition; closed for everybody else."""
    if not isinstance(visitor, Person):
        return Gate()
    enrolment = (
        Enrolment.objects.filter(
            person=visitor, state=State.ENROLLED, edition__course=course, edition__state__in=READABLE
        )
        .select_related("edition__course")
        .prefetch_related("edition__sessions")
        .order_by("-edition__number", "-pk")
        .first()
    )
    return Gate(enrolment=enrolment, is_trainer=visitor.has_perm("training.teach_course"))


def lessons_of(course: Course) -> list[LessonPage]:
    """The live lessons in order, each once: in the active language, else in the one there is. One query."""
    language = get_language() or "ja"
    found: dict[uuid.UUID, LessonPage] = {}
    pages = LessonPage.objects.live().filter(course=course).select_related("locale").order_by("position", "pk")
    for page in pages:
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return sorted(found.values(), key=lambda page: (page.position, page.pk))


def lesson_at(lessons: list[LessonPage], slug: str) -> LessonPage | None:
    """Of a course's lessons, the one that has this slug in any language."""
    shown = [page.translation_key for page in lessons]
    named = LessonPage.objects.live().filter(translation_key__in=shown, slug=slug)
    key = named.values_list("translation_key", flat=True).first()
    return next((page for page in lessons if page.translation_key == key), None)


def read_lessons(enrolment: Enrolment | None) -> set[uuid.UUID]:
    """Translation keys of what was read."""
    return set(enrolment.progress.values_list("lesson_key", flat=True)) if enrolment else set()
