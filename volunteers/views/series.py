"""A series as its volunteers see it: its dates, several taken at once, and coming every time."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers import actions, queries
from volunteers.forms import DatesForm, LeavingForm, RoleOfSeriesForm
from volunteers.models import ShiftSeries

from .listing import standing_of_reader

Results = list[actions.DateResult]
Action = Callable[[Person, ShiftSeries], Results]


def found(pk: int) -> ShiftSeries:
    series = queries.public_series(pk)
    if series is None:
        raise Http404
    return series


@require_safe
def series_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Every date to come of one series."""
    return page(request, found(pk))


def page(request: HttpRequest, series: ShiftSeries, **more: Any) -> HttpResponse:
    """The series with its dates as they are now."""
    now = timezone.now()
    standing = standing_of_reader(request, now)
    context = {
        "page": queries.series_page(series, standing, now=now, promised=promised(request)),
        "series": series,
        "crumbs": [(_("Shifts"), reverse("volunteers:shift-list")), (series.name, "")],
        "leaving": LeavingForm(),
        **more,
    }
    return render(request, "volunteers/series.html", context)


def acting(request: HttpRequest, pk: int, action: Action) -> HttpResponse:
    """Authorise, act, and show for every date how it went; what was ticked stays ticked where nothing was done."""
    series = found(pk)
    if request.method != "POST":
        return redirect("volunteers:series", pk=pk)
    if not request.user.is_authenticated:
        messages.info(request, _("Please sign in or make an account; then your dates are one tap away."))
        return redirect_to_login(reverse("volunteers:series", args=[pk]))
    try:
        results = action(request.user, series)
    except Refused as refusal:
        return page(request, series, refusal=refusal, ticked=request.POST.getlist("demand"))
    return page(request, series, results=results, summary=summary(results))


def promised(request: HttpRequest) -> dict[int, list[str]]:
    """The ticks beside a form: `promised-ROLE` holds kinds of Promise."""
    heads = [(name, name.removeprefix("promised-")) for name in request.POST if name.startswith("promised-")]
    return {int(key): request.POST.getlist(name) for name, key in heads if key.isascii() and key.isdigit()}


def summary(results: Results) -> str:
    """One sentence about all dates."""
    done = len([result for result in results if result.signup])
    sentence = ngettext("Done for %(done)s of %(all)s date.", "Done for %(done)s of %(all)s dates.", len(results))
    return sentence % {"done": done, "all": len(results)}


@require_http_methods(["GET", "POST"])
def take_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """A place in each date that was ticked, or in all that are free."""

    def action(person: Person, series: ShiftSeries) -> Results:
        form = DatesForm(request.POST, series=series)
        if not form.is_valid():
            raise Refused(" ".join(str(text) for errors in form.errors.values() for text in errors))
        return actions.take_dates(
            person=person, demands=form.wanted(), by=person, wait=bool(form.cleaned_data["wait"]),
            promised=promised(request),
        )  # fmt: skip

    return acting(request, pk, action)


@require_http_methods(["GET", "POST"])
def come_every_time(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a standing duty."""

    def action(person: Person, series: ShiftSeries) -> Results:
        form = RoleOfSeriesForm(request.POST, series=series)
        if not form.is_valid():
            raise Refused(_("Please choose one of the roles of this series."))
        return actions.come_every_time(
            person=person, series=series, role=form.cleaned_data["role"], by=person, promised=promised(request)
        )

    return acting(request, pk, action)


@require_http_methods(["GET", "POST"])
def stop_coming(request: HttpRequest, pk: int) -> HttpResponse:
    """End a standing duty from a day on."""

    def action(person: Person, series: ShiftSeries) -> Results:
        form = LeavingForm(request.POST)
        member = queries.duty_of(series, person)
        if member is None:
            raise Refused(_("You have no standing duty in this series."))
        if not form.is_valid():
            raise Refused(_("Please say from which day on you do not come any more."))
        return actions.stop_coming(member=member, since=form.cleaned_data["since"], by=person)

    return acting(request, pk, action)
