"""Our own icons: 24 × 24, one stroke, round ends; decoration unless a label is given."""

from django.template import TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = {
    "volunteer": "M4 5.5h16V20H4zM4 10h16M8 3v4M16 3v4M8.5 15l2.5 2.5 4.5-5",
    "run": "M13.6 4.4a1.9 1.9 0 1 0 3.8 0a1.9 1.9 0 1 0-3.8 0M6 11l5-4 4 3 2 3 3 .5M11 7.5L9 14l4 3 .5 5M9 14l-2 4-4 .5",
    "learn": "M3 6c4-2 7-1 9 1 2-2 5-3 9-1v13c-4-2-7-1-9 1-2-2-5-3-9-1zM12 7v13",
    "know": "M5 21V4.5h14V21M3 21h18M12 4.5V21M5 12.5h14",
    "me": "M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8M4 21c.6-4.6 3.6-7 8-7s7.4 2.4 8 7",
    "calendar": "M4 5.5h16V20H4zM4 10h16M8 3v4M16 3v4",
    "clock": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7.5V12l3.5 2",
    "place": "M12 21c4.5-4.6 7-8 7-11.2A7 7 0 0 0 5 9.8C5 13 7.5 16.4 12 21zM12 12.2a2.4 2.4 0 1 0 0-4.8a2.4 2.4 0 0 0 0 4.8",
    "people": "M9 11.5a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 5a3.2 3.2 0 0 1 0 6.3M18 14.5c2 .7 3.2 2.6 3.5 5.5",
    "heart": "M12 20.5C6 16.5 3 13 3 9a4.7 4.7 0 0 1 9-2a4.7 4.7 0 0 1 9 2c0 4-3 7.5-9 11.5z",
    "yen": "M6 4l6 8 6-8M12 12v8.5M7.5 12.5h9M7.5 16.5h9",
    "check": "M4.5 12.5l5 5L19.5 7",
    "close": "M6 6l12 12M18 6L6 18",
    "info": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11v5.5M12 7.6v.1",
    "alert": "M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.1",
    "bell": "M6 17c1-1.5 1.5-3 1.5-6a4.5 4.5 0 0 1 9 0c0 3 .5 4.5 1.5 6zM10 20.5c.6.7 3.4.7 4 0M12 4V3",
    "copy": "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
    "share": "M7 12a2.5 2.5 0 1 0-5 0a2.5 2.5 0 0 0 5 0M21.5 6a2.5 2.5 0 1 0-5 0a2.5 2.5 0 0 0 5 0M21.5 18a2.5 2.5 0 1 0-5 0a2.5 2.5 0 0 0 5 0M6.8 10.8l9.9-4M6.8 13.2l9.9 4",
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "back": "M20 12H5M11 6l-6 6 6 6",
    "down": "M5 9l7 7 7-7",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.5 15.5L21 21",
    "filter": "M3 6h18M6.5 12h11M10 18h4",
    "mail": "M3 5.5h18v13H3zM3.5 6l8.5 7 8.5-7",
    "phone": "M6 3.5h3.5l1.5 5-2.2 1.6a12 12 0 0 0 5.1 5.1L15.5 13l5 1.5V18c0 1.6-1 2.5-2.5 2.5C10 20 4 14 3.5 6c0-1.5 1-2.5 2.5-2.5z",
    "download": "M12 3.5V15M7 10.5l5 5 5-5M4 20.5h16",
    "upload": "M12 15.5V4M7 8.5l5-5 5 5M4 20.5h16",
    "file": "M6 2.8h8l4.5 4.5v14H6zM14 2.8v4.7h4.5M9 12.5h6M9 16.5h6",
    "lock": "M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.7v2.3",
    "globe": "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M3 12h18M12 3c5 5 5 13 0 18c-5-5-5-13 0-18",
    "flag": "M5 21.5V3.5M5 4.5c5-2.5 8 2.5 14 0v9c-6 2.5-9-2.5-14 0",
    "finish": "M5 21.5V3.5M5 4.5h14v9H5M5 9h14M9.7 4.5v9M14.3 4.5v9",
    "star": "M12 3.5l2.6 5.6 6.1.7-4.5 4.2 1.2 6-5.4-3-5.4 3 1.2-6L3.3 9.8l6.1-.7z",
    "edit": "M4 20l.8-4.2L16 4.6l3.4 3.4L8.2 19.2zM13.5 7l3.4 3.4",
    "plus": "M12 4.5v15M4.5 12h15",
    "minus": "M4.5 12h15",
    "undo": "M8.5 5L4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11H9",
    "list": "M8.5 6H21M8.5 12H21M8.5 18H21M3.5 6h.1M3.5 12h.1M3.5 18h.1",
    "qr": "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v3M17 20h3M14 20v-.5M7 7h.1M17 7h.1M7 17h.1",
    "food": "M4 11h16c0 5-3 8.5-8 8.5S4 16 4 11zM3 11h18M9 7.5c-1-1.3 1-2 0-3.5M13 7.5c-1-1.3 1-2 0-3.5",
    "speak": "M3.5 5h17v11.5H12L7 20.5v-4H3.5zM8 9.5h8M8 12.5h5",
    "certificate": "M12 3.5a5 5 0 1 0 0 10a5 5 0 1 0 0-10M9 13l-1.5 8 4.5-2.5 4.5 2.5L15 13",
    "link": "M10 14a4.2 4.2 0 0 0 6 0l3.5-3.5a4.2 4.2 0 0 0-6-6L12 6M14 10a4.2 4.2 0 0 0-6 0l-3.5 3.5a4.2 4.2 0 0 0 6 6L12 18",
    "settings": "M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0M7 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
    "leave": "M14 4h5.5v16H14M10 8l-4 4 4 4M6 12h9.5",
}  # fmt: skip


def draw_icon(name: str, *, label: str = "", size: int = 24) -> SafeString:
    """The icon as SVG; with `label` it is a picture of its own, without it is hidden from screen readers.

    Raises TemplateSyntaxError for a name we do not have.
    """
    if name not in ICONS:
        raise TemplateSyntaxError(f"no icon called {name!r}; there are {', '.join(sorted(ICONS))}")
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="{0}" height="{0}" {1}><path d="{2}"/></svg>',
        size,
        voice,
        ICONS[name],
    )
