"""Between gift and checkout, where it is asked for: the donor confirms the e-mail address by a code (money.md 21)."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.actions import send_code
from campaigns.forms import CodeForm
from campaigns.models import Donation, NoSuchLink
from portal.payments import challenge
from portal.people.errors import Refused

Onward = Callable[[HttpRequest, Donation], HttpResponse]


def ask_first(request: HttpRequest, donation: Donation) -> HttpResponse | None:
    """The page that asks for the code, where the address must be confirmed; None where the checkout may follow."""
    if not challenge.is_due(request, donation.email):
        return None
    if not challenge.is_asked(request, donation.email):
        send_code(donation=donation, code=challenge.ask(request, donation.email))
    return redirect(f"{reverse('campaigns:confirm')}?{urlencode({'gift': donation.link_token})}")


def confirm(request: HttpRequest, onward: Onward) -> HttpResponse:
    """GET: what to do. POST: the code, or the wish for another one. Then `onward`, to the checkout."""
    donation = _gift(request)
    if not challenge.is_due(request, donation.email):
        return onward(request, donation)
    form, refusal = CodeForm(), None
    if request.method == "POST" and "another" in request.POST:
        try:
            send_code(donation=donation, code=challenge.ask(request, donation.email))
        except Refused as refused:
            refusal = refused
        else:
            return redirect(request.get_full_path())
    elif request.method == "POST":
        form = CodeForm(request.POST)
        if form.is_valid() and challenge.confirm(request, donation.email, form.cleaned_data["code"]):
            return onward(request, donation)
        _say_what_is_wrong(request, donation, form)
    asked = challenge.is_asked(request, donation.email)
    about = {"donation": donation, "form": form, "asked": asked, "refusal": refusal}
    return render(request, "campaigns/give_confirm.html", about)


def _say_what_is_wrong(request: HttpRequest, donation: Donation, form: CodeForm) -> None:
    if form.is_valid():
        form.add_wrong(tries=challenge.tries_left(request) if challenge.is_asked(request, donation.email) else 0)


def _gift(request: HttpRequest) -> Donation:
    try:
        return Donation.objects.by_link(request.GET.get("gift", ""))
    except NoSuchLink as unknown:
        raise Http404 from unknown
