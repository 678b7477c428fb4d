"""One's own place behind the link of a mail: how it stands, and its two or three buttons. Looking changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.people.errors import Refused
from volunteers import actions
from volunteers.actions.seat_links import SeatLink
from volunteers.models import Status
from volunteers.queries.choices import alternatives_for

from .acting import thanks


@never_cache
def my_seat(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever is signed in as its person the shift's own page; for everybody else this one, and one tap."""
    link = actions.seat_of(token)
    if link is None:
        raise Http404
    if request.method != "POST" and request.user == link.person:
        return redirect(f"{reverse('volunteers:shift-detail', args=[link.shift.pk])}#places")
    sentence, refusal = "", None
    if request.method == "POST":
        try:
            sentence = act(link, request.POST.get("answer", ""), request.POST.get("reason", ""))
        except Refused as problem:
            refusal = problem
        link = actions.seat_of(token) or link
    response = render(request, "volunteers/seat.html", context_of(link) | {"sentence": sentence, "refusal": refusal})
    # The address is a key. "no-referrer" would make browsers send "Origin: null" with our own form, which is refused.
    response["Referrer-Policy"] = "same-origin"
    return response


def act(link: SeatLink, answer: str, reason: str) -> str:
    """One of the buttons; the sentence that answers it. Raises what the action refuses."""
    person, shift = link.person, link.shift
    if answer == "take":
        return thanks(actions.accept_offer(person=person, shift=shift, by=person))
    if answer == "let-go":
        actions.decline_offer(person=person, shift=shift, by=person)
        return _("The place goes to the next person in line. Thank you for saying so.")
    if answer != "give-back":
        raise Refused(_("Please press one of the buttons."))
    actions.withdraw(person=person, shift=shift, by=person, reason=reason.strip()[:300])
    return _("Thank you for telling us. You are not expected any more.")


def context_of(link: SeatLink) -> dict[str, object]:
    now, shift, signup = timezone.now(), link.shift, link.signup
    page = reverse("volunteers:shift-detail", args=[shift.pk])
    status = signup.status if signup else ""
    return {
        "person": link.person,
        "shift": shift,
        "place": shift.place,
        "signup": signup,
        "role": signup.demand.role if signup else None,
        "is_offered": status == Status.OFFERED,
        "is_waiting": status == Status.WAITLISTED,
        "is_requested": status == Status.REQUESTED,
        "is_confirmed": status == Status.CONFIRMED,
        "turn": int(getattr(signup, "ahead", 0)) + 1,
        "has_begun": shift.start <= now,
        "page": page,
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': page})}",
        "others": alternatives_for(link.person, shift, now=now) if signup is None else [],
    }
