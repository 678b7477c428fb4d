"""What somebody who was asked by mail answers. The link is enough; looking at it changes nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions
from volunteers.models import Ask
from volunteers.queries.askable import agrees_to_be_asked
from volunteers.queries.choices import alternatives_for
from volunteers.queries.standing import standing_of


@never_cache
def answer_ask(request: HttpRequest, token: str) -> HttpResponse:
    """The shift and two buttons; a mail program that fetches links in advance takes nobody's place."""
    ask = actions.ask_of(token)
    if ask is None or not ask.person.is_active:
        raise Http404
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            ask = act(ask, request.POST.get("answer", ""), request.POST.getlist("promised"))
        except Refused as problem:
            refusal = problem
    response = render(request, "volunteers/asked.html", context_of(ask, refusal))
    # The address is a key. "no-referrer" would make browsers send "Origin: null" with our own form, which is refused.
    response["Referrer-Policy"] = "same-origin"
    return response


def act(ask: Ask, answer: str, promised: list[str]) -> Ask:
    """One of the three buttons."""
    if answer == "yes":
        return actions.say_yes(ask=ask, promised=promised)
    if answer == "never":
        actions.agree_to_be_asked(person=ask.person, yes=False)
    return actions.say_no(ask=ask)


def context_of(ask: Ask, refusal: Refused | None) -> dict[str, object]:
    now = timezone.now()
    fresh = actions.ask_of(actions.token_of(ask)) or ask
    shift = fresh.demand.shift
    gone = fresh.answer == Ask.Answer.TOO_LATE or shift.is_cancelled or shift.start <= now
    return {
        "ask": fresh,
        "shift": shift,
        "role": fresh.demand.role,
        "place": shift.place,
        "refusal": refusal,
        "promises": standing_of(fresh.person, now=now).promises_missing(fresh.demand),
        "is_over": shift.is_cancelled or shift.start <= now,
        "alternatives": alternatives_for(fresh.person, shift, now=now) if gone else [],
    }


@never_cache
@login_required
def be_asked(request: HttpRequest) -> HttpResponse:
    """Agree, or no longer agree, to be asked by mail when a shift lacks people."""
    person = signed_in(request)
    if request.method != "POST":
        return render(request, "volunteers/be_asked.html", {"agrees": agrees_to_be_asked(person)})
    yes = request.POST.get("yes") == "1"
    actions.agree_to_be_asked(person=person, yes=yes)
    said = _("Thank you! We write to you when a shift that you could take lacks people.")
    messages.success(request, said if yes else _("We do not ask you by mail any more."))
    return redirect("volunteers:be-asked")
