"""The squads of a shift in the back office: made, renamed, filled, led."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions
from volunteers.forms.events import SquadForm
from volunteers.models import Shift, Signup, Squad
from volunteers.queries.events import squads_of, without_squad
from volunteers.queries.rights import MAY_CHANGE, MAY_SEE_PEOPLE

from .reach import shift_within

WORDS = {"add", "change"}


def squads(request: HttpRequest, pk: int) -> HttpResponse:
    """The squads of a shift by name, and who has none yet."""
    shift = shift_within(request, pk, MAY_SEE_PEOPLE, Shift.objects.select_related("place", "event"))
    if request.method != "POST":
        return show(request, shift)
    shift_within(request, pk, MAY_CHANGE)
    do = request.POST.get("do", "form")
    if do in WORDS:
        return save_words(request, shift)
    try:
        WAYS[do](request, shift)
    except (KeyError, ValueError):
        messages.error(request, _("This step is not possible any more: the shift has changed in the meantime."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("volunteers_squads", pk)


def show(request: HttpRequest, shift: Shift, typed: SquadForm | None = None) -> HttpResponse:
    """With `typed` the form that could not be saved, open again; every other squad with a form as it is."""
    which = typed.instance.pk if typed else 0
    lists = squads_of(shift)
    forms = {each.squad.pk: SquadForm(instance=each.squad, auto_id=f"id_{each.squad.pk}_%s") for each in lists}
    context: dict[str, Any] = {
        "shift": shift,
        "squads": [(each, typed if typed and which == each.squad.pk else forms[each.squad.pk]) for each in lists],
        "adding": typed if typed and which is None else SquadForm(auto_id="id_new_%s"),
        "typed": typed,
        "without": without_squad(shift),
    }
    return render(request, "volunteers/office/squads.html", context)


def save_words(request: HttpRequest, shift: Shift) -> HttpResponse:
    """A new squad, or other words for one. What cannot be saved stands in the form again."""
    squad = None
    if request.POST.get("do") == "change":
        squad = get_object_or_404(Squad, pk=whole(request.POST.get("squad", "")), shift=shift)
    form = SquadForm(request.POST, instance=squad, auto_id=f"id_{squad.pk if squad else 'new'}_%s")
    if not form.is_valid():
        return show(request, shift, form)
    facts, by = form.cleaned_data, signed_in(request)
    try:
        if squad is None:
            saved = actions.add_squad(shift=shift, facts=facts, by=by)
        else:
            saved = actions.change_squad(squad=squad, facts=facts, by=by)
    except Refused as refusal:
        form.add_error("name_ja", refusal.sentence)
        return show(request, shift, form)
    log(shift, "wagtail.edit", user=request.user, data={"squad": saved.pk, "name": saved.name_ja})
    messages.success(request, _("Saved: %(squad)s") % {"squad": saved.name})
    return redirect("volunteers_squads", shift.pk)


def form_them(request: HttpRequest, shift: Shift) -> None:
    seated = actions.form_squads(shift=shift, by=signed_in(request))
    log(shift, "wagtail.edit", user=request.user, data={"seated in squads": seated})
    messages.success(request, _("Everybody has a squad."))


def move_one(request: HttpRequest, shift: Shift) -> None:
    signup = get_object_or_404(Signup, pk=whole(request.POST["signup"]), shift=shift)
    squad = get_object_or_404(Squad, pk=whole(request.POST["squad"]), shift=shift)
    actions.move_to_squad(signup=signup, squad=squad, by=signed_in(request))
    log(shift, "wagtail.edit", user=request.user, data={"sign-up": signup.pk, "squad": squad.pk})


def lead_one(request: HttpRequest, shift: Shift) -> None:
    squad = get_object_or_404(Squad, pk=whole(request.POST["squad"]), shift=shift)
    signup = get_object_or_404(Signup, pk=whole(request.POST["signup"]), shift=shift)
    actions.name_leader(squad=squad, leader=signup.person, by=signed_in(request))
    log(shift, "wagtail.edit", user=request.user, data={"squad": squad.pk, "leader": signup.person_id})


def remove_one(request: HttpRequest, shift: Shift) -> None:
    squad = get_object_or_404(Squad, pk=whole(request.POST["squad"]), shift=shift)
    actions.remove_squad(squad=squad, by=signed_in(request))
    log(shift, "wagtail.edit", user=request.user, data={"squad removed": squad.name_ja})
    messages.success(request, _("The squad is removed."))


def whole(text: str) -> int:
    """The key that `text` shows, else 0, which nothing has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


WAYS: dict[str, Callable[[HttpRequest, Shift], None]] = {
    "form": form_them,
    "move": move_one,
    "lead": lead_one,
    "remove": remove_one,
}
