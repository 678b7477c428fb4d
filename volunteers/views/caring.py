"""Guardians of minors, and the volunteer insurance."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.access import signed_in
from portal.people.errors import Refused
from portal.people.models import Guardian, InsuranceCover
from volunteers import actions
from volunteers.forms.seats import ConsentForm, GuardianForm


@login_required
def guardian(request: HttpRequest) -> HttpResponse:
    """A minor writes to a parent or guardian, and sees the answers."""
    person = signed_in(request)
    form = GuardianForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_guardian(minor=person, by=person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("We have written to them. As soon as they agree, we write to you."))
            return redirect("volunteers:guardian")
    if form.is_bound and not form.is_valid():
        status = 422
    context = {
        "form": form,
        "guardians": Guardian.objects.filter(minor=person),
        "age": person.age_on(timezone.localdate()),
    }
    return render(request, "volunteers/guardian.html", context, status=status)


def answer_guardian(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link of the mail: what it is about, yes, or no longer."""
    found = actions.guardian_of(token)
    if found is None:
        raise Http404
    if request.method == "POST" and "withdraw" in request.POST:
        actions.withdraw_as_guardian(guardian=found)
        messages.success(
            request,
            _("Your consent is withdrawn: no new shifts from now on. Please write to us about those there are."),
        )
        return redirect(request.path)
    form = ConsentForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        actions.agree_as_guardian(guardian=found, name=form.cleaned_data["name"], phone=form.cleaned_data["phone"])
        messages.success(
            request,
            _("Thank you. Your consent is stored, and we have told %(name)s.") % {"name": found.minor.display_name},
        )
        return redirect(request.path)
    context = {
        "guardian": found,
        "minor": found.minor,
        "form": form,
        "agrees": found.agreed_at is not None and found.withdrawn_at is None,
    }
    return render(request, "volunteers/guardian-answer.html", context, status=422 if form.is_bound else 200)


@login_required
def insurance(request: HttpRequest) -> HttpResponse:
    """The years one is covered for, and one button for each that can be entered."""
    person = signed_in(request)
    years = actions.insurance_years(timezone.localdate())
    if request.method == "POST":
        chosen = next((year for year in years if str(year) == request.POST.get("year", "")), None)
        if chosen is not None:
            cover = actions.enter_insurance(person=person, year=chosen, by=person)
            messages.success(
                request,
                _("You are on the roster. Your cover begins on %(day)s.") % {"day": f"{cover.starts_on:%Y-%m-%d}"},
            )
        return redirect("volunteers:insurance")
    covers = {cover.year: cover for cover in InsuranceCover.objects.filter(person=person)}
    context = {
        "years": [(year, year + 1, covers.get(year)) for year in years],
        "asked": request.GET.get("year", ""),
        "address_missing": not (person.family_name and person.city),
    }
    return render(request, "volunteers/insurance.html", context)
