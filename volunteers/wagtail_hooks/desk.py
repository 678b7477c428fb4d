"""The desk of one shift: who comes, who waits, and its way from draft to open or closed."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log

from portal.people.errors import Refused
from volunteers import actions, queries
from volunteers.models import LIVE, SHIFT_TRANSITIONS, Shift, ShiftState, Signup
from volunteers.queries.days import SELF_OPENS
from volunteers.queries.desk import tables
from volunteers.queries.rights import MAY_CHANGE, MAY_SEE_PEOPLE

from .reach import shift_within

A_SCREEN = 200
# What the form says: the state it leads to, the action, how the log names it.
ON_SHIFT: dict[str, tuple[ShiftState, Callable[..., Shift], Any]] = {
    "open": (ShiftState.OPEN, actions.open_shift, gettext_lazy("Open a shift")),
    "close": (ShiftState.CLOSED, actions.close_shift, gettext_lazy("Close sign-up for a shift")),
}

# These have pages and buttons of their own.
ON_PEOPLE = {
    "cancel": gettext_lazy("Cancel a shift"),
    "take_off": gettext_lazy("Take somebody off a shift"),
    "seat_waiting": gettext_lazy("Give a free place to somebody who waits"),
    "put_first": gettext_lazy("Put somebody first in line"),
    "approve": gettext_lazy("Say yes to a request"),
    "decline": gettext_lazy("Say no to a request"),
    "assign": gettext_lazy("Sign somebody up"),
    "grant_qualification": gettext_lazy("Note a qualification"),
    "end_qualification": gettext_lazy("End a qualification"),
}


def show_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One shift with the people of each role, by name: for coordinators only."""
    shift = shift_within(request, pk, MAY_SEE_PEOPLE, queries.with_demands(Shift.objects.all()))
    everybody = Signup.objects.filter(shift=shift).select_related("person", "party__captain", "demand__role")
    keeps = queries.runs_list(request.user, shift)
    context = {
        "shift": shift,
        "tables": tables(shift, now=timezone.now()),
        "gone": list(everybody.exclude(status__in=LIVE).order_by("-pk")[:A_SCREEN]),
        "keeps_list": keeps and shift.state != ShiftState.DRAFT,
        "captains": queries.captains_of(shift) if keeps else [],
        "could_keep": queries.could_keep(shift, queries.lines_of(shift)) if keeps and not shift.is_cancelled else [],
        "missing": queries.missing(shift),
        "over": [demand for demand in shift.demands.all() if demand.taken > demand.capacity],
        "may": ways(shift) if request.user.has_perm(MAY_CHANGE) else set(),
    }
    return render(request, "volunteers/office/desk.html", context)


@require_safe
def show_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet to hang up where people meet: its code opens the page on which who has a place says "I am here"."""
    shift = shift_within(request, pk, MAY_SEE_PEOPLE, Shift.objects.published().select_related("place"))
    address = f"{settings.BASE_URL}{reverse('volunteers:today', args=[pk])}"
    context = {"shift": shift, "address": address, "opens": shift.report_at - SELF_OPENS}
    return render(request, "volunteers/office/check_in.html", context)


def ways(shift: Shift) -> set[str]:
    """The actions that lead on from where the shift stands; cancelling has a page of its own."""
    states = {name: to for name, (to, _action, _label) in ON_SHIFT.items()} | {"cancel": ShiftState.CANCELLED}
    return {name for name, to in states.items() if to in SHIFT_TRANSITIONS[ShiftState(shift.state)]}


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """One step of a shift. What a rule forbids becomes a sentence; Wagtail's log keeps who did it."""
    name = request.POST.get("action", "")
    shift = shift_within(request, pk, MAY_CHANGE)
    if name not in ON_SHIFT:
        raise BadRequest("action")
    if name not in ways(shift):
        messages.error(request, _("This step is not possible any more: the shift has changed in the meantime."))
        return redirect("volunteers_desk", pk=pk)
    try:
        shift = ON_SHIFT[name][1](shift=shift, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        log(shift, f"volunteers.{name}", user=request.user, content_changed=True)
        messages.success(
            request, _("Done: %(shift)s is %(state)s.") % {"shift": shift, "state": shift.get_state_display()}
        )
    return redirect("volunteers_desk", pk=pk)


@hooks.register("register_log_actions")
def name_actions(registry: LogActionRegistry) -> None:
    for name, (_to, _action, label) in ON_SHIFT.items():
        registry.register_action(f"volunteers.{name}", label, label)
    for name, label in ON_PEOPLE.items():
        registry.register_action(f"volunteers.{name}", label, label)
    asked = gettext_lazy("Ask people by mail")
    registry.register_action("volunteers.ask", asked, asked)
    brought = gettext_lazy("Bring in a file")
    registry.register_action("volunteers.import", brought, brought)
    written = gettext_lazy("Write to everyone of a day")
    registry.register_action("volunteers.letter", written, written)
