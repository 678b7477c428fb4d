"""The component sheet, and pages of last resort."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from .sheet import everything


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came from a stale page: say so, and how to go on. `reason` is Django's, for its log only."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        before, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return render(request, "csrf_failure.html", {"came_from": before if ours else ""}, status=403)


def sheet(request: HttpRequest) -> HttpResponse:
    """Every component in every state; `?l=en` shows it in English, `?theme=dark` in the dark."""
    language = "en" if request.GET.get("l") == "en" else "ja"
    with translation.override(language):
        request.LANGUAGE_CODE = language
        page = request.GET.get("page", "2")
        context = everything(int(page) if page.isdigit() else 2)
        return render(request, "ui/sheet.html", {**context, "theme": request.GET.get("theme", "")})
