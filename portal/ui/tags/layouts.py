"""Things that hold other things: card, dialog, empty list, figures, steps."""

from typing import Any

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from .controls import one_of

register = Library()


@register.simple_block_tag
def card(
    content: str,
    *,
    kind: str = "plain",
    tag: str = "div",
    label: str = "",
    id: str = "",
    data_kind: str = "",
    data_id: str = "",
) -> SafeString:
    """A surface with a hairline. `kind`: plain, wash (tinted, no line), tight, road (roomy), mine (confirmed). `data_kind` and
    `data_id` say which row of the portal it shows."""
    one_of(kind, ("plain", "wash", "tight", "mine", "road"), "kind")
    one_of(tag, ("div", "section", "article", "li", "aside"), "tag")
    extra = format_html(' aria-label="{}"', label) if label else SafeString("")
    for name, value in (("id", id), ("data-kind", data_kind), ("data-id", data_id)):
        extra += format_html(' {}="{}"', name, value) if value else SafeString("")
    return format_html('<{0} class="card card--{1}"{2}>{3}</{0}>', tag, kind, extra, content)


@register.simple_block_tag
def dialog(content: str, *, id: str, label: str, kind: str = "quiet", small: bool = True) -> SafeString:
    """Something that unfolds. Without JavaScript a <details> in the page; with it, a modal dialog."""
    one_of(kind, ("primary", "give", "quiet", "danger"), "kind")
    size = " button--small" if small else ""
    return format_html(
        '<details class="dialog" id="{0}" data-dialog="{5}"><summary class="button button--{1}{2}">{3}</summary>'
        '<div class="dialog__body">{4}</div></details>',
        id, kind, size, label, content, gettext("Close"),
    )  # fmt: skip


@register.inclusion_tag("components/empty.html")
def empty(*, title: str, text: str = "", href: str = "", label: str = "", picture: str = "road") -> dict[str, Any]:
    """An empty list that says what to do next. `picture`: calendar, road or book."""
    return {"title": title, "text": text, "href": href, "label": label, "picture": f"empty-{picture}"}


@register.inclusion_tag("components/stat.html")
def stat(*, value: str | int, label: str, unit: str = "", note: str = "", big: bool = False) -> dict[str, Any]:
    """A figure with what it counts, its unit, and where it comes from."""
    return {"value": value, "label": label, "unit": unit, "note": note, "big": big}


@register.inclusion_tag("components/steps.html")
def steps(*, items: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """Stations along a road: `items` are {label, href?, note?, state: done|now|next}."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/table.html")
def table(*, head: list[str], rows: list[list[Any]], caption: str, numbers: str = "") -> dict[str, Any]:
    """A table that scrolls by itself on a phone. `numbers` are the columns of figures, counted from 1: "2,3"."""
    right = {int(n) for n in numbers.split(",") if n.strip()}
    marked = [[(cell, index in right) for index, cell in enumerate(row, 1)] for row in rows]
    return {"head": [(cell, i in right) for i, cell in enumerate(head, 1)], "rows": marked, "caption": caption}
