"""Long work in the back office: what runs, what came of it."""

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from portal.ui.office import FactsView, LookOnly

from .models import Job

register_permission_policy(Job, LookOnly(Job))


class JobViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """List and facts of long work."""

    model = Job
    name = "long_work"
    icon = "tasks"
    menu_label = gettext_lazy("Long work")
    add_to_settings_menu = True
    exclude_form_fields: list[str] = []
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = FactsView
    inspect_view_fields = ["kind", "state", "done", "total", "by", "created_at", "finished_at", "result", "error"]
    list_display = ["kind", "state", "done", "total", "by", "created_at", "finished_at"]
    list_filter = ["state", "kind"]
    search_fields = ["kind"]
    search_backend_name = None


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]
def long_work() -> JobViewSet:
    return JobViewSet()
