"""What one presses, and small marks beside it."""

from typing import Any

from django.template import Library, TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.ui.icons import draw_icon

register = Library()

BUTTON_KINDS = ("primary", "give", "quiet", "danger")
TONES = ("plain", "ok", "ai", "need")
NOTICE_TONES = ("info", "ok", "warn", "danger")
NOTICE_ICONS = {"info": "info", "ok": "check", "warn": "bell", "danger": "alert"}


def one_of(value: str, allowed: tuple[str, ...], prop: str) -> str:
    """`value`, or TemplateSyntaxError: a component never guesses what a misspelt prop meant."""
    if value not in allowed:
        raise TemplateSyntaxError(f"{prop}={value!r}: one of {', '.join(allowed)}")
    return value


@register.inclusion_tag("components/button.html")
def button(
    *,
    label: str,
    href: str = "",
    kind: str = "primary",
    small: bool = False,
    wide: bool = False,
    type: str = "submit",
    name: str = "",
    value: str = "",
    icon: str = "",
    form: str = "",
    disabled: bool = False,
    copy: str = "",
    hidden_label: str = "",
) -> dict[str, Any]:
    """A link with `href`, a button without. `copy` is what the button copies, or `#id` of
    the field that holds it; `hidden_label` is read
    after the label by screen readers ("sign up" … "for sorting food, Wednesday")."""
    return {
        "label": label, "href": href, "kind": one_of(kind, BUTTON_KINDS, "kind"), "small": small, "wide": wide,
        "type": one_of(type, ("submit", "button", "reset"), "type"), "name": name, "value": value, "icon": icon,
        "form": form, "disabled": disabled, "copy": copy, "hidden_label": hidden_label,
    }  # fmt: skip


@register.simple_tag
def badge(*, text: str, tone: str = "plain") -> SafeString:
    """A word in a pill: ok (confirmed), ai (what it belongs to), need (people are missing), plain."""
    return format_html('<span class="badge badge--{}">{}</span>', one_of(tone, TONES, "tone"), text)


@register.simple_block_tag
def notice(content: str, *, tone: str = "info", title: str = "", live: bool = False) -> SafeString:
    """A sentence that matters, with its picture. `live` announces it (for fragments that arrive later)."""
    from_tone = NOTICE_ICONS[one_of(tone, NOTICE_TONES, "tone")]
    role = format_html(' role="{}"', "alert" if tone == "danger" else "status") if live else ""
    heading = format_html('<p class="notice__title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice notice--{}"{}>{}<div class="notice__body">{}{}</div></div>',
        tone, role, draw_icon(from_tone), heading, content,
    )  # fmt: skip


@register.inclusion_tag("components/chips.html")
def chips(*, items: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """Filters as links: `items` are {label, href, current}; `label` names the group."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/tabs.html")
def tabs(*, items: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """Neighbouring pages as links: `items` are {label, href, current, count?}."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*, items: list[tuple[str, str]] | list[dict[str, str]]) -> dict[str, Any]:
    """The way here: (label, href) pairs or {label, href}; the last one is this page and needs no href."""
    steps = [{"label": i[0], "href": i[1]} if isinstance(i, tuple) else i for i in items]
    return {"steps": steps}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], *, page_obj: Any, parameter: str = "page") -> dict[str, Any]:
    """Pages of a list; keeps the other parameters of the address."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is not None:
        query.pop(parameter, None)
    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {
        "page": page_obj, "numbers": list(numbers), "gap": page_obj.paginator.ELLIPSIS,
        "before": f"{query.urlencode()}&" if query else "", "parameter": parameter,
    }  # fmt: skip
