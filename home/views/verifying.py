"""Anybody may check a certificate, of whatever kind; nobody may try numbers at will."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.forms import CodeForm
from portal.documents.codes import Checked, read_code
from training import queries as training
from volunteers import queries as volunteers

TRIES = 20
WINDOW_SECONDS = 600
# Whoever issues papers with a number answers here for them.
ISSUERS = (training.check_certificate, volunteers.check_hours_certificate)


@require_safe
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """What a paper says and whether it is valid; one and the same answer for whatever is not one."""
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    context = {"form": form, "asked": False, "found": None}
    if not form.is_bound:
        return render(request, "home/verify.html", context)
    if too_many_tries(request.META.get("REMOTE_ADDR", "")):
        form.add_error(None, _("Too many tries from this connection. Please wait ten minutes."))
        response = render(request, "home/verify.html", context, status=429)
        response["Retry-After"] = str(WINDOW_SECONDS)
        return response
    if form.is_valid():
        context |= {"asked": True, "found": find(form.cleaned_data["code"])}
    return render(request, "home/verify.html", context)


def find(typed: str) -> Checked | None:
    """Every issuer is asked whatever was typed, so that the time of the answer tells nothing either."""
    code = read_code(typed) or ""
    answers = [ask(code) for ask in ISSUERS]
    return next((answer for answer in answers if answer), None)


def too_many_tries(address: str) -> bool:
    """Counts this try. Twenty per connection in ten minutes are for people; guessing 80 bits takes more."""
    key = f"verify-{address}"
    if cache.add(key, 1, WINDOW_SECONDS):
        return False
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # it ended between the two calls
        return False
