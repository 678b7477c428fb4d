"""Booking seats for several people, and the captain's page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions, queries
from volunteers.forms.seats import ChildForm, TogetherForm
from volunteers.models import Party, Shift

from .acting import chosen_demand, numbers, say


@login_required
def book_together(request: HttpRequest, pk: int) -> HttpResponse:
    """How many seats for whom, all or none."""
    person = signed_in(request)
    shift = get_object_or_404(queries.with_demands(Shift.objects.published()), pk=pk)
    has_a_place = queries.standing_of(person, now=timezone.now()).signup_for(shift) is not None
    first = {
        "kind": request.GET.get("kind", "friends"), "name": person.display_name, "seats": 3,
        "captain_comes": not has_a_place,
    }  # fmt: skip
    form = TogetherForm(request.POST or None, initial=first)
    if request.method != "POST":
        return booking_page(request, shift, form)
    if not form.is_valid():
        return booking_page(request, shift, form, status=422)
    try:
        party = actions.book_party(
            captain=person, demand=chosen_demand(request, shift), by=person, promised=request.POST.getlist("promised"),
            **form.cleaned_data,
        )  # fmt: skip
    except Refused as refusal:
        return booking_page(request, shift, form, status=422, refusal=refusal)
    messages.success(request, _("The seats are put aside. Now send the link to everybody who comes."))
    return redirect("volunteers:party", pk=party.pk)


def booking_page(
    request: HttpRequest, shift: Shift, form: TogetherForm, *, status: int = 200, refusal: Refused | None = None
) -> HttpResponse:
    now = timezone.now()
    card = queries.card_of(shift, queries.standing_of(signed_in(request), now=now), now=now)
    context = {
        "shift": shift,
        "card": card,
        "form": form,
        "refusal": refusal,
        "chosen": request.POST.get("demand", request.GET.get("take", "")),
        "crumbs": [
            (_("Shifts"), reverse("volunteers:shift-list")),
            (shift.name, reverse("volunteers:shift-detail", args=[shift.pk])),
            (_("Come together"), ""),
        ],
    }
    return render(request, "volunteers/together.html", context, status=status)


def own_party(request: HttpRequest, pk: int) -> Party:
    """The party of its captain; nobody else learns that it exists."""
    found = Party.objects.select_related("demand__shift__place", "demand__role", "captain")
    return get_object_or_404(found, pk=pk, captain=signed_in(request))


@login_required
def show_party(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has joined, which seats are free, and the link to send."""
    return party_page(request, own_party(request, pk), ChildForm())


def party_page(request: HttpRequest, party: Party, child_form: ChildForm, *, status: int = 200) -> HttpResponse:
    now, shift = timezone.now(), party.demand.shift
    crew = queries.crew_of(party)
    context: dict[str, Any] = {
        "party": party,
        "crew": crew,
        "shift": shift,
        "link": request.build_absolute_uri(reverse("volunteers:join", args=[party.token])) if party.link_works else "",
        "child_form": child_form,
        "names_open": now < party.naming_deadline and not shift.is_cancelled,
        "has_begun": shift.start <= now,
        "crumbs": [
            (_("Shifts"), reverse("volunteers:shift-list")),
            (shift.name, reverse("volunteers:shift-detail", args=[shift.pk])),
            (party.name, ""),
        ],
    }
    return render(request, "volunteers/party.html", context, status=status)


@require_POST
@login_required
def give_seats_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The ticked seats, or so many without a name, or all of them at once."""
    party = own_party(request, pk)
    seats = numbers(request.POST.getlist("seats"))
    few = numbers([request.POST.get("few", "")])
    if request.POST.get("all"):
        crew = queries.crew_of(party)
        seats = [seat.pk for seat in [*crew.named, *crew.unnamed]]
    elif few:
        seats += [seat.pk for seat in reversed(queries.crew_of(party).unnamed)][: few[0]]
    try:
        gone = actions.cancel_seats(party=party, seats=seats, by=signed_in(request))
    except Refused as refusal:
        say(request, refusal=refusal)
    else:
        sentence = ngettext("%(count)s seat is given back.", "%(count)s seats are given back.", gone) % {"count": gone}
        messages.success(request, sentence)
    return redirect("volunteers:party", pk=pk)


@require_POST
@login_required
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Another invitation link; the old one ends."""
    actions.make_new_link(party=own_party(request, pk), by=signed_in(request))
    messages.success(request, _("Here is a new link. The old one opens nothing any more."))
    return redirect("volunteers:party", pk=pk)


@require_POST
@login_required
def choose_leaders(request: HttpRequest, pk: int) -> HttpResponse:
    """Who leads, of those who have a name."""
    try:
        actions.set_leaders(
            party=own_party(request, pk), seats=numbers(request.POST.getlist("leaders")), by=signed_in(request)
        )
    except Refused as refusal:
        say(request, refusal=refusal)
    else:
        messages.success(request, _("Saved."))
    return redirect("volunteers:party", pk=pk)


@require_POST
@login_required
def bring_child(request: HttpRequest, pk: int) -> HttpResponse:
    """A child of the family gets a seat."""
    party = own_party(request, pk)
    form = ChildForm(request.POST)
    if not form.is_valid():
        return party_page(request, party, form, status=422)
    try:
        seat = actions.name_child(
            party=party, name=form.cleaned_data["name"], birth_date=form.cleaned_data["birth_date"],
            by=signed_in(request),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return party_page(request, party, form, status=422)
    messages.success(request, _("%(name)s has a seat.") % {"name": seat.guest_name})
    return redirect("volunteers:party", pk=pk)
