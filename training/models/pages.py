"""What editors write about a course. These pages present it; its facts and its people are plain models."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.cms.models import BasePage

from .courses import Course


class CoursePage(BasePage, models.Model):  # type: ignore[django-manager-missing]  # Wagtail ships no types
    """The words and pictures of a course; shown on the course's own address."""

    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="pages")

    content_panels = [FieldPanel("course"), *BasePage.content_panels]
    subpage_types = ["training.LessonPage"]

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(address_in(self.locale.language_code, "course-detail", self.course.slug))


class LessonPage(BasePage, models.Model):  # type: ignore[django-manager-missing]
    """One lesson, behind the gate: `training.queries.gate` decides who reads it.

    The page has one address only, `/{l}/courses/<course>/learn/<slug>/`; Wagtail's own serving leads there. It
    stands in no sitemap and in no search index, not even with its title.
    """

    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="lessons")
    position = models.PositiveSmallIntegerField(_("position in the course"), default=1)
    minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=10)

    content_panels = [FieldPanel("course"), FieldPanel("position"), FieldPanel("minutes"), *BasePage.content_panels]
    parent_page_types = ["training.CoursePage"]
    subpage_types: list[str] = []
    preview_modes = [("", _("Lesson"))]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(address_in(self.locale.language_code, "lesson", self.course.slug, self.slug))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """For editors, whom Wagtail has let in: the same template, without a learner."""
        context = {"page": self, "course": self.course, "is_preview": True}
        return TemplateResponse(request, "training/lesson.html", context)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []

    # Wagtail's search index asks twice what to store: for one page on saving, for all on rebuilding.
    def get_indexed_instance(self) -> None:
        return None

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet["LessonPage"]:
        return cls.objects.none()  # type: ignore[no-any-return]


def address_in(language: str, name: str, *args: str) -> str:
    with translation.override(language):
        return reverse(f"training:{name}", args=args)
