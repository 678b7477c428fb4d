"""The checkout page: left what is paid and to whom, right how."""

from http import HTTPStatus

from portal.payments.sandbox.cards import Card
from portal.payments.sandbox.flows.konbini import issue_voucher
from portal.payments.sandbox.flows.pay import pay_by_card
from portal.payments.sandbox.hosted.entry import Entry, check_card, check_payer, read_form
from portal.payments.sandbox.hosted.frame import (
    button,
    card_fields,
    errors_on_top,
    field,
    fill,
    page,
    test_cards,
)
from portal.payments.sandbox.hosted.markup import Markup, tag
from portal.payments.sandbox.hosted.say import yen
from portal.payments.sandbox.hosted.visit import Answer, Visit, go, success_url
from portal.payments.sandbox.hosted.words import Words
from portal.payments.sandbox.tree import Tree

_FIELD_OF_DECLINE = {"expired_card": "expiry", "incorrect_cvc": "cvc"}


def checkout(visit: Visit, identifier: str) -> Answer:
    """Show the form, or pay. A session that is complete leads on, however often it is pressed."""
    session = visit.world.find("checkout.session", identifier, "session")
    words = visit.words(session["locale"])
    if session["status"] == "complete":
        return go(success_url(session))
    if session["status"] == "expired":
        return Answer(_expired(words, session), HTTPStatus.GONE)
    if visit.pressed:
        return _press(visit, words, session)
    return Answer(_page(visit, words, session, _first_entry(visit, session)))


def _first_entry(visit: Visit, session: Tree) -> Entry:
    """What we know already: the address, and after a failed 3-D Secure what was typed."""
    entry = Entry({"email": _known_email(visit, session) or ""})
    failed = visit.world.notes(session).get("proof_failed")
    if failed:
        entry.typed |= failed
        entry.errors["number"] = "proof_failed"
    return entry


def _known_email(visit: Visit, session: Tree) -> str | None:
    payer = visit.world.look(session["customer"])
    email: str | None = session["customer_email"]
    return email or (payer["email"] if payer else None)


def _press(visit: Visit, words: Words, session: Tree) -> Answer:
    entry = read_form(visit.form)
    if email := _known_email(visit, session):
        entry.typed["email"] = email
    if number := visit.choice("fill"):
        fill(entry, number, visit.year)
        return Answer(_page(visit, words, session, entry))
    method = _chosen(session, entry)
    if method is None:
        entry.errors["method-card"] = "method_missing"
    if method == "card":
        check_card(entry, visit.world.now())
    check_payer(entry)
    if entry.errors:
        html = _page(visit, words, session, entry)
        return Answer(html, HTTPStatus.UNPROCESSABLE_ENTITY)
    if entry.card:
        return _pay(visit, words, session, entry, entry.card)
    issue_voucher(visit.world, session, entry.payer)
    return go(success_url(session))


def _chosen(session: Tree, entry: Entry) -> str | None:
    types = session["payment_method_types"]
    method = entry.text("method") or (types[0] if len(types) == 1 else "")
    return method if method in types else None


def _pay(visit: Visit, words: Words, session: Tree, entry: Entry, card: Card) -> Answer:
    outcome = pay_by_card(visit.world, session, card, entry.payer)
    typed = {name: entry.text(name) for name in ("method", "number", "expiry", "name")}
    visit.world.remember(session, typed=typed, proof_failed=None)
    if outcome.proof:
        return go(outcome.proof["next_action"]["redirect_to_url"]["url"])
    if outcome.decline:
        reason = outcome.decline.decline_code
        entry.errors[_FIELD_OF_DECLINE.get(reason, "number")] = reason
        return Answer(_page(visit, words, session, entry), HTTPStatus.PAYMENT_REQUIRED)
    return go(success_url(session))


def _page(visit: Visit, words: Words, session: Tree, entry: Entry) -> str:
    donating = session["submit_type"] == "donate"
    title = words("donate_title" if donating else "checkout_title", merchant=words("merchant"))
    return page(
        words,
        title,
        _what(visit, words, session, donating=donating),
        _how(visit, words, session, entry, donating=donating),
        kind="pay",
    )


