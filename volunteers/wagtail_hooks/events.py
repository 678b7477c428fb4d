"""Events in the back office: overview by day and place, the clone wizard, drafts from templates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions
from volunteers.forms.events import CloneForm, TemplateDayForm, next_year
from volunteers.models import Event, Shift
from volunteers.queries.events import clone_plan, drafts_of, event_days, shifts_of
from volunteers.queries.rights import MAY_CHANGE, MAY_LOOK, Reach

from .reach import admitted


def reaches(reach: Reach, event: Event) -> bool:
    """Whether every shift of an event lies within reach: an event is changed as a whole."""
    return reach.everywhere or not Shift.objects.filter(event=event).exclude(place__in=reach.places).exists()


def event_within(request: HttpRequest, pk: int, permission: str) -> Event:
    reach = admitted(request, permission)
    event = get_object_or_404(Event, pk=pk)
    if permission != MAY_LOOK and not reaches(reach, event):
        raise PermissionDenied
    return event


def show_list(request: HttpRequest) -> HttpResponse:
    """Every event, the newest first."""
    admitted(request, MAY_LOOK)
    return render(request, "volunteers/office/events.html", {"events": Event.objects.all()})


def show_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Days and places with their figures, drafts to open, and a draft from a template."""
    event = event_within(request, pk, MAY_LOOK)
    form = TemplateDayForm(request.POST if request.method == "POST" else None, initial={"day": event.main_day})
    if request.method == "POST":
        event_within(request, pk, MAY_CHANGE)
        if form.is_valid():
            template = form.cleaned_data["template"]
            if not admitted(request, MAY_CHANGE).has_place(template.place_id):
                raise PermissionDenied
            day = form.cleaned_data["day"]
            shift = actions.use_template(template=template, day=day, event=event, by=signed_in(request))
            log(shift, "wagtail.create", user=request.user, content_changed=True)
            messages.success(request, _("A draft was made: %(shift)s") % {"shift": shift})
            return redirect("volunteers_event", pk)
    context = {"event": event, "days": event_days(shifts_of(event)), "drafts": drafts_of(event), "form": form}
    return render(request, "volunteers/office/event.html", context)


def clone(request: HttpRequest, pk: int) -> HttpResponse:
    """The new day and names, what would be made, and the making; nothing typed is lost on the way back."""
    event = event_within(request, pk, MAY_CHANGE)
    form = CloneForm(request.POST) if request.method == "POST" else CloneForm(initial=next_year(event))
    if request.method != "POST" or not form.is_valid() or "edit" in request.POST:
        return render(request, "volunteers/office/clone.html", {"event": event, "form": form})
    rows = clone_plan(event, form.cleaned_data["main_day"])
    if "save" in request.POST:
        try:
            made = actions.clone_event(event=event, by=signed_in(request), **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return render(request, "volunteers/office/clone.html", {"event": event, "form": form})
        log(made, "wagtail.create", user=request.user, content_changed=True, data={"cloned from": event.pk})
        messages.success(request, _("The event stands as drafts: look through them, then open them."))
        return redirect("volunteers_event", made.pk)
    return render(request, "volunteers/office/clone_preview.html", {"event": event, "form": form, "rows": rows})


@require_POST
def open_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Every draft becomes open for sign-up."""
    event = event_within(request, pk, MAY_CHANGE)
    try:
        opened = actions.open_event(event=event, by=signed_in(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        log(event, "wagtail.publish", user=request.user, data={"shifts": len(opened)})
        messages.success(request, _("The event is open for sign-up."))
    return redirect("volunteers_event", pk)
