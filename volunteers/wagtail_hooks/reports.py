"""Hours, absences, the insured, and rosters of a day: for coordinators, within their reach."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from portal.people.models import insurance_year
from volunteers.day_forms import DaysForm
from volunteers.models import Shift
from volunteers.queries.hours import DECIDES
from volunteers.queries.papers import roster_pdf
from volunteers.queries.reports import hours_workbook, insured_workbook, tallies
from volunteers.queries.staffing import midnight

from .reach import admitted

A_PAGE = 50
# Forty shifts with 2,000 people are three seconds of work: no task for them.
MOST_SHIFTS = 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_safe
def hours_report(request: HttpRequest) -> HttpResponse:
    """Who helped how long and who did not come, in a span of days; `format=xlsx` for the file."""
    reach = admitted(request, DECIDES)
    today = timezone.localdate()
    usual = {"since": today.replace(month=1, day=1), "until": today}
    form = DaysForm(request.GET if "since" in request.GET else None, initial=usual)
    days = form.cleaned_data if form.is_bound and form.is_valid() else usual
    if request.GET.get("format") == "xlsx":
        log(request.user, "volunteers.hours_report", user=request.user, data={k: str(v) for k, v in days.items()})
        return file_of(hours_workbook(reach, **days), f"volunteer-hours-{days['since']}-{days['until']}.xlsx")
    rows = tallies(reach, **days)
    context = {
        "form": form if form.is_bound else DaysForm(initial=usual),
        **days,
        "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("p")),
        "hours": sum(row.minutes for row in rows),
        "absent": sum(row.absent for row in rows),
        "today": today,
        "everywhere": reach.everywhere,
        "year": insurance_year(today),
    }
    return render(request, "volunteers/office/hours.html", context)


@never_cache
@require_safe
def insured(request: HttpRequest) -> HttpResponse:
    """The insured of one insurance year as Excel; for those who look after the whole house."""
    if not admitted(request, DECIDES).everywhere:
        raise PermissionDenied
    wished = request.GET.get("year", "")
    year = int(wished) if wished.isdigit() and 2000 < int(wished) < 2100 else insurance_year(timezone.localdate())
    log(request.user, "volunteers.insured_roster", user=request.user, data={"year": year})
    return file_of(insured_workbook(year), f"insured-{year}.xlsx")


@never_cache
@require_safe
def day_roster(request: HttpRequest) -> HttpResponse:
    """The rosters of every shift of a day in one PDF."""
    reach = admitted(request, DECIDES)
    try:
        day = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = timezone.localdate()
    shifts = Shift.objects.happening().filter(start__gte=midnight(day), start__lt=midnight(day + dt.timedelta(days=1)))
    found = list(reach.shifts(shifts).select_related("place", "lead").order_by("start", "pk")[: MOST_SHIFTS + 1])
    if not found:
        messages.info(request, _("There is no shift on this day."))
        return redirect("volunteers_hours")
    if len(found) > MOST_SHIFTS:
        said = _("This day has more than %(most)s shifts. Please print them one by one from this list.")
        messages.info(request, said % {"most": MOST_SHIFTS})
        return redirect(f"{reverse('volunteers_days')}?from={day.isoformat()}")
    for shift in found:
        log(shift, "volunteers.roster", user=request.user)
    pdf = roster_pdf(found, now=timezone.now())
    return file_of(pdf, f"roster-{day.isoformat()}.pdf", kind="application/pdf", how="inline")


def file_of(content: bytes, name: str, *, kind: str = XLSX, how: str = "attachment") -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'{how}; filename="{name}"'})
