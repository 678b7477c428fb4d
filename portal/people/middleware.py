"""Which language a request speaks."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

COOKIE = settings.LANGUAGE_COOKIE_NAME
SUPPORTED = dict(settings.LANGUAGES)


def choose_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The address decides; where it names no language: where one is going, who one is, what one chose, the browser.

    The cookie is written only when the address says something that the rest would not, so that most
    visitors never carry one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        named = translation.get_language_from_path(request.path_info)
        language = named or unnamed_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = get_response(request)
        if named and named != unnamed_language(request) and request.method == "GET":
            response.set_cookie(COOKIE, named, max_age=365 * 86400, samesite="Lax", secure=request.is_secure())
        if not named:
            response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def unnamed_language(request: HttpRequest) -> str:
    """The language of an address without a language: `next=/en/…`, the person's, the cookie's, the browser's."""
    going_to = parse_qs(urlsplit(request.get_full_path()).query).get("next", [""])[0]
    wished = [
        translation.get_language_from_path(going_to),
        request.COOKIES.get(COOKIE),
        request.user.language if request.user.is_authenticated else None,
    ]
    for language in wished:
        if language in SUPPORTED:
            return str(language)
    for accepted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if accepted[:2] in SUPPORTED:
            return accepted[:2]
    return str(settings.LANGUAGE_CODE)
