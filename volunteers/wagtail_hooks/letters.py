"""Writing to everyone of a day: words in both languages, a preview, then a job that sends them."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions
from volunteers.forms.office import LetterForm
from volunteers.models import DayLetter
from volunteers.queries.letters import readers_of, shifts_on
from volunteers.queries.rights import MAY_CHANGE, Reach

from .board import day_of
from .reach import admitted


def write_letter(request: HttpRequest) -> HttpResponse:
    """The form, the preview, and the sending: nothing typed is lost on the way back."""
    reach = admitted(request, MAY_CHANGE)
    day = day_of(request.POST.get("day", "") or request.GET.get("day", ""), timezone.localdate())
    shifts = shifts_on(day, reach)
    if request.method != "POST":
        form = LetterForm(shifts=shifts, initial={"day": day, "shifts": [shift.pk for shift in shifts]})
        return show(request, form, day)
    form = LetterForm(request.POST, shifts=shifts)
    if not form.is_valid() or "edit" in request.POST:
        return show(request, form, day)
    if "send" not in request.POST:
        return preview(request, form, day)
    try:
        letter = actions.write_letter(day=day, shifts=form.chosen(), words=form.words_of_it(), by=signed_in(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return show(request, form, day)
    return redirect("volunteers_letter_sent", letter.pk)


def show(request: HttpRequest, form: LetterForm, day: dt.date) -> HttpResponse:
    people = readers_of(list(form.on_this_day.values()))
    context = {"form": form, "day": day, "people": len(people)}
    return render(request, "volunteers/office/letter.html", context)


def preview(request: HttpRequest, form: LetterForm, day: dt.date) -> HttpResponse:
    """Both languages as they will be read, and how many people read which."""
    people = [person for person, _shifts in readers_of(form.chosen())]
    context = {
        "form": form,
        "day": day,
        "words": form.words_of_it(),
        "people": people[:50],
        "count": len(people),
        "in_japanese": sum(person.language == "ja" for person in people),
        "in_english": sum(person.language == "en" for person in people),
    }
    return render(request, "volunteers/office/letter_preview.html", context)


def show_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the sending is; the page may be left. For whoever reaches every shift it goes to."""
    reach = admitted(request, MAY_CHANGE)
    letter = get_object_or_404(DayLetter.objects.select_related("job", "by"), pk=pk)
    if not reaches(reach, letter):
        raise PermissionDenied
    template = "volunteers/office/job.html" if getattr(request, "htmx", False) else "volunteers/office/letter_sent.html"
    return render(request, template, {"letter": letter, "job": letter.job})


def reaches(reach: Reach, letter: DayLetter) -> bool:
    return all(reach.has(shift) for shift in letter.shifts.all())
