"""What the frame of every page needs to know."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest

LANGUAGES = (("ja", "日本語"), ("en", "English"))


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame_languages` keeps the page when the language changes; no query, so errors can be rendered too."""
    language = getattr(request, "LANGUAGE_CODE", "ja")
    languages = [
        {"code": code, "name": name, "href": in_language(request, code), "current": code == language}
        for code, name in LANGUAGES
    ]
    named = request.path.startswith(f"/{language}/")
    return {
        "frame_languages": languages,
        "frame_alternates": languages if named else [],
        "is_demo": settings.DEMO,
        "base_url": settings.BASE_URL,
    }


def in_language(request: HttpRequest, code: str) -> str:
    """This page's address in another language. An address that names none (`/accounts/…`) follows where one is
    going, so `next` says the language there (see portal.people.middleware)."""
    path = request.get_full_path()
    for known, _name in LANGUAGES:
        if path.startswith(f"/{known}/"):
            return f"/{code}/{path.removeprefix(f'/{known}/')}"
    query = dict(parse_qsl(request.META.get("QUERY_STRING", "")))
    going_to = query.get("next", f"/{code}/me/")
    for known, _name in LANGUAGES:
        if going_to.startswith(f"/{known}/"):
            going_to = f"/{code}/{going_to.removeprefix(f'/{known}/')}"
    return f"{request.path}?{urlencode({**query, 'next': going_to})}"
