"""A runner's own race day: wave, target time, and consent to be shown in the cheering guide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from campaigns.actions import plan_race_day
from campaigns.forms.pace import RaceDayForm
from campaigns.models import FundraisingPage
from portal.people.access import signed_in
from portal.people.errors import Refused


@never_cache
@login_required
def race_day(request: HttpRequest, slug: str) -> HttpResponse:
    """The runner of the page says when they start and how long they mean to take; anybody else's is not there."""
    pages = FundraisingPage.objects.exclude(state=FundraisingPage.State.CLOSED).select_related(
        "campaign", "runner__race"
    )
    page = get_object_or_404(pages, slug=slug, runner__person=signed_in(request))
    runner = page.runner
    assert runner is not None  # noqa: S101  # the query asked for one
    form = RaceDayForm(request.POST or None, runner=runner)
    if request.method == "POST" and form.is_valid():
        try:
            plan_race_day(runner=runner, by=signed_in(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Saved. You can change it until the race."))
            return redirect("campaigns:race-day", slug)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "campaigns/race_day.html", {"page": page, "runner": runner, "form": form}, status=status)
