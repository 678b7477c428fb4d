"""How a page of the demonstration is written down: each part once per language."""

from dataclasses import dataclass, field
from typing import Any

Words = dict[str, str]  # {"ja": …, "en": …}
Block = tuple[str, Any]  # as in portal.cms.blocks.BodyBlocks


@dataclass(frozen=True)
class PageText:
    """A page in both languages. `body` maps a language to its blocks, in order."""

    slug: str
    title: Words
    lead: Words
    body: dict[str, list[Block]] = field(default_factory=dict)
    in_menu: bool = False


@dataclass(frozen=True)
class NewsText(PageText):
    """News, dated `days_ago` days before the demonstration was last loaded."""

    days_ago: int = 0


def text(*paragraphs: str) -> Block:
    """Paragraphs of rich text."""
    return ("paragraph", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))


def points(*lines: str) -> Block:
    """A list with dots."""
    return ("paragraph", "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>")


def heading(words: str) -> Block:
    return ("heading", words)


def call(words: str, label: str, href: str, *, kind: str = "primary") -> Block:
    return ("call", {"text": words, "label": label, "href": href, "kind": kind})


def paraphrase(words: str, who: str, source: str) -> Block:
    return ("voice", {"text": words, "kind": "paraphrase", "who": who, "source": source})


def cards(*four: tuple[str, str, str, str]) -> Block:
    """Cards as (title, text, address, words on the link)."""
    return ("cards", [dict(zip(("title", "text", "href", "label"), card, strict=True)) for card in four])


def figure(label: str, value: str, unit: str, year: str, stated_by: str, note: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "unit": unit, "year": year, "stated_by": stated_by, "note": note}
