"""An event as its volunteers see it: days, places along the course, and the shifts of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers import queries
from volunteers.models import Event

from .listing import standing_of_reader


@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Every place of an event with its road closures and its shifts to take."""
    now = timezone.now()
    event = get_object_or_404(Event, slug=slug, is_public=True)
    context = {
        "page": queries.event_page(event, standing_of_reader(request, now), now=now),
        "event": event,
        "crumbs": [(_("Shifts"), reverse("volunteers:shift-list")), (event.name, "")],
        "here": request.get_full_path(),
    }
    return render(request, "volunteers/event.html", context)