def _what(visit: Visit, words: Words, session: Tree, *, donating: bool) -> Markup:
    monthly = session["mode"] == "subscription"
    amount = yen(words, session["amount_total"])
    period = tag("span", words("per_month"), class_="period") if monthly else None
    return tag(
        "section",
        _back(words, session),
        _to(words, "your_gift" if donating else "your_payment"),
        tag("p", amount, " ", period, class_="amount"),
        tag("ul", *(_line(words, item) for item in visit.world.notes(session)["items"]), class_="lines"),
        tag("p", words("monthly_note"), class_="quiet") if monthly else None,
        class_="what",
    )


def _to(words: Words, key: str) -> Markup:
    mark = tag("img", src="/mark.svg", alt="", width="44", height="44")
    return tag("div", mark, tag("h1", tag("span", words(key)), words("merchant")), class_="to")


def _back(words: Words, session: Tree) -> Markup | None:
    if not session["cancel_url"]:
        return None
    label = words("back", merchant=words("merchant"))
    arrow = tag("span", "←", aria_hidden="true")
    return tag("p", tag("a", arrow, " ", label, href=session["cancel_url"]), class_="back")


def _line(words: Words, item: Tree) -> Markup:
    each = yen(words, item["price"]["unit_amount"])
    several = words("quantity", n=item["quantity"], each=each) if item["quantity"] > 1 else None
    return tag(
        "li",
        tag("span", item["description"], tag("small", several) if several else None),
        tag("span", yen(words, item["amount_total"]), class_="sum"),
    )


def _how(visit: Visit, words: Words, session: Tree, entry: Entry, *, donating: bool) -> Markup:
    types = session["payment_method_types"]
    email = _known_email(visit, session)
    text = (session["custom_text"]["submit"] or {}).get("message")
    return tag(
        "section",
        errors_on_top(words, entry.errors),
        tag(
            "form",
            _methods(words, session, entry),
            tag("div", *card_fields(words, entry), class_="for-card") if "card" in types else None,
            tag("p", words("konbini_next"), class_="for-konbini") if "konbini" in types else None,
            field(words, entry, "name", autocomplete="name", help=_name_help(types)),
            _email(words, entry, email),
            tag("p", text, class_="quiet") if text else None,
            _submit(words, session, donating=donating),
            test_cards(words) if "card" in types else None,
            method="post",
            novalidate=True,
            data_action="pay",
        ),
        class_="how",
        aria_label=words("how_to_pay"),
    )


def _name_help(types: list[str]) -> str:
    return "name_help_both" if len(types) > 1 else "name_help"


def _email(words: Words, entry: Entry, known: str | None) -> Markup:
    if known:
        return tag("dl", tag("dt", words("email")), tag("dd", known), class_="known")
    return field(
        words,
        entry,
        "email",
        type="email",
        autocomplete="email",
        inputmode="email",
        help="email_help",
    )


def _methods(words: Words, session: Tree, entry: Entry) -> Markup | None:
    types = session["payment_method_types"]
    if len(types) == 1:
        return tag("h2", words("how_to_pay"))
    chosen = _chosen(session, entry) or types[0]
    wrong = entry.errors.get("method-card")
    return tag(
        "fieldset",
        tag("legend", words("how_to_pay")),
        tag("div", *(_method(words, session, name, name == chosen) for name in types), class_="methods"),
        tag("p", words(wrong), class_="error") if wrong else None,
    )


def _method(words: Words, session: Tree, name: str, checked: bool) -> Markup:
    return tag(
        "label",
        tag("input", type="radio", name="method", value=name, id=f"method-{name}", checked=checked),
        tag("span", words(name), tag("small", _method_hint(words, session, name))),
    )


def _method_hint(words: Words, session: Tree, name: str) -> str:
    if name == "card":
        return words("card_hint")
    days = session["payment_method_options"]["konbini"]["expires_after_days"]
    return words("konbini_hint", n=days) if days else words("konbini_hint_today")


def _submit(words: Words, session: Tree, *, donating: bool) -> Markup:
    keys = ("give", "give_monthly") if donating else ("pay", "subscribe")
    key = keys[session["mode"] == "subscription"]
    label = words(key, amount=yen(words, session["amount_total"]))
    return button(label, kind="give" if donating else "primary")


def _expired(words: Words, session: Tree) -> str:
    back = session["cancel_url"] or session["success_url"].split("?")[0]
    return page(
        words,
        words("expired_title"),
        tag("h1", words("expired_title")),
        tag("p", words("expired_text")),
        tag("a", words("back", merchant=words("merchant")), href=back, class_="button primary"),
    )
