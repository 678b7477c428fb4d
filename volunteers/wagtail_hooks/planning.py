"""Forms and lists for days off, templates and events."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from volunteers.models import Event, RestDay, ShiftTemplate

from .reach import ForTheWholeHouse, NothingIsDeleted

register_permission_policy(RestDay, ForTheWholeHouse(RestDay), exact_class=True)
for model in (ShiftTemplate, Event):
    register_permission_policy(model, NothingIsDeleted(model), exact_class=True)


class RestDayViewSet(SnippetViewSet):  # type: ignore[misc]
    """Public holidays, and days on which the office is closed."""

    model = RestDay
    icon = "date"
    list_display = ["date", "name", "source"]
    search_fields = ["name_ja", "name_en"]
    search_backend_name = None
    copy_view_enabled = False
    ordering = ["-date"]
    panels = [
        FieldPanel("date"),
        FieldRowPanel([FieldPanel("name_ja"), FieldPanel("name_en")]),
        FieldPanel("source"),
    ]


class TemplateViewSet(SnippetViewSet):  # type: ignore[misc]
    """Moulds of single shifts; a draft is made from one on the page of an event."""

    model = ShiftTemplate
    icon = "copy"
    list_display = ["name", "place", "begins", "ends"]
    search_fields = ["name_ja", "name_en"]
    search_backend_name = None
    copy_view_enabled = True
    panels = [
        FieldRowPanel([FieldPanel("name_ja"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("lead")]),
        FieldRowPanel([FieldPanel("meets"), FieldPanel("begins"), FieldPanel("ends")]),
        InlinePanel(
            "demands",
            panels=[
                FieldRowPanel([FieldPanel("role"), FieldPanel("overflow")]),
                FieldRowPanel([FieldPanel("min_needed"), FieldPanel("capacity")]),
            ],
            heading=_("Who is needed"),
            label=_("Role"),
            min_num=1,
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("title_ja"), FieldPanel("title_en")]),
                FieldPanel("note_ja"),
                FieldPanel("note_en"),
            ],
            heading=_("Words, where the roles do not say it all"),
        ),
    ]


class EventViewSet(SnippetViewSet):  # type: ignore[misc]
    """Names and words of events; their days and places are on the overview."""

    model = Event
    icon = "group"
    list_display = ["name", "main_day", "is_public"]
    search_fields = ["name_ja", "name_en", "slug"]
    search_backend_name = None
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("slug"), FieldPanel("main_day")]),
        FieldRowPanel([FieldPanel("name_ja"), FieldPanel("name_en")]),
        FieldPanel("lead_ja"),
        FieldPanel("lead_en"),
        FieldPanel("is_public"),
    ]
