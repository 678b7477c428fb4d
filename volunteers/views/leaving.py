"""“I can’t come”: one page that offers a successor, another shift, or giving the place back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.people.access import signed_in
from portal.people.errors import Refused
from portal.people.models import Person
from volunteers import actions, queries
from volunteers.actions.signing_up import LATE
from volunteers.forms.seats import SuccessorForm
from volunteers.models import Demand, Shift, Signup, Status

from .acting import acting, numbers, say


@login_required
def cannot_come(request: HttpRequest, pk: int) -> HttpResponse:
    """What one can do with a place that one cannot take."""
    person = signed_in(request)
    signup = own_place(person, pk)
    if signup is None:
        return redirect("volunteers:shift-detail", pk=pk)
    return page(request, signup, SuccessorForm())


def own_place(person: Person, pk: int) -> Signup | None:
    """The confirmed place of somebody in a shift that has not begun."""
    mine = Signup.objects.filter(person=person, shift=pk, status=Status.CONFIRMED, period_start__gt=timezone.now())
    return mine.select_related("shift__place", "demand__role", "party").first()


def page(request: HttpRequest, signup: Signup, form: SuccessorForm, *, status: int = 200) -> HttpResponse:
    now, shift = timezone.now(), signup.shift
    standing = queries.standing_of(signed_in(request), now=now)
    context = {
        "signup": signup,
        "shift": shift,
        "form": form,
        "hand_over": queries.open_hand_over_of(signup),
        "waiting": Signup.objects.waiting().filter(demand=signup.demand_id).count(),
        "others": queries.cards_instead(shift, standing, now=now),
        "is_late": now > shift.report_at - LATE,
        "crumbs": [
            (_("Shifts"), reverse("volunteers:shift-list")),
            (shift.name, reverse("volunteers:shift-detail", args=[shift.pk])),
            (_("I can’t come"), ""),
        ],
    }
    return render(request, "volunteers/cannot-come.html", context, status=status)


@login_required
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one person by mail, or put the place into the pool."""
    person = signed_in(request)
    signup = own_place(person, pk)
    if request.method != "POST" or signup is None:
        return redirect("volunteers:cannot-come", pk=pk)
    form = SuccessorForm(request.POST)
    to_pool = request.POST.get("to") == "pool"
    if not to_pool and not form.is_valid():
        return page(request, signup, form, status=422)
    asked = {} if to_pool else {"to_email": form.cleaned_data["to_email"], "message": form.cleaned_data["message"]}
    try:
        actions.offer_hand_over(person=person, shift=signup.shift, by=person, **asked)
    except Refused as refusal:
        if to_pool:
            say(request, refusal=refusal)
            return redirect("volunteers:cannot-come", pk=pk)
        form.add_error("to_email", refusal.sentence)
        return page(request, signup, form, status=422)
    messages.success(
        request, _("Done. The place stays yours until somebody is confirmed in your stead; we write to you then.")
    )
    return redirect("volunteers:cannot-come", pk=pk)


@require_POST
@login_required
def stop_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the place after all."""
    person = signed_in(request)
    shift = get_object_or_404(Shift.objects.published(), pk=pk)
    try:
        actions.stop_hand_over(person=person, shift=shift, by=person)
    except Refused as refusal:
        say(request, refusal=refusal)
    else:
        messages.success(request, _("You keep your place; nobody is asked any more."))
    return redirect("volunteers:shift-detail", pk=pk)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another shift instead."""

    def action(person: Person, shift: Shift) -> str:
        demand = Demand.objects.filter(pk__in=numbers([request.POST.get("demand", "")])).first()
        if demand is None:
            raise Refused(_("Please choose one of the shifts."))
        signup = actions.change_places(
            person=person, shift=shift, demand=demand, by=person, promised=request.POST.getlist("promised")
        )
        return _("Changed: you come to “%(shift)s” instead. A confirmation is on its way.") % {
            "shift": signup.shift.name
        }

    return acting(request, pk, action)
