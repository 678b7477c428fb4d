"""Series in the back office: the list, one series with its dates and members, a new one, and edits shown before done."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions, queries
from volunteers.forms.series import (
    EndForm,
    ExceptionForm,
    SeriesEditForm,
    SeriesForm,
    needs_as_initial,
    rhythm_as_initial,
)
from volunteers.models import Place, Shift, ShiftSeries
from volunteers.queries.rights import MAY_CHANGE, MAY_LOOK, MAY_SEE_PEOPLE
from volunteers.queries.series import series_board, series_desk, to_come
from volunteers.queries.series_plans import Effect, needs_of

from .reach import admitted


def series_within(request: HttpRequest, pk: int, permission: str) -> ShiftSeries:
    """The series, for whoever holds `permission` and reaches its place."""
    reach = admitted(request, permission)
    series = ShiftSeries.objects.select_related("place").filter(pk=pk).first()
    if series is None:
        raise Http404
    if not reach.has_place(series.place_id):
        raise PermissionDenied
    return series


def show_list(request: HttpRequest) -> HttpResponse:
    """Every series that may have a date to come, with its next date and what it lacks."""
    reach = admitted(request, MAY_LOOK)
    rows = [row for row in series_board(timezone.now()) if reach.has_place(row.series.place_id)]
    return render(request, "volunteers/office/series_list.html", {"rows": rows})


def show_series(request: HttpRequest, pk: int) -> HttpResponse:
    """One series: its dates, who comes every time, and what can be done."""
    series = series_within(request, pk, MAY_SEE_PEOPLE)
    context = {
        "desk": series_desk(series, timezone.now()),
        "series": series,
        "ending": EndForm(initial={"since": timezone.localdate() + dt.timedelta(days=1)}),
        "leaving_out": ExceptionForm(),
    }
    return render(request, "volunteers/office/series.html", context)


def add_series(request: HttpRequest) -> HttpResponse:
    """A new series: the form, the dates it would have, and the saving."""
    reach = admitted(request, MAY_CHANGE)
    places = reach.places_of(Place.objects.all())
    form = SeriesForm(
        request.POST if request.method == "POST" else None,
        places=places,
        initial={"first_day": timezone.localdate() + dt.timedelta(days=1)},
    )
    if request.method != "POST" or not form.is_valid() or "edit" in request.POST:
        return render(request, "volunteers/office/series_form.html", {"form": form})
    series = form.series()
    if "save" not in request.POST:
        days = queries.first_days(series)
        return render(request, "volunteers/office/series_new.html", {"form": form, "series": series, "days": days})
    series = actions.start_series(series=series, needs=form.needs(), by=signed_in(request))
    log(series, "wagtail.create", user=request.user, content_changed=True)
    messages.success(request, _("The series stands, and its dates are made."))
    return redirect("volunteers_series_one", series.pk)


def initial_of(series: ShiftSeries, shift: Shift | None) -> dict[str, Any]:
    """The edit form as things are; a single date with its own times and words."""
    facts = ("place", "lead", "meets", "begins", "ends", "last_day", "count", "rests", "opens", "title_ja", "title_en",
             "note_ja", "note_en")  # fmt: skip
    initial = {name: getattr(series, name) for name in facts} | rhythm_as_initial(series)
    initial |= needs_as_initial(needs_of(shift or series))
    if shift is not None:
        local = {name: timezone.localtime(getattr(shift, name)) for name in ("report_at", "start", "end")}
        initial |= {"scope": "this", "day": shift.day, "place": shift.place, "lead": shift.lead}
        initial |= {"meets": local["report_at"].time(), "begins": local["start"].time(), "ends": local["end"].time()}
        initial |= {name: getattr(shift, name) for name in ("title_ja", "title_en", "note_ja", "note_en")}
    return initial


def edit_series(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, the list of what would happen to each date and to whom, and the doing."""
    series = series_within(request, pk, MAY_CHANGE)
    shift = chosen_shift(request, series)
    places = admitted(request, MAY_CHANGE).places_of(Place.objects.all())
    if request.method != "POST":
        return show_form(request, SeriesEditForm(places=places, initial=initial_of(series, shift)), series, shift)
    typed = request.POST.copy()
    if shift is None:
        typed["scope"] = "all"
    form = SeriesEditForm(typed, places=places)
    if not form.is_valid() or "edit" in request.POST:
        return show_form(request, form, series, shift)
    plan = planned(form, series, shift)
    if "apply" not in request.POST:
        return preview(request, form, series, shift, plan)
    try:
        changed = carry_out(request, form, series, shift)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return preview(request, form, series, shift, planned(form, series, shift))
    log(changed, "wagtail.edit", user=request.user, content_changed=True, data={"scope": form.cleaned_data["scope"]})
    messages.success(request, _("Done. Whoever is concerned gets a mail."))
    return redirect("volunteers_series_one", changed.pk)


