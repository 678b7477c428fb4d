"""The learner's own pages, behind the gate."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.people.models import Person

from .. import actions, queries
from ..models import Course, LessonPage


@require_safe
@never_cache
def learn(request: HttpRequest, slug: str) -> HttpResponse:
    """Progress, lessons, sessions with the address to join."""
    course = get_object_or_404(Course, slug=slug)
    gate = queries.gate(request.user, course)
    if not gate.is_open:
        return closed(request, course)
    lessons, read = queries.lessons_of(course), queries.read_lessons(gate.enrolment)
    context = {
        "course": course,
        "gate": gate,
        "steps": steps_of(course, lessons, read),
        "read_count": sum(lesson.translation_key in read for lesson in lessons),
        "lesson_count": len(lessons),
        "next_lesson": next((lesson for lesson in lessons if lesson.translation_key not in read), None),
        "edition": gate.enrolment.edition if gate.enrolment else None,
        "now": timezone.now(),
    }
    return render(request, "training/learn.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lesson(request: HttpRequest, slug: str, lesson: str) -> HttpResponse:
    """One lesson; POST notes that it was read and leads to the next."""
    course = get_object_or_404(Course, slug=slug)
    gate = queries.gate(request.user, course)
    if not gate.is_open:
        return closed(request, course)
    lessons, read = queries.lessons_of(course), queries.read_lessons(gate.enrolment)
    page = queries.lesson_at(lessons, lesson)
    if page is None:
        raise Http404
    following = _after(page, lessons)
    if request.method == "POST" and gate.enrolment is not None and isinstance(request.user, Person):
        actions.mark_lesson_read(enrolment=gate.enrolment, lesson_key=page.translation_key, by=request.user)
        return _onward(request, course, following)
    context = {
        "course": course,
        "page": page,
        "gate": gate,
        "is_read": page.translation_key in read,
        "following": following,
        "number": lessons.index(page) + 1,
        "lesson_count": len(lessons),
        "steps": steps_of(course, lessons, read, here=page),
    }
    return render(request, "training/lesson.html", context)


def closed(request: HttpRequest, course: Course) -> HttpResponse:
    """Who is not signed in signs in; everybody else reads how to enrol. The lesson itself says nothing."""
    if not request.user.is_authenticated:
        messages.info(request, _("Lessons are for enrolled people. Please sign in first."))
        return redirect_to_login(request.get_full_path())
    context = {"course": course, "mine": queries.live_enrolments(request.user, course)}
    return render(request, "training/closed.html", context, status=403)


def steps_of(
    course: Course, lessons: list[LessonPage], read: set[uuid.UUID], here: LessonPage | None = None
) -> list[dict[str, Any]]:
    """The lessons as stations of a road: read, here (or next to read), still ahead."""
    now = here or next((lesson for lesson in lessons if lesson.translation_key not in read), None)
    return [
        {
            "label": lesson.title,
            "href": "" if lesson == here else reverse("training:lesson", args=[course.slug, lesson.slug]),
            "note": ngettext("%(count)s minute", "%(count)s minutes", lesson.minutes) % {"count": lesson.minutes},
            "state": "now" if lesson == now else "done" if lesson.translation_key in read else "next",
        }
        for lesson in lessons
    ]


def _after(page: LessonPage, lessons: list[LessonPage]) -> LessonPage | None:
    later = lessons[lessons.index(page) + 1 :]
    return later[0] if later else None


def _onward(request: HttpRequest, course: Course, following: LessonPage | None) -> HttpResponse:
    if following is None:
        messages.success(request, _("That was the last lesson. Thank you for reading."))
        return redirect("training:learn", course.slug)
    return redirect("training:lesson", course.slug, following.slug)
