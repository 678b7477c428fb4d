"""Pictures drawn on the server as SVG, each with its words."""

from typing import Any

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.ui.avatars import face_of
from portal.ui.icons import draw_icon
from portal.ui.qr import draw_qr

register = Library()
MOST_DOTS = 16


@register.simple_tag
def icon(name: str, *, label: str = "", size: int = 24) -> SafeString:
    """One of our icons; `label` only where no word stands beside it."""
    return draw_icon(name, label=label, size=size)


@register.simple_tag
def illustration(name: str, *, label: str = "") -> SafeString:
    """One of the drawings in templates/components/illustrations/; without `label` it is decoration."""
    return SafeString(render_to_string(f"components/illustrations/{name}.html", {"label": label}))


@register.simple_tag
def qr(text: str, *, label: str) -> SafeString:
    """A QR code of `text`; `label` says what it opens."""
    return draw_qr(text, label=label)


@register.inclusion_tag("components/avatar.html")
def avatar(*, seed: str | int, size: int = 48, name: str = "") -> dict[str, Any]:
    """A drawn face, always the same for the same seed; hidden from screen readers without `name`."""
    return {"size": size, "name": name, "face": face_of(seed)}


@register.inclusion_tag("components/seats.html")
def seats(*, taken: int, capacity: int, waiting: int = 0) -> dict[str, Any]:
    """Places as dots, with the words beside them. Past 16 places the dots would be a crowd: words alone.

    More may be taken than there are places: lowering a figure drops nobody, and the words say what is so.
    """
    taken = max(taken, 0)
    dots = [{"x": 8 + index * 18, "taken": index < taken} for index in range(capacity)]
    return {
        "dots": dots if capacity <= MOST_DOTS else [], "width": capacity * 18 - 2,
        "taken": taken, "capacity": capacity, "left": max(capacity - taken, 0), "waiting": waiting,
    }  # fmt: skip


@register.inclusion_tag("components/progress.html")
def progress(*, value: int, of: int, label: str) -> dict[str, Any]:
    """A short piece of road: `value` of `of` done."""
    share = min(max(value / of, 0), 1) if of else 0
    return {"value": value, "of": of, "label": label, "length": round(1 + share * 98, 2) if share else 0}
