"""Asking people for one role of a shift."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.people.access import signed_in
from portal.people.errors import Refused
from portal.people.models import Person
from volunteers import actions
from volunteers.models import Demand
from volunteers.queries.askable import asks_for, candidates
from volunteers.queries.rights import MAY_CHANGE

from .board import whole
from .reach import shift_within


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Who could take the place, with the first few ticked; and the record of who was asked."""
    demand = Demand.objects.with_counts().select_related("role", "shift__place").filter(pk=pk).first()
    if demand is None:
        raise Http404
    shift = shift_within(request, demand.shift_id, MAY_CHANGE)
    now = timezone.now()
    found = candidates(demand, now=now) if shift.takes_sign_ups(now) else []
    if request.method == "POST":
        return ask_chosen(request, demand, {each.person.pk: each.person for each in found})
    missing = max(demand.min_needed - demand.taken, 0)
    context = {
        "shift": shift,
        "demand": demand,
        "missing": missing,
        "candidates": found,
        "is_open": shift.takes_sign_ups(now),
        "ticked": whole(request.GET.get("n", ""), max(2 * missing, 1)),
        "asks": asks_for(demand),
    }
    return render(request, "volunteers/office/ask.html", context)


def ask_chosen(request: HttpRequest, demand: Demand, people: dict[int, Person]) -> HttpResponse:
    """Write to those who are ticked and were offered to be ticked."""
    ticked = {int(pk) for pk in request.POST.getlist("person") if pk.isascii() and pk.isdigit()}
    chosen = [person for pk, person in people.items() if pk in ticked]
    if not chosen:
        messages.error(request, _("Nobody was ticked, so nobody was asked."))
        return redirect("volunteers_ask", demand.pk)
    try:
        asks = actions.ask_people(demand=demand, people=chosen, by=signed_in(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = ngettext("%(count)s person was asked.", "%(count)s people were asked.", len(asks))
        messages.success(request, said % {"count": len(asks)})
    return redirect("volunteers_ask", demand.pk)
