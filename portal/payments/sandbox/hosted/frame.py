"""What all hosted pages share: the frame, fields with their errors, cards to try."""

from collections.abc import Mapping

from portal.payments.sandbox.cards import CARDS
from portal.payments.sandbox.hosted.entry import Entry
from portal.payments.sandbox.hosted.markup import Child, Markup, tag
from portal.payments.sandbox.hosted.words import Words

BANK_SAYS = {
    "expired_card",
    "generic_decline",
    "incorrect_cvc",
    "insufficient_funds",
    "processing_error",
    "proof_failed",
}
_ROAD = (
    "M0 22C60 2 110 2 170 16S300 34 360 18 470 0 540 14 660 34 720 18 840 2 900 14 "
    "1020 32 1080 18 1180 4 1240 12 1380 32 1440 16"
)


def page(words: Words, title: str, *main: Child, kind: str = "narrow") -> str:
    """A whole document. `kind` chooses the layout: narrow, pay or board."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="robots", content="noindex"),
        tag("title", title),
        tag("link", rel="icon", href="/mark.svg", type="image/svg+xml"),
        tag("link", rel="stylesheet", href="/style.css"),
    )
    body = tag(
        "body",
        tag("div", road(), class_="road", aria_hidden="true"),
        tag("main", *main, class_=kind),
        tag("footer", tag("p", tag("span", class_="dot"), words("test_mode"), class_="quiet")),
    )
    return "<!doctype html>" + tag("html", head, body, lang=words.language)


def road() -> Markup:
    """The line that runs through everything (the organisation's sign)."""
    return tag(
        "svg",
        tag("path", d=_ROAD, class_="bed"),
        tag("path", d=_ROAD, class_="line"),
        viewBox="0 0 1440 36",
        preserveAspectRatio="xMidYMid slice",
        focusable="false",
    )


def errors_on_top(words: Words, errors: Mapping[str, str]) -> Markup | None:
    """The list above a form; each line leads to its field."""
    if not errors:
        return None
    heading = _heading(words, errors)
    lines = [tag("li", tag("a", words(key), href=f"#{name}")) for name, key in errors.items()]
    return tag(
        "div", tag("h2", heading), tag("ul", *lines), class_="alert", role="alert", tabindex="-1", autofocus=True
    )


def _heading(words: Words, errors: Mapping[str, str]) -> str:
    if BANK_SAYS & set(errors.values()):
        return words("errors_bank")
    return words("errors_one") if len(errors) == 1 else words("errors_many", n=len(errors))


def field(
    words: Words,
    entry: Entry,
    name: str,
    *,
    type: str = "text",
    autocomplete: str,
    inputmode: str | None = None,
    placeholder: str | None = None,
    help: str | None = None,
    keep: bool = True,
) -> Markup:
    """A labelled input with its help and error; `keep=False` never shows again what was typed."""
    error = entry.errors.get(name)
    described = " ".join([*([f"{name}-help"] if help else []), *([f"{name}-error"] if error else [])])
    return tag(
        "div",
        tag("label", words(name), for_=name),
        tag("p", words(help), id=f"{name}-help", class_="help") if help else None,
        tag(
            "input",
            id=name,
            name=name,
            type=type,
            value=entry.text(name) if keep else None,
            autocomplete=autocomplete,
            inputmode=inputmode,
            placeholder=placeholder,
            required=True,
            spellcheck="false" if type == "email" or inputmode else None,
            aria_invalid="true" if error else None,
            aria_describedby=described or None,
        ),
        tag("p", words(error), id=f"{name}-error", class_="error") if error else None,
        class_=f"field field-{name}",
    )


def card_fields(words: Words, entry: Entry) -> list[Markup]:
    return [
        field(
            words,
            entry,
            "number",
            autocomplete="cc-number",
            inputmode="numeric",
            placeholder="4242 4242 4242 4242",
        ),
        tag(
            "div",
            field(
                words,
                entry,
                "expiry",
                autocomplete="cc-exp",
                inputmode="numeric",
                placeholder="12 / 30",
            ),
            field(
                words,
                entry,
                "cvc",
                autocomplete="cc-csc",
                inputmode="numeric",
                placeholder="123",
                keep=bool(entry.typed.get("cvc_filled")),
            ),
            class_="pair",
        ),
    ]


def test_cards(words: Words) -> Markup:
    """The folded list; each button fills in the form and keeps what was typed."""
    rows = [
        tag(
            "li",
            tag("button", _spaced(card.number), name="fill", value=card.number, class_="number"),
            tag("span", words(card.does), class_="quiet"),
        )
        for card in CARDS.values()
    ]
    return tag(
        "details",
        tag("summary", words("test_cards")),
        tag("p", words("test_cards_hint"), class_="quiet"),
        tag("ul", *rows),
        class_="cards",
    )


def fill(entry: Entry, number: str, now_year: int) -> None:
    """Put a test card into the form, as its button asked."""
    if number in CARDS:
        entry.typed |= {
            "cvc": "123",
            "cvc_filled": "yes",
            "expiry": f"12 / {(now_year + 4) % 100:02d}",
            "method": "card",
            "number": _spaced(number),
        }


def _spaced(number: str) -> str:
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def button(label: str, *, kind: str = "primary", **attributes: str | bool | None) -> Markup:
    return tag("button", label, class_=f"button {kind}", **attributes)
