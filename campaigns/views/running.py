"""Applying to run."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.actions import apply_to_run
from campaigns.forms import ApplyForm
from campaigns.queries import place_of, race_taking_applications
from portal.people.errors import Refused

from .signed_in import SignedIn


@login_required
def apply(request: SignedIn) -> HttpResponse:
    """The application for the race that takes applications now; without one, a page that says so."""
    race = race_taking_applications()
    place = place_of(request.user, race) if race else None
    if race is None or (place and request.method == "GET"):
        return render(request, "campaigns/apply.html", {"race": race, "place": place})
    form = ApplyForm(
        request.POST or None,
        initial={"birth_date": request.user.birth_date},
        minimum_jpy=race.minimum_pledge_jpy,
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("birth_date", "statement", "pledge_jpy", "shirt")}
        try:
            apply_to_run(race=race, by=request.user, **typed)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Thank you. We have your application and will write to you."))
            return redirect(race.campaign)
    return render(request, "campaigns/apply.html", {"race": race, "form": form, "refusal": refusal})
