"""Behind the invitation link of a party: take a seat, signed in or with nothing but an address."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.people.access import signed_in
from portal.people.errors import Refused
from portal.people.models import Person
from volunteers import actions, queries
from volunteers.forms.seats import DoorForm, NewcomerForm
from volunteers.models import Party, Promise, Signup

from .acting import say

SALT = "volunteers.join"
THREE_DAYS = 3 * 24 * 3600


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, which shift, how many seats are left; one tap for who is signed in."""
    party = queries.party_by_token(token)
    if party is None:
        return render(request, "volunteers/join-gone.html", status=404)
    if request.method == "POST" and request.user.is_authenticated:
        return claimed(request, party)
    form = DoorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return door_sent(request, party, form.cleaned_data["email"])
    return join_page(request, party, form, status=422 if request.method == "POST" else 200)


def join_page(request: HttpRequest, party: Party, form: DoorForm, *, status: int = 200) -> HttpResponse:
    now, shift = timezone.now(), party.demand.shift
    crew = queries.crew_of(party)
    standing = queries.standing_of(signed_in(request), now=now) if request.user.is_authenticated else None
    mine = standing.signup_for(shift) if standing else None
    context = {
        "party": party,
        "shift": shift,
        "role": party.demand.role,
        "left": len(crew.unnamed),
        "is_asked": bool(crew.asked),
        "is_open": now < party.naming_deadline and shift.start > now and not shift.is_cancelled,
        "form": form,
        "is_in": mine is not None and mine.holds_a_place,
        "promises": standing.promises_missing(party.demand) if standing else [],
        "sign_in": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "volunteers/join.html", context, status=status)


def claimed(request: HttpRequest, party: Party) -> HttpResponse:
    person = signed_in(request)
    try:
        actions.claim_seat(party=party, person=person, by=person, promised=request.POST.getlist("promised"))
    except Refused as refusal:
        say(request, refusal=refusal)
        return redirect(request.path)
    messages.success(request, _("You are in. Thank you! A confirmation is on its way to your inbox."))
    return redirect("volunteers:shift-detail", pk=party.demand.shift_id)


def door_sent(request: HttpRequest, party: Party, email: str) -> HttpResponse:
    """The same answer for every address: whether it has an account is nobody's business."""
    token = signing.dumps({"party": party.token, "email": email}, salt=SALT, compress=True)
    actions.send_door(party=party, email=email, token=token, language=get_language() or "ja")
    messages.success(
        request, _("We have written to %(email)s. Open the link in the mail to take your seat.") % {"email": email}
    )
    return redirect(request.path)


def join_by_mail(request: HttpRequest, door: str) -> HttpResponse:
    """Behind the link of the mail: a name for whoever is new, one tap for whoever is not."""
    party, email = opened(door)
    if party is None:
        return render(request, "volunteers/join-gone.html", status=404)
    known = Person.objects.filter(email__iexact=email).first()
    form = None if known else NewcomerForm(request.POST or None, role=party.demand.role)
    if request.method == "POST" and (form is None or form.is_valid()):
        return seated(request, party, email, form)
    return mail_page(request, party, email, known, form, status=422 if request.method == "POST" else 200)


def opened(door: str) -> tuple[Party | None, str]:
    """The party and the address of a link that we signed within three days."""
    try:
        said = signing.loads(door, salt=SALT, max_age=THREE_DAYS)
    except signing.BadSignature:
        return None, ""
    return queries.party_by_token(said["party"]), str(said["email"])


def seated(request: HttpRequest, party: Party, email: str, form: NewcomerForm | None) -> HttpResponse:
    facts: dict[str, Any] = form.facts() | {"language": get_language() or "ja"} if form else {}
    try:
        signup = actions.join_by_email(party=party, email=email, facts=facts, promised=request.POST.getlist("promised"))
    except Refused as refusal:
        known = Person.objects.filter(email__iexact=email).first()
        return mail_page(request, party, email, known, form, status=422, refusal=refusal)
    return render(request, "volunteers/join-done.html", {"party": party, "shift": signup.shift, "signup": signup})


def mail_page(
    request: HttpRequest,
    party: Party,
    email: str,
    known: Person | None,
    form: NewcomerForm | None,
    *,
    status: int = 200,
    refusal: Refused | None = None,
) -> HttpResponse:
    now, demand = timezone.now(), party.demand
    missing = queries.standing_of(known, now=now).promises_missing(demand) if known else every_promise(party)
    context = {
        "party": party,
        "shift": demand.shift,
        "role": demand.role,
        "email": email,
        "known": known,
        "form": form,
        "refusal": refusal,
        "promises": missing,
        "is_in": known is not None and Signup.objects.holding().filter(shift=demand.shift, person=known).exists(),
    }
    return render(request, "volunteers/join-by-mail.html", context, status=status)


def every_promise(party: Party) -> list[Promise.Kind]:
    """What somebody new reads and promises."""
    role = party.demand.role
    texts = {Promise.Kind.BRIEFING: role.briefing_version, Promise.Kind.PLEDGE: role.pledge_version}
    return [kind for kind, version in texts.items() if version]
