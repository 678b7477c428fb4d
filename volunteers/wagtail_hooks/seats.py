"""One person's seat on the desk of a shift, and the page before a shift is cancelled: why, and who will be written to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions
from volunteers.actions.waiting import RESTS, WAKES
from volunteers.forms.office import CancelForm, TakeOffForm
from volunteers.models import Mark, Shift, Signup, Status
from volunteers.queries.desk import MARKS, told_of_a_cancellation
from volunteers.queries.rights import MAY_CHANGE

from .reach import shift_within


def seat_within(request: HttpRequest, pk: int) -> Signup:
    """The sign-up, for whoever may change its shift. Raises PermissionDenied, or Http404 where it is not."""
    rows = Signup.objects.select_related("person", "party__captain", "shift__place", "demand__role")
    signup = rows.filter(pk=pk).first()
    if signup is None:
        raise Http404
    shift_within(request, signup.shift_id, MAY_CHANGE)
    return signup


@require_POST
def act_on_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a free place, put first in line, or mark on the day; what a rule forbids becomes a sentence."""
    signup = seat_within(request, pk)
    try:
        messages.success(request, carried_out(request.POST.get("action", ""), signup, request))
    except Refused as refusal:
        messages.error(request, f"{signup.who}: {refusal.sentence}")
    return redirect("volunteers_desk", signup.shift_id)


def carried_out(name: str, signup: Signup, request: HttpRequest) -> str:
    """Does it, and says so. Raises Refused."""
    by, who = signed_in(request), {"name": signup.who}
    if name == "seat":
        actions.seat_waiting(signup=signup, by=by)
        return _("%(name)s has a place now, and a mail is on its way.") % who
    if name == "first":
        actions.put_first(signup=signup, by=by)
        log(signup.shift, "volunteers.put_first", user=by, data={"who": signup.who})
        return _("%(name)s is first in line now.") % who
    if name not in MARKS:
        raise Refused(_("Please press one of the buttons."))
    row = actions.mark(shift=signup.shift, tap=actions.Tap(kind=MARKS[name], signup=signup.pk), by=by)
    if row.refused:
        raise Refused(str(Mark.Refusal(row.refused).label))
    signup.refresh_from_db()
    return f"{signup.who}: {signup.get_status_display()}"


def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom, why, and what follows; then the step itself."""
    signup = seat_within(request, pk)
    form = TakeOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            gone = actions.take_off(signup=signup, by=signed_in(request), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%(name)s is off the shift, and a mail is on its way.") % {"name": gone.who})
            return redirect("volunteers_desk", signup.shift_id)
    waiting = Signup.objects.waiting().filter(demand=signup.demand_id).exclude(pk=signup.pk).count()
    context: dict[str, Any] = {
        "signup": signup,
        "shift": signup.shift,
        "form": form,
        "waiting": waiting if signup.status != Status.WAITLISTED else 0,
        "is_night": is_night(),
    }
    return render(request, "volunteers/office/take_off.html", context)


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, and everybody who will be written to, before a shift is cancelled: that cannot be undone."""
    shift = shift_within(request, pk, MAY_CHANGE, Shift.objects.select_related("place"))
    if shift.is_cancelled:
        messages.error(request, _("This shift has been cancelled already."))
        return redirect("volunteers_desk", pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_shift(shift=shift, by=signed_in(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            log(shift, "volunteers.cancel", user=request.user, data=form.cleaned_data, content_changed=True)
            messages.success(request, _("The shift is cancelled, and everybody has been written to."))
            return redirect("volunteers_desk", pk)
    people = told_of_a_cancellation(shift)
    context = {
        "shift": shift,
        "form": form,
        "people": people,
        "in_japanese": sum(person.language == "ja" for person in people),
        "in_english": sum(person.language == "en" for person in people),
        "is_night": is_night(),
    }
    return render(request, "volunteers/office/cancel.html", context)


def is_night() -> bool:
    """Whether people sleep now: the mail leaves all the same."""
    clock = timezone.localtime().time()
    return clock >= RESTS or clock < WAKES
