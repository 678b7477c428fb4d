"""One's own account: languages, profile."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language


def to_a_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the visitor's language (portal.people.middleware), Japanese otherwise."""
    query = request.META["QUERY_STRING"]
    response = HttpResponseRedirect(f"/{get_language()}/" + (f"?{query}" if query else ""))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
