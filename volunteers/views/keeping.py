"""The captain's list: a page that works in the rain, on a phone, without a connection and without JavaScript."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions, queries
from volunteers.actions import Arrival, Tap
from volunteers.actions.closing import EARLY
from volunteers.day_forms import ArrivalForm, MarkForm, read_queue
from volunteers.models import Captain, Guest, Mark, Shift, Signup
from volunteers.queries.days import CODE_SALT, CODE_WORKS, Board, board_of
from volunteers.queries.papers import roster_pdf
from volunteers.queries.rights import MAY_SEE_PEOPLE, may


def kept_shift(request: HttpRequest, pk: int) -> Shift:
    """The shift whose list the reader may keep; 404 where there is none, 403 for everybody else."""
    shift = get_object_or_404(Shift.objects.published().select_related("place", "lead"), pk=pk)
    if not queries.may_keep_list(signed_in(request), shift):
        raise PermissionDenied
    return shift


def kept_lines(request: HttpRequest, pk: int) -> tuple[Shift, set[int] | None]:
    """The shift and the sign-ups on which the reader may mark: all (None) for who keeps its list, their own people for
    who leads a squad or a party. 403 for everybody else."""
    shift = get_object_or_404(Shift.objects.published().select_related("place", "lead"), pk=pk)
    person = signed_in(request)
    if queries.may_keep_list(person, shift):
        return shift, None
    own = set(queries.own_people(person, shift).values_list("pk", flat=True))
    if not own:
        raise PermissionDenied
    return shift, own


@never_cache
@login_required
@require_safe
def captains_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody with a place, or one's own people, with a tap for each: here, left, did not come, undo."""
    shift, only = kept_lines(request, pk)
    board = board_of(shift, only)
    decides = queries.runs_list(signed_in(request), shift)
    context = {
        **lines(board),
        "decides": decides,
        "in_office": may(signed_in(request), MAY_SEE_PEOPLE, shift),
        "arrival": ArrivalForm(),
        "captains": queries.captains_of(shift) if decides else [],
        "could_keep": queries.could_keep(shift, board.lines) if decides else [],
        "is_over": timezone.now() >= shift.end - EARLY,
        "crumbs": [
            (_("Shifts"), reverse("volunteers:shift-list")),
            (shift.name, reverse("volunteers:shift-detail", args=[pk])),
            (_("List"), ""),
        ],
    }
    return private(render(request, "volunteers/captains-list.html", context))


def lines(board: Board) -> dict[str, Any]:
    """What the part of the page shows that phones put in place again after each delivery."""
    return {"board": board, "shift": board.shift, "new_key": uuid.uuid4}


def private(response: HttpResponse) -> HttpResponse:
    """Names: no search engine, no other site."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


@login_required
@require_POST
def mark_line(request: HttpRequest, pk: int) -> HttpResponse:
    """One mark by form, for browsers without JavaScript and for codes that were scanned."""
    shift, only = kept_lines(request, pk)
    form = MarkForm(request.POST)
    if not form.is_valid():
        raise BadRequest("mark")
    via = form.cleaned_data["via"] or Mark.Via.LIST
    row = actions.mark(shift=shift, tap=form.tap(), by=signed_in(request), via=via, only=only)
    if row.refused:
        messages.error(request, Mark.Refusal(row.refused).label)
    return redirect(f"{reverse('volunteers:captains-list', args=[pk])}#line-{form.cleaned_data['signup']}")


@login_required
@require_POST
def add_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody came without a sign-up."""
    shift = kept_shift(request, pk)
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please write a name and choose the role."))
        return redirect("volunteers:captains-list", pk)
    row = actions.walk_in(shift=shift, arrival=form.arrival(), by=signed_in(request))
    if row.refused:
        messages.error(request, Mark.Refusal(row.refused).label)
    else:
        messages.success(request, _("Added to the list."))
    return redirect(f"{reverse('volunteers:captains-list', args=[pk])}#guests")


