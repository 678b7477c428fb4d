"""What the frame of every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """`other_languages` keeps the page when the language changes; no query, so errors can be rendered too."""
    path = request.get_full_path()
    language = getattr(request, "LANGUAGE_CODE", "ja")
    languages = []
    for code, name in (("ja", "日本語"), ("en", "English")):
        prefix = f"/{language}/"
        href = f"/{code}/{path.removeprefix(prefix)}" if path.startswith(prefix) else f"/{code}/"
        languages.append({"code": code, "name": name, "href": href, "current": code == language})
    return {"frame_languages": languages, "is_demo": settings.DEMO, "base_url": settings.BASE_URL}
