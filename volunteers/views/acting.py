"""Taking a place, giving it back, and answering an offer: by form and redirect, or in place by htmx."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from portal.people.errors import Refused
from portal.people.models import Person
from volunteers import actions, queries
from volunteers.forms import PlaceForm
from volunteers.models import Demand, Shift, Signup, Status

Action = Callable[[Person, Shift], str]


def acting(request: HttpRequest, pk: int, action: Action) -> HttpResponse:
    """Authorise, act, answer. A GET (a reload after signing in) leads to the shift."""
    shift = get_object_or_404(Shift.objects.published(), pk=pk)
    if request.method != "POST":
        return redirect("volunteers:shift-detail", pk=pk)
    if not request.user.is_authenticated:
        return to_sign_in(request, shift)
    try:
        sentence = action(request.user, shift)
    except Refused as refusal:
        return answer(request, shift, refusal=refusal)
    return answer(request, shift, sentence=sentence)


@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place, or a turn on the waiting list."""

    def action(person: Person, shift: Shift) -> str:
        signup = actions.sign_up(
            person=person, demand=chosen_demand(request, shift), by=person, wait=bool(request.POST.get("wait")),
            promised=request.POST.getlist("promised"),
        )  # fmt: skip
        return thanks(signup)

    return acting(request, pk, action)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the coordinator for a place that a limit, or the shift itself, keeps from a plain tap."""

    def action(person: Person, shift: Shift) -> str:
        signup = actions.ask_for_place(
            person=person, demand=chosen_demand(request, shift), by=person, message=request.POST.get("message", ""),
            promised=request.POST.getlist("promised"),
        )  # fmt: skip
        return thanks(signup)

    return acting(request, pk, action)


def chosen_demand(request: HttpRequest, shift: Shift) -> Demand:
    """The demand that a form names, or the only one there is. Raises Refused with the form's sentence."""
    form = PlaceForm(request.POST, shift=shift)
    if not form.is_valid():
        raise Refused(" ".join(str(text) for text in form.errors["demand"]))
    demand: Demand = form.cleaned_data["demand"]
    return demand


def thanks(signup: Signup) -> str:
    if signup.status == Status.REQUESTED:
        return _("You have asked for a place. The coordinator answers by mail.")
    if signup.status == Status.WAITLISTED:
        return _("You are on the waiting list. We write to you as soon as a place is free, and hold it for you.")
    return _("You are in. Thank you! A confirmation is on its way to your inbox.")


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a place, or a turn on the waiting list, back."""

    def action(person: Person, shift: Shift) -> str:
        signup = actions.withdraw(
            person=person, shift=shift, by=person, reason=request.POST.get("reason", "").strip()[:300]
        )
        if signup.waitlisted_at is None and signup.confirmed_at is None:
            return _("You no longer ask for a place.")
        if signup.confirmed_at is None:
            return _("You are no longer on the waiting list.")
        return _("Your place is free for somebody else now. You can sign up again at any time.")

    return acting(request, pk, action)


@require_http_methods(["GET", "POST"])
def accept_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the place that is held."""

    def action(person: Person, shift: Shift) -> str:
        return thanks(
            actions.accept_offer(person=person, shift=shift, by=person, promised=request.POST.getlist("promised"))
        )

    return acting(request, pk, action)


@require_http_methods(["GET", "POST"])
def decline_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the held place go."""

    def action(person: Person, shift: Shift) -> str:
        actions.decline_offer(person=person, shift=shift, by=person)
        return _("The place goes to the next person in line. Thank you for saying so.")

    return acting(request, pk, action)


def to_sign_in(request: HttpRequest, shift: Shift) -> HttpResponse:
    """To the sign-in page and from there back to the shift, with the choice that was made."""
    query = urlencode({"take": request.POST.get("demand", "")})
    back = f"{reverse('volunteers:shift-detail', args=[shift.pk])}?{query}#places"
    response = redirect_to_login(back)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(response["Location"])
    messages.info(request, _("Please sign in or make an account; then your place is one tap away."))
    return response


def answer(request: HttpRequest, shift: Shift, *, sentence: str = "", refusal: Refused | None = None) -> HttpResponse:
    """The card as it is now with the sentence on it (htmx), or the page the form came from, at the same card."""
    if getattr(request, "htmx", False):
        return card_with(request, shift, sentence=sentence, refusal=refusal)
    say(request, sentence=sentence, refusal=refusal)
    return redirect(back_to(request, shift))


def say(request: HttpRequest, *, sentence: str = "", refusal: Refused | None = None) -> None:
    """A sentence on the next page; with a refusal the way out."""
    if refusal is None:
        messages.success(request, sentence)
    elif refusal.way_out_url:
        way_out = format_html('<a href="{}">{}</a>', refusal.way_out_url, refusal.way_out_label)
        messages.error(request, format_html("{} {}", refusal.sentence, way_out))
    else:
        messages.error(request, refusal.sentence)


def card_with(request: HttpRequest, shift: Shift, *, sentence: str, refusal: Refused | None) -> HttpResponse:
    """The fragment that takes the card's place."""
    now = timezone.now()
    fresh = queries.with_demands(Shift.objects.filter(pk=shift.pk)).get()
    assert isinstance(request.user, Person)  # noqa: S101  # acting() has seen to it
    context: dict[str, Any] = {
        "card": queries.card_of(fresh, queries.standing_of(request.user, now=now), now=now),
        "sentence": sentence,
        "refusal": refusal,
        "next": back_to(request, shift).partition("#")[0],
    }
    return render(request, "volunteers/shift-card.html", context)


def back_to(request: HttpRequest, shift: Shift) -> str:
    """The list the form stood in, at the card; else the shift's own page. Never another host."""
    came_from = request.POST.get("next", "")
    if came_from and url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return f"{came_from}#shift-{shift.pk}"
    return reverse("volunteers:shift-detail", args=[shift.pk])


def numbers(texts: list[str]) -> list[int]:
    """What can be read as a number."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 16]
