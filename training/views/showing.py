"""What everybody may see of a course."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .. import queries
from ..forms import EnrolForm
from ..models import Course, Edition, Enrolment, State


@dataclass(frozen=True)
class EditionCard:
    """An edition as one visitor sees it: its facts, and where they stand with it."""

    edition: Edition
    open: bool
    running: bool
    begun: bool
    enrolment: Enrolment | None = None
    position: int = 0
    form: EnrolForm | None = None

    @property
    def waiting(self) -> int:
        return int(self.edition.waiting)  # type: ignore[attr-defined]

    @property
    def must_wait(self) -> bool:
        """Nothing is free, or those who wait come first."""
        return self.waiting > 0 or self.edition.places_left == 0

    def takes_form(self, form: EnrolForm) -> bool:
        """Whether this card shows `form` with its errors; where no card does, they stand at the top of the page."""
        return self.open and self.enrolment is None and self.form is form

    @property
    def hall(self) -> queries.Hall:
        return queries.hall(taken=self.edition.seats_taken, places=self.edition.places)


def card_of(edition: Edition, enrolment: Enrolment | None = None, form: EnrolForm | None = None) -> EditionCard:
    now = timezone.now()
    waits = enrolment is not None and enrolment.state == State.WAITLISTED
    return EditionCard(
        edition=edition,
        open=edition.is_open(now),
        running=edition.is_running(now),
        begun=edition.has_begun(now),
        enrolment=enrolment,
        position=queries.waiting_position(enrolment) if enrolment is not None and waits else 0,
        form=form,
    )


@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    """Every course, its editions with places and dates."""
    courses = [
        {"course": course, "cards": [card_of(edition) for edition in course.current]}  # type: ignore[attr-defined]
        for course in queries.courses_with_editions()
    ]
    return render(request, "training/course_list.html", {"courses": courses})


@require_safe
def course_detail(request: HttpRequest, slug: str) -> HttpResponse:
    course = get_object_or_404(Course.objects.select_related("grants"), slug=slug)
    return show_course(request, course)


def show_course(
    request: HttpRequest, course: Course, *, form: EnrolForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a course; `form` is a refused enrolment, shown again with what was chosen."""
    current, over = queries.editions_of(course)
    mine = {enrolment.edition_id: enrolment for enrolment in queries.live_enrolments(request.user, course)}
    cards = [card_of(edition, mine.get(edition.pk), _form_for(edition, request, form)) for edition in current]
    context = {
        "course": course,
        "cards": cards,
        "over": over,
        "words": queries.words_about(course, get_language() or "ja"),
        "gate": queries.gate(request.user, course),
        "refused": form if form is not None and not any(card.takes_form(form) for card in cards) else None,
    }
    return render(request, "training/course_detail.html", context, status=status)


def _form_for(edition: Edition, request: HttpRequest, refused: EnrolForm | None) -> EnrolForm:
    """The refused form for its own edition; a fresh one, with the choice made before signing in, for any other."""
    if refused is not None and refused.data.get("edition") == str(edition.pk):
        return refused
    return EnrolForm(
        initial={"edition": edition.pk, "student": bool(request.GET.get("student"))},
        auto_id=f"id_{edition.pk}_%s",
    )
