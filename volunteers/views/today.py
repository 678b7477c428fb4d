"""One's own day: checking in, and the code that the captain scans."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions
from volunteers.models import Shift, Signup
from volunteers.queries.days import CODE_SALT, LIST_OPENS, SELF_OPENS
from volunteers.queries.own_people import ON_THE_LIST


@never_cache
@login_required
@require_safe
def today(request: HttpRequest, pk: int) -> HttpResponse:
    """When and where, the button to check in, and the code; only for who has a place. Who has none and opened the code
    that hangs on the wall is led to the shift."""
    seats = Signup.objects.filter(person=signed_in(request), shift=pk, status__in=ON_THE_LIST)
    signup = seats.select_related("shift__place", "shift__lead", "demand__role").first()
    if signup is None:
        get_object_or_404(Shift.objects.published(), pk=pk)
        messages.info(
            request, _("You have no place in this shift. If you are here to help, please talk to the captain.")
        )
        return redirect("volunteers:shift-detail", pk)
    shift, now = signup.shift, timezone.now()
    opens = shift.report_at - SELF_OPENS
    context = {
        "signup": signup,
        "shift": shift,
        "opens": opens,
        "can_check_in": signup.status == "confirmed" and opens <= now < shift.end and not shift.is_cancelled,
        "is_early": now < opens,
        "is_over": now >= shift.end,
        "code": code_of(signup) if shift.report_at - LIST_OPENS <= now < shift.end else "",
        "crumbs": [
            (_("Shifts"), reverse("volunteers:shift-list")),
            (shift.name, reverse("volunteers:shift-detail", args=[pk])),
            (_("On the day"), ""),
        ],
    }
    return render(request, "volunteers/today.html", context)


def code_of(signup: Signup) -> str:
    """The address that the QR code carries: it names the seat, is signed, and works for two hours."""
    token = signing.dumps(signup.pk, salt=CODE_SALT)
    return f"{settings.BASE_URL}{reverse('volunteers:scan-code', args=[signup.shift_id, token])}"


@login_required
@require_POST
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one is there."""
    shift = get_object_or_404(Shift.objects.published(), pk=pk)
    person = signed_in(request)
    try:
        actions.check_in_oneself(person=person, shift=shift, by=person)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("You are checked in. Have a good time!"))
    return redirect("volunteers:today", pk)
