"""The back office of home: reading list, directory, and a first panel that says what needs staff today."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.ui.office import OfficeViewSet

from .models import Organisation, ReadingItem, Topic
from .today import waiting_for


class ReadingViewSet(OfficeViewSet):
    """Entries of the reading list."""

    model = ReadingItem
    icon = "doc-full"
    list_display = ["title", "publisher", "published", "type", "topic", "sensitive"]
    list_filter = ["type", "topic", "sensitive", "publisher"]
    search_fields = ["search_text"]
    search_backend_name = None
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("authors")]),
        FieldRowPanel([FieldPanel("date"), FieldPanel("date_precision")]),
        FieldRowPanel([FieldPanel("type"), FieldPanel("topic")]),
        FieldPanel("secondary_topics"),
        FieldPanel("description_ja"),
        FieldPanel("description_en"),
        FieldPanel("sensitive"),
        FieldPanel("url"),
    ]


class TopicViewSet(OfficeViewSet):
    """Topics of the reading list."""

    model = Topic
    icon = "tag"
    list_display = ["name", "slug", "position"]
    search_fields = ["name_ja", "name_en"]
    search_backend_name = None


class OrganisationViewSet(OfficeViewSet):
    """The directory."""

    model = Organisation
    icon = "group"
    list_display = ["name", "kind", "region", "is_listed"]
    list_filter = ["kind", "region", "is_listed"]
    search_fields = ["search_text"]
    search_backend_name = None


class LibraryGroup(SnippetViewSetGroup):
    """One menu entry for what stands under "About"."""

    menu_label = _("Library")
    menu_icon = "openquote"
    menu_order = 250
    items = (ReadingViewSet, TopicViewSet, OrganisationViewSet)


register_snippet(LibraryGroup)


class TodayPanel(Component):
    """What needs staff today, one line per thing, only what this person may do."""

    name = "today"
    order = 50
    template_name = "wagtailadmin/home/today.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        return {"duties": waiting_for(request.user)}


@hooks.register("construct_homepage_panels")
def show_today(request: HttpRequest, panels: list[Any]) -> None:
    """First on the page, before Wagtail's own."""
    panels.insert(0, TodayPanel())


@hooks.register("construct_homepage_summary_items", order=1000)  # after those that add them
def no_page_counts(request: HttpRequest, items: list[Any]) -> None:
    """How many pages, images and documents there are helps nobody in the morning."""
    items.clear()
