"""The staffing board: what needs me today, weeks by roles, days by shifts, and what is at risk."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.people.access import signed_in
from volunteers import actions, queries
from volunteers.forms.office import BoardForm, DigestForm
from volunteers.models import Coordinator, Role, Shift, ShiftState
from volunteers.queries.board import WEEKS_BY_DAY, Filter, board, choices, shifts_of
from volunteers.queries.rights import MAY_CHANGE, MAY_LOOK
from volunteers.queries.risk import morning

from .reach import admitted

MOST_DAYS = 31


def show_board(request: HttpRequest) -> HttpResponse:
    """Eight weeks by roles and four by days, from this Monday or `?from=`, narrowed by zone, place and kind of work."""
    reach = admitted(request, MAY_LOOK)
    today = timezone.localdate()
    monday = monday_of(request.GET.get("from", ""), today)
    form = BoardForm(request.GET)
    wanted = form.wanted()
    step = dt.timedelta(weeks=WEEKS_BY_DAY)
    drafts = reach.shifts(Shift.objects.filter(state=ShiftState.DRAFT, end__gt=timezone.now()))
    chosen = Coordinator.objects.filter(person=signed_in(request)).first()
    context = {
        "board": board(monday, reach, wanted),
        "morning": morning(timezone.now(), reach),
        "choices": choices(reach),
        "kinds": Role.Kind.choices,
        "wanted": wanted,
        "narrowed": narrowing(wanted),
        "today": today,
        "monday": monday,
        "before": monday - step,
        "after": monday + step,
        "drafts": queries.with_demands(drafts).order_by("start", "pk")[:20],
        "digests": Coordinator.Digest.choices,
        "digest": chosen.digest if chosen else Coordinator.Digest.WEEKLY,
        "may_change": request.user.has_perm(MAY_CHANGE),
        "is_limited": not reach.everywhere,
    }
    return render(request, "volunteers/office/board.html", context)


def narrowing(wanted: Filter) -> str:
    """The filter as the end of an address, to keep it from page to page."""
    parts = {"zone": wanted.zone, "place": wanted.place, "kind": wanted.kind}
    return urlencode({name: value for name, value in parts.items() if value})


def show_days(request: HttpRequest) -> HttpResponse:
    """Every shift of some days (`from`, `days`), of one role where `role` says so: what stands behind a cell."""
    reach = admitted(request, MAY_LOOK)
    first = day_of(request.GET.get("from", ""), timezone.localdate())
    days = min(max(whole(request.GET.get("days", ""), 1), 1), MOST_DAYS)
    wanted = BoardForm(request.GET).wanted()
    context: dict[str, Any] = {
        "strips": shifts_of(first, days, reach, wanted),
        "first": first,
        "last": first + dt.timedelta(days=days - 1),
        "is_one_day": days == 1,
        "role": Role.objects.filter(slug=wanted.role).first() if wanted.role else None,
        "may_change": request.user.has_perm(MAY_CHANGE),
    }
    return render(request, "volunteers/office/days.html", context)


@require_POST
def choose_digest(request: HttpRequest) -> HttpResponse:
    """How often I get the digest: one's own row, whatever one's reach."""
    admitted(request, MAY_CHANGE)
    form = DigestForm(request.POST)
    if form.is_valid():
        actions.choose_digest(person=signed_in(request), digest=form.cleaned_data["digest"])
        messages.success(request, _("Your choice is saved."))
    return redirect("volunteers_board")


def monday_of(wished: str, today: dt.date) -> dt.date:
    """The Monday of the wished day within two years; this week's where nothing can be read."""
    day = day_of(wished, today)
    return day - dt.timedelta(days=day.weekday())


def day_of(wished: str, today: dt.date) -> dt.date:
    """The wished day within two years of today, else today."""
    try:
        day = dt.date.fromisoformat(wished)
    except ValueError:
        return today
    return day if abs(day - today) <= dt.timedelta(days=730) else today


def whole(text: str, otherwise: int) -> int:
    """The number that `text` shows, else `otherwise`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
