"""Signing up with children for a session for juniors."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions, queries
from volunteers.forms.juniors import JuniorsForm
from volunteers.models import Demand, Shift


@login_required
def bring_juniors(request: HttpRequest, pk: int) -> HttpResponse:
    """An adult and up to three children, all or none."""
    shift = get_object_or_404(queries.with_demands(Shift.objects.published()), pk=pk)
    sessions = Demand.objects.filter(shift=shift, role__grade_from__isnull=False).select_related("role", "shift__place")
    key = request.POST.get("demand", "") or request.GET.get("take", "")
    chosen = sessions.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    demand = chosen or sessions.first()
    if demand is None:
        return redirect("volunteers:shift-detail", pk=pk)
    form = JuniorsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = signed_in(request)
        promised = request.POST.getlist("promised")
        try:
            party = actions.bring_children(
                guardian=person, demand=demand, children=form.children(), by=person, promised=promised
            )
        except Refused as refusal:
            return page(request, shift, demand, form, refusal=refusal)
        messages.success(request, _("You and your children have a place. We look forward to you."))
        return redirect("volunteers:party", pk=party.pk)
    return page(request, shift, demand, form)


def page(
    request: HttpRequest, shift: Shift, demand: Demand, form: JuniorsForm, *, refusal: Refused | None = None
) -> HttpResponse:
    role = demand.role
    context = {
        "shift": shift,
        "demand": demand,
        "form": form,
        "refusal": refusal,
        "first": actions.grade_name(role.grade_from or 1),
        "last": actions.grade_name(role.grade_until or 9),
        "crumbs": [
            (_("Shifts"), reverse("volunteers:shift-list")),
            (shift.name, reverse("volunteers:shift-detail", args=[shift.pk])),
            (_("Sign up with my child"), ""),
        ],
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "volunteers/juniors.html", context, status=status)
