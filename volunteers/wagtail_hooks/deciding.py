"""Requests to decide on, one by one or many at once; and a place for somebody on their behalf."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.people.access import signed_in
from portal.people.errors import Refused
from portal.people.models import Person
from volunteers import actions
from volunteers.models import Demand, Rule, Signup
from volunteers.queries.deciding import PER_PAGE, case_of, cases, look_for, waiting_requests
from volunteers.queries.rights import MAY_CHANGE, MAY_SEE_PEOPLE

from .reach import admitted, shift_within

MAY_OVERRIDE = "volunteers.override_rule"


def approvals(request: HttpRequest) -> HttpResponse:
    """Who waits for a yes or no, within reach, with what is in the way of each."""
    reach = admitted(request, MAY_SEE_PEOPLE)
    waiting = waiting_requests(reach)
    if request.method == "POST":
        return decide(request, {signup.pk: signup for signup in waiting})
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "cases": cases(list(page.object_list), now=timezone.now()),
        "may_change": request.user.has_perm(MAY_CHANGE),
        "may_override": request.user.has_perm(MAY_OVERRIDE),
    }
    return render(request, "volunteers/office/approvals.html", context)


def decide(request: HttpRequest, waiting: dict[int, Signup]) -> HttpResponse:
    """A yes or a no to those who are ticked; a yes to one with the limits that are set aside by name."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    chosen = [waiting[pk] for pk in numbers(request.POST.getlist("signup")) if pk in waiting]
    by = signed_in(request)
    if not chosen:
        messages.error(request, _("Nobody was ticked, or somebody else has decided already."))
    elif "decline" in request.POST:
        tell_outcome(request, actions.decline_many(signups=chosen, by=by, reason=request.POST.get("reason", "")))
    else:
        tell_outcome(request, actions.approve_many(signups=chosen, by=by, overrides=overrides_of(request)))
    return redirect("volunteers_approvals")


def tell_outcome(request: HttpRequest, decided: actions.Decided) -> None:
    """How many, and why not the others."""
    if decided.done:
        said = ngettext("%(count)s request is decided.", "%(count)s requests are decided.", decided.done)
        messages.success(request, said % {"count": decided.done})
    for who, sentence in decided.refused:
        messages.error(request, f"{who}: {sentence}")


def overrides_of(request: HttpRequest) -> dict[Rule, str]:
    """The rules that are ticked, each with its reason; only for who may override. An empty reason is refused later."""
    ticked = [Rule(name) for name in request.POST.getlist("rule") if name in Rule.values]
    if ticked and not request.user.has_perm(MAY_OVERRIDE):
        raise PermissionDenied
    return {rule: request.POST.get(f"why_{rule}", "")[:200] for rule in ticked}


def numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Look somebody up, see what is in the way, and give them the place."""
    demand = Demand.objects.with_counts().select_related("role", "shift__place").filter(pk=pk).first()
    if demand is None:
        raise Http404
    shift_within(request, demand.shift_id, MAY_CHANGE)
    wanted = request.POST.get("q", "") or request.GET.get("q", "")
    context: dict[str, Any] = {"demand": demand, "shift": demand.shift, "wanted": wanted}
    if request.method == "POST":
        try:
            return give(request, demand)
        except Refused as refusal:
            context["refusal"] = refusal
    now = timezone.now()
    context["cases"] = [case_of(person, demand, now=now, asked=False) for person in look_for(wanted)]
    context["may_override"] = request.user.has_perm(MAY_OVERRIDE)
    return render(request, "volunteers/office/assign.html", context)


def give(request: HttpRequest, demand: Demand) -> HttpResponse:
    """Raises what the domain refuses."""
    person = Person.objects.filter(pk__in=numbers([request.POST.get("person", "")]), is_active=True).first()
    if person is None:
        raise Refused(_("Please choose a person first."))
    actions.give_place(person=person, demand=demand, by=signed_in(request), overrides=overrides_of(request))
    said = _("%(name)s has a place now, and a mail is on its way.")
    messages.success(request, said % {"name": person.display_name})
    return redirect("volunteers_desk", demand.shift_id)
