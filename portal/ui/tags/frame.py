"""The frame of every page: doors, the languages, who we are."""

from django.template import Library
from django.utils.translation import get_language, pgettext

register = Library()


@register.simple_tag
def below_language(path: str = "") -> str:
    """`/ja/me/` for `me/`: the surfaces of contract.md, which no other part of the house may rename."""
    return f"/{get_language() or 'ja'}/{path}"


@register.simple_tag
def doors() -> list[dict[str, str]]:
    """The four doors of the house (contract.md fixes their addresses)."""
    return [
        {"key": "volunteer", "label": pgettext("door", "Volunteer"), "href": below_language("shifts/")},
        {"key": "run", "label": pgettext("door", "Run"), "href": below_language("campaigns/")},
        {"key": "learn", "label": pgettext("door", "Learn"), "href": below_language("courses/")},
        {"key": "know", "label": pgettext("door", "About"), "href": below_language("about/")},
    ]


@register.simple_tag
def message_role(tags: str) -> str:
    """Errors interrupt a screen reader, everything else waits for a pause."""
    return "alert" if "error" in tags.split() else "status"


@register.simple_block_tag
def current_door(content: str) -> str:
    """What a page wrote into its block `door`, without the white space around it."""
    return content.strip()
