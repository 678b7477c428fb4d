"""The konbini voucher: where to pay, with which numbers, until when."""

from portal.payments.sandbox.flows.konbini import CHAINS, expire_voucher, pay_voucher, voucher_of
from portal.payments.sandbox.flows.pay import session_of
from portal.payments.sandbox.hosted.frame import button, page
from portal.payments.sandbox.hosted.markup import Markup, tag
from portal.payments.sandbox.hosted.say import day, yen
from portal.payments.sandbox.hosted.visit import Answer, Visit, go, success_url
from portal.payments.sandbox.hosted.words import Words
from portal.payments.sandbox.tree import Tree


def voucher(visit: Visit, identifier: str) -> Answer:
    """Show the voucher, or do at the till what was pressed; a second press changes nothing."""
    world = visit.world
    intent = world.find("payment_intent", identifier)
    session = session_of(world, intent)
    if visit.pressed and voucher_of(intent):
        act = pay_voucher if visit.choice("till") == "pay" else expire_voucher
        act(world, intent)
    if visit.pressed:
        return go(f"/konbini/{identifier}")
    return Answer(_page(visit.words(session["locale"]), session, intent))


def _page(words: Words, session: Tree, intent: Tree) -> str:
    details = voucher_of(intent)
    arrow = tag("span", "←", aria_hidden="true")
    onward = tag("a", arrow, " ", words("back", merchant=words("merchant")), href=success_url(session))
    return page(
        words,
        words("voucher_title"),
        tag("h1", words("voucher_title")),
        tag("p", yen(words, intent["amount"]), class_="amount"),
        _waiting(words, details) if details else _settled(words, intent),
        tag("p", onward, class_="back"),
    )


def _settled(words: Words, intent: Tree) -> Markup:
    key = {"succeeded": "voucher_paid", "canceled": "voucher_canceled"}.get(intent["status"])
    kind = "done" if key == "voucher_paid" else "note"
    return tag("p", words(key or "voucher_expired"), class_=kind, role="status")


def _waiting(words: Words, details: Tree) -> list[Markup]:
    return [
        tag(
            "dl",
            tag("div", tag("dt", words("voucher_to")), tag("dd", words("merchant"))),
            tag(
                "div",
                tag("dt", words("voucher_until")),
                tag("dd", day(words, details["expires_at"], clock=True)),
            ),
            class_="facts",
        ),
        tag("p", words("voucher_how")),
        tag("div", *(_store(words, name, details["stores"][name]) for name in CHAINS), class_="stores"),
        tag(
            "form",
            tag("p", words("till_text"), class_="quiet"),
            button(words("till_pay"), name="till", value="pay"),
            button(words("till_expire"), kind="plain", name="till", value="expire"),
            method="post",
            class_="till",
            data_action="till",
        ),
    ]


def _store(words: Words, name: str, codes: Tree) -> Markup:
    return tag(
        "section",
        tag("h2", words(name)),
        tag(
            "dl",
            *(
                tag("div", tag("dt", words(key)), tag("dd", codes[key], class_="code"))
                for key in ("payment_code", "confirmation_number")
            ),
        ),
        class_="store",
    )
