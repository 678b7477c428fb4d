"""The component sheet, and pages of last resort."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came from a stale page: say so, and how to go on."""
    return render(request, "csrf_failure.html", status=403)