def chosen_shift(request: HttpRequest, series: ShiftSeries) -> Shift | None:
    """The date from which the edit was opened; None for an edit of the whole series."""
    key = request.POST.get("shift", "") or request.GET.get("shift", "")
    shifts = to_come(series, timezone.now()).select_related("place", "lead")
    return shifts.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None


def left_alone(request: HttpRequest) -> list[int]:
    """Dates that were taken out of the edit on the preview."""
    return [int(key) for key in request.POST.getlist("leave") if key.isdecimal() and len(key) < 10]


def planned(form: SeriesEditForm, series: ShiftSeries, shift: Shift | None) -> Callable[[list[int]], list[Effect]]:
    """What would happen, given the dates that are left alone."""

    def plan(leave: list[int]) -> list[Effect]:
        now = timezone.now()
        if shift is not None and form.cleaned_data["scope"] == "this":
            return [queries.effect_on_one(shift, form.change(), day=form.cleaned_data["day"] or shift.day, now=now)]
        since = since_of(form, shift)
        change = form.change()
        if since is not None:
            change = queries.following(series, change, since=since, today=timezone.localdate(now))
        return queries.effects_of(series, change, now=now, since=since, leave=leave)

    return plan


def since_of(form: SeriesEditForm, shift: Shift | None) -> dt.date | None:
    return shift.occurrence_date if shift is not None and form.cleaned_data["scope"] == "following" else None


def show_form(request: HttpRequest, form: SeriesEditForm, series: ShiftSeries, shift: Shift | None) -> HttpResponse:
    context = {"form": form, "series": series, "shift": shift, "edits": True}
    return render(request, "volunteers/office/series_form.html", context)


def preview(
    request: HttpRequest,
    form: SeriesEditForm,
    series: ShiftSeries,
    shift: Shift | None,
    plan: Callable[[list[int]], list[Effect]],
) -> HttpResponse:
    """Every date with what would happen to it, who hears of it, and who would be in two places."""
    leave = left_alone(request)
    effects = plan(leave)
    context = {
        "form": form,
        "series": series,
        "shift": shift,
        "effects": effects,
        "leave": leave,
        "shown": queries.fingerprint(effects),
        "clashing": any(effect.clashing for effect in effects),
        "told": len({person.pk for effect in effects if effect.tells for person in effect.people}),
    }
    return render(request, "volunteers/office/series_preview.html", context)


def carry_out(request: HttpRequest, form: SeriesEditForm, series: ShiftSeries, shift: Shift | None) -> ShiftSeries:
    """Do what was shown."""
    by, shown = signed_in(request), request.POST.get("shown", "")
    if shift is not None and form.cleaned_data["scope"] == "this":
        day = form.cleaned_data["day"] or shift.day
        actions.change_one_date(shift=shift, change=form.change(), day=day, by=by, shown=shown)
        return series
    return actions.change_series(
        series=series,
        change=form.change(),
        by=by,
        since=since_of(form, shift),
        leave=left_alone(request),
        shown=shown,
        **form.reasons(),
    )


@require_POST
def end_series(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be cancelled and who hears of it; then the end."""
    series = series_within(request, pk, MAY_CHANGE)
    form = EndForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("volunteers_series_one", pk)
    since = form.cleaned_data["since"]
    if "apply" in request.POST:
        try:
            shown = request.POST.get("shown", "")
            gone = actions.end_series(series=series, since=since, by=signed_in(request), shown=shown, **form.reasons())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            log(series, "volunteers.cancel", user=request.user, data={"since": str(since), "shifts": len(gone)})
            messages.success(request, _("Done. Whoever is concerned gets a mail."))
            return redirect("volunteers_series_one", pk)
    effects = queries.endings(series, now=timezone.now(), since=since)
    context = {
        "form": form,
        "series": series,
        "effects": effects,
        "shown": queries.fingerprint(effects),
        "told": len({person.pk for effect in effects for person in effect.people}),
    }
    return render(request, "volunteers/office/series_end.html", context)


@require_POST
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """One day without a shift, for good."""
    series = series_within(request, pk, MAY_CHANGE)
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a day from today on."))
        return redirect("volunteers_series_one", pk)
    try:
        actions.leave_out(series=series, day=form.cleaned_data["since"], by=signed_in(request), **form.reasons())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        log(series, "wagtail.edit", user=request.user, data={"left out": str(form.cleaned_data["since"])})
        messages.success(request, _("This day is left out."))
    return redirect("volunteers_series_one", pk)
