"""Anybody may check a certificate; nobody may try numbers at will."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..forms import CodeForm
from ..models import Certificate, read_code

TRIES = 20
WINDOW_SECONDS = 600


@require_safe
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Name, course, dates and state of a certificate; one and the same answer for whatever is not one."""
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    context = {"form": form, "asked": False, "certificate": None}
    if not form.is_bound:
        return render(request, "training/verify.html", context)
    if too_many_tries(request.META.get("REMOTE_ADDR", "")):
        form.add_error(None, _("Too many tries from this connection. Please wait ten minutes."))
        response = render(request, "training/verify.html", context, status=429)
        response["Retry-After"] = str(WINDOW_SECONDS)
        return response
    if form.is_valid():
        context |= {"asked": True, "certificate": find(form.cleaned_data["code"])}
    return render(request, "training/verify.html", context)


def find(typed: str) -> Certificate | None:
    """A wrong check character costs the same query as an unknown number, so that time tells nothing either."""
    found = Certificate.objects.select_related("course", "edition").filter(code=read_code(typed) or "")
    return found.first()


def too_many_tries(address: str) -> bool:
    """Counts this try. Twenty per connection in ten minutes are for people; guessing 80 bits takes more."""
    key = f"training-verify-{address}"
    if cache.add(key, 1, WINDOW_SECONDS):
        return False
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # it ended between the two calls
        return False