@login_required
@require_POST
def remove_guest(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    """Take a guest off again."""
    shift = kept_shift(request, pk)
    row = get_object_or_404(Guest, pk=guest, shift=shift)
    actions.take_back_guest(guest=row, key=uuid.uuid4(), by=signed_in(request))
    return redirect(f"{reverse('volunteers:captains-list', args=[pk])}#guests")


@never_cache
@require_POST
def sync_list(request: HttpRequest, pk: int) -> JsonResponse:
    """What a phone has kept, each key once; the answer says what became of it and how the list stands now."""
    if not request.user.is_authenticated:
        return JsonResponse({"signed_in": False}, status=401)
    shift, only = kept_lines(request, pk)
    queue = read_queue(request.body)
    if queue is None:
        return JsonResponse({"error": "marks"}, status=400)
    results = [deliver(shift, item, request, only) for item in queue]
    html = render_to_string("volunteers/captains-lines.html", lines(board_of(shift, only)), request=request)
    return JsonResponse({"results": results, "html": html})


def deliver(shift: Shift, item: Tap | Arrival, request: HttpRequest, only: set[int] | None) -> dict[str, str]:
    """One thing from the queue, in a transaction of its own: the key is done with, `refused` is a sentence for the captain."""
    by = signed_in(request)
    if isinstance(item, Tap):
        row = actions.mark(shift=shift, tap=item, by=by, only=only)
    elif only is None:
        row = actions.walk_in(shift=shift, arrival=item, by=by)
    else:  # who walks in belongs to nobody's own people
        return {"key": str(item.key), "refused": str(Mark.Refusal.UNKNOWN.label)}
    return {"key": str(row.key), "refused": str(Mark.Refusal(row.refused).label) if row.refused else ""}


@login_required
@require_POST
def close_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The day is over: who is here was there."""
    shift = kept_shift(request, pk)
    try:
        count = actions.close_list(shift=shift, by=signed_in(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        log(shift, "volunteers.close_list", user=request.user, data={"people": count})
        words = ngettext("The list is closed: %(count)s person.", "The list is closed: %(count)s people.", count)
        messages.success(request, words % {"count": count})
    return redirect("volunteers:captains-list", pk)


@login_required
@require_POST
def choose_captain(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead lets somebody keep the list, or no longer."""
    shift = kept_shift(request, pk)
    if not queries.runs_list(signed_in(request), shift):
        raise PermissionDenied
    if request.POST.get("do") == "dismiss":
        captain = get_object_or_404(
            Captain.objects.select_related("person"), pk=number(request, "captain"), shift=shift
        )
        actions.dismiss_captain(shift=shift, person=captain.person, by=signed_in(request))
        log(shift, "volunteers.dismiss_captain", user=request.user, data={"person": captain.person_id})
        said = _("%(name)s no longer keeps this list.")
        messages.success(request, said % {"name": captain.person.display_name})
        return redirect(back_to_captains(request, pk))
    seat = get_object_or_404(Signup.objects.of_people(), pk=number(request, "signup"), shift=shift)
    try:
        actions.appoint_captain(shift=shift, person=seat.reader, by=signed_in(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        log(shift, "volunteers.choose_captain", user=request.user, data={"person": seat.person_id})
        messages.success(request, _("%(name)s keeps this list now, too.") % {"name": seat.who})
    return redirect(back_to_captains(request, pk))


def number(request: HttpRequest, name: str) -> int:
    """The key that was sent; 0 where none can be read."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def back_to_captains(request: HttpRequest, pk: int) -> str:
    """The list, or the desk of the shift in the office, from which the form came."""
    if request.POST.get("from") == "desk" and request.user.has_perm(MAY_SEE_PEOPLE):
        return f"{reverse('volunteers_desk', args=[pk])}#captains"
    return f"{reverse('volunteers:captains-list', args=[pk])}#captains"


@never_cache
@login_required
@require_safe
def scan_code(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """What a volunteer's QR code opens on the captain's phone: one name and one button. Nobody else learns anything."""
    shift, only = kept_lines(request, pk)
    try:
        signup_id = signing.loads(token, salt=CODE_SALT, max_age=CODE_WORKS)
    except signing.BadSignature:
        messages.error(request, _("This code is too old. Please ask for the page to be opened again, or use the list."))
        return redirect("volunteers:captains-list", pk)
    line = next((line for line in board_of(shift, only).lines if line.signup.pk == signup_id), None)
    if line is None:
        messages.error(request, Mark.Refusal.UNKNOWN.label)
        return redirect("volunteers:captains-list", pk)
    context = {"shift": shift, "line": line, "key": uuid.uuid4()}
    return private(render(request, "volunteers/captains-scan.html", context))


@never_cache
@login_required
@require_safe
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """The list on paper, for whoever keeps it."""
    shift = kept_shift(request, pk)
    log(shift, "volunteers.roster", user=request.user)
    name = {"Content-Disposition": f'inline; filename="roster-{shift.day.isoformat()}-{shift.pk}.pdf"'}
    pdf = roster_pdf([shift], now=timezone.now())
    return private(HttpResponse(pdf, content_type="application/pdf", headers=name))


@require_safe
def list_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the lists: below the language, so that it may look after pages there."""
    return render(request, "volunteers/list-worker.js", content_type="text/javascript; charset=utf-8")
