"""Forms and lists for days off, templates and events."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.permissions import register_permission_policy

from portal.ui.office import OfficeViewSet
from volunteers.models import Event, RestDay, Shift, ShiftTemplate
from volunteers.queries.rights import Reach

from .reach import ForTheWholeHouse, NothingIsDeleted, WithinReach

register_permission_policy(RestDay, ForTheWholeHouse(RestDay), exact_class=True)
for model in (ShiftTemplate, Event):
    register_permission_policy(model, NothingIsDeleted(model), exact_class=True)


class RestDayViewSet(OfficeViewSet):
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


class TemplateViewSet(WithinReach):
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

    def within(self, reach: Reach) -> QuerySet[ShiftTemplate]:
        rows = ShiftTemplate.objects.all()
        return rows if reach.everywhere else rows.filter(place__in=reach.places)


class EventViewSet(WithinReach):
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

    def within(self, reach: Reach) -> QuerySet[Event]:
        """An event is changed as a whole: by whoever reaches every place of it."""
        if reach.everywhere:
            return Event.objects.all()
        beyond = Shift.objects.filter(event__isnull=False).exclude(place__in=reach.places)
        return Event.objects.exclude(pk__in=beyond.values("event"))
