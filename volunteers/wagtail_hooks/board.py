"""The staffing board: weeks and days as a picture, and what is at risk."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from wagtail import hooks

from volunteers import queries
from volunteers.models import Shift, ShiftState
from volunteers.queries.rights import MAY_LOOK
from volunteers.queries.staffing import Day

from .desk import act, show_desk
from .reach import admitted

WEEKS = 4


def show_board(request: HttpRequest) -> HttpResponse:
    """Four weeks as a picture, from this Monday or `?from=`; the shifts of the next three weeks that lack people;
    and drafts to publish."""
    admitted(request, MAY_LOOK)
    today = timezone.localdate()
    monday = monday_of(request.GET.get("from", ""), today)
    days = queries.days_from(monday, 7 * WEEKS)
    step = dt.timedelta(weeks=WEEKS)
    context = {
        "first": monday,
        "before": (monday - step).isoformat(),
        "after": (monday + step).isoformat(),
        "weeks": [[cell(day, today) for day in days[n : n + 7]] for n in range(0, 7 * WEEKS, 7)],
        "at_risk": [(shift, queries.missing(shift)) for shift in queries.at_risk(timezone.now())],
        "drafts": queries.with_demands(Shift.objects.filter(state=ShiftState.DRAFT, end__gt=timezone.now())),
    }
    return render(request, "volunteers/office/board.html", context)


def monday_of(wished: str, today: dt.date) -> dt.date:
    """The Monday of the wished day within two years; this week's where nothing can be read."""
    try:
        day = dt.date.fromisoformat(wished)
    except ValueError:
        day = today
    if abs(day - today) > dt.timedelta(days=730):
        day = today
    return day - dt.timedelta(days=day.weekday())


def cell(day: Day, today: dt.date) -> dict[str, Any]:
    """A day with a strip for each shift."""
    return {
        "date": day.date,
        "is_past": day.date < today,
        "is_today": day.date == today,
        "strips": [strip(bar.shift) for bar in day.bars],
    }


def strip(shift: Shift) -> dict[str, Any]:
    """The places of a shift on a line of 100: taken, missing, free."""
    demands = shift.demands.all()
    capacity = sum(max(demand.capacity, demand.taken) for demand in demands)
    taken = sum(demand.taken for demand in demands)
    missing = queries.missing(shift)
    return {
        "shift": shift,
        "taken": taken,
        "capacity": capacity,
        "missing": missing,
        "taken_width": round(100 * taken / capacity),
        "missing_width": round(100 * missing / capacity),
    }


@hooks.register("register_admin_urls")
def board_urls() -> list[URLPattern]:
    return [
        path("volunteering/board/", show_board, name="volunteers_board"),
        path("volunteering/shifts/<int:pk>/", show_desk, name="volunteers_desk"),
        path("volunteering/shifts/<int:pk>/act/", act, name="volunteers_act"),
    ]
