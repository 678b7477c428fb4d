"""The customer portal: one's monthly plans, stopping them, changing the card."""

from http import HTTPStatus

from portal.payments.sandbox.flows.plans import change_card, schedule_end
from portal.payments.sandbox.hosted.entry import Entry, check_card, read_form
from portal.payments.sandbox.hosted.frame import (
    button,
    card_fields,
    errors_on_top,
    fill,
    page,
    test_cards,
)
from portal.payments.sandbox.hosted.markup import Markup, tag
from portal.payments.sandbox.hosted.say import card, day, yen
from portal.payments.sandbox.hosted.visit import Answer, Visit, go
from portal.payments.sandbox.hosted.words import Words
from portal.payments.sandbox.objects.invoices import monthly_total
from portal.payments.sandbox.objects.payments import Payer
from portal.payments.sandbox.tree import Tree


def portal(visit: Visit, identifier: str) -> Answer:
    """Show the plans, or do what was pressed on one of them."""
    session = visit.world.find("billing_portal.session", identifier)
    words = visit.words(session["locale"])
    if visit.pressed:
        return _press(visit, words, session)
    saved = visit.query.get("saved") is not None
    return Answer(_overview(visit, words, session, saved=saved))


def change(visit: Visit, identifier: str, plan_id: str) -> Answer:
    """The page on which the card of one plan is changed."""
    session = visit.world.find("billing_portal.session", identifier)
    plan = _own_plan(visit, session, plan_id)
    if plan["status"] == "canceled":
        return go(f"/p/session/{identifier}")
    words, entry = visit.words(session["locale"]), read_form(visit.form)
    if number := visit.choice("fill"):
        fill(entry, number, visit.year)
    elif visit.pressed:
        check_card(entry, visit.world.now())
        if entry.card and entry.card.test.decline:
            entry.errors["number"] = entry.card.test.decline.decline_code
        elif entry.card:
            change_card(visit.world, plan, entry.card, _payer(visit, session))
            return go(f"/p/session/{identifier}?saved=card")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if entry.errors else HTTPStatus.OK
    return Answer(_change_page(words, session, entry), status)


def _press(visit: Visit, words: Words, session: Tree) -> Answer:
    plan = _own_plan(visit, session, visit.choice("plan"))
    cancel = visit.choice("do") == "cancel"
    if plan["status"] != "canceled" and plan["cancel_at_period_end"] != cancel:
        schedule_end(visit.world, plan, cancel=cancel)
    return go(f"/p/session/{session['id']}?saved=plan")


def _own_plan(visit: Visit, session: Tree, plan_id: str) -> Tree:
    """Raises ApiError for a plan that is somebody else's, as for one that is not there."""
    plan = visit.world.find("subscription", plan_id)
    owner = plan["customer"] == session["customer"]
    return plan if owner else visit.world.find("subscription", "")


def _payer(visit: Visit, session: Tree) -> Payer:
    payer = visit.world.get(session["customer"])
    return Payer(payer["name"] or "", payer["email"] or "")


def _overview(visit: Visit, words: Words, session: Tree, *, saved: bool) -> str:
    payer = _payer(visit, session)
    plans = [p for p in visit.world.all("subscription") if p["customer"] == session["customer"]]
    cards = [_plan(visit, words, session, plan) for plan in plans]
    return page(
        words,
        words("portal_title"),
        _back(words, session),
        tag("h1", words("portal_title")),
        tag("p", words("portal_for", name=payer.name, email=payer.email), class_="quiet"),
        tag("p", words("saved"), class_="done", role="status") if saved else None,
        cards or tag("p", words("portal_none"), class_="note"),
    )


def _back(words: Words, session: Tree) -> Markup | None:
    if not session["return_url"]:
        return None
    arrow = tag("span", "←", aria_hidden="true")
    label = words("back", merchant=words("merchant"))
    return tag("p", tag("a", arrow, " ", label, href=session["return_url"]), class_="back")


def _plan(visit: Visit, words: Words, session: Tree, plan: Tree) -> Markup:
    item = plan["items"]["data"][0]
    name = visit.world.get(item["price"]["product"])["name"]
    badge, tone = _state(words, plan)
    overdue = plan["status"] == "past_due"
    return tag(
        "section",
        tag("div", tag("h2", name), tag("span", badge, class_=f"badge {tone}"), class_="head"),
        tag(
            "p",
            yen(words, monthly_total(plan)),
            " ",
            tag("span", words("per_month"), class_="period"),
            class_="amount small",
        ),
        tag("p", words("plan_past_due_text"), class_="note") if overdue else None,
        _facts(visit, words, plan),
        _actions(words, session, plan) if plan["status"] != "canceled" else None,
        class_="plan",
    )


def _state(words: Words, plan: Tree) -> tuple[str, str]:
    if plan["status"] == "canceled":
        return words("plan_canceled", date=day(words, plan["ended_at"])), "plain"
    if plan["cancel_at_period_end"]:
        return words("plan_ending", date=day(words, plan["cancel_at"])), "plain"
    if plan["status"] == "past_due":
        return words("plan_past_due"), "bad"
    return words("plan_active"), "ok"


def _facts(visit: Visit, words: Words, plan: Tree) -> Markup:
    method = visit.world.get(plan["default_payment_method"])
    rows = [(words("plan_card"), card(words, method["card"]))]
    if plan["status"] != "canceled" and not plan["cancel_at_period_end"]:
        key, when = _next_payment(visit, plan)
        rows.insert(0, (words(key), day(words, when)))
    return tag("dl", *(tag("div", tag("dt", t), tag("dd", d)) for t, d in rows), class_="facts")


def _next_payment(visit: Visit, plan: Tree) -> tuple[str, int]:
    bill = visit.world.get(plan["latest_invoice"])
    if bill["status"] == "open" and bill["next_payment_attempt"]:
        return "plan_retry", bill["next_payment_attempt"]
    return "plan_next", plan["items"]["data"][0]["current_period_end"]


def _actions(words: Words, session: Tree, plan: Tree) -> Markup:
    ending = plan["cancel_at_period_end"]
    until = day(words, plan["items"]["data"][0]["current_period_end"])
    change = tag(
        "a",
        words("plan_change"),
        href=f"/p/session/{session['id']}/card/{plan['id']}",
        class_="button plain",
    )
    press = button(
        words("plan_resume" if ending else "plan_cancel"),
        kind="primary" if ending else "plain",
        name="do",
        value="resume" if ending else "cancel",
    )
    return tag(
        "form",
        tag("input", type="hidden", name="plan", value=plan["id"]),
        tag("div", change, press, class_="row"),
        None if ending else tag("p", words("plan_cancel_note", date=until), class_="quiet"),
        method="post",
        data_action="cancel-plan",
    )


def _change_page(words: Words, session: Tree, entry: Entry) -> str:
    return page(
        words,
        words("plan_change"),
        tag(
            "p",
            tag("a", tag("span", "←", aria_hidden="true"), " ", words("portal_title"), href=session["url"]),
            class_="back",
        ),
        tag("h1", words("plan_change")),
        errors_on_top(words, entry.errors),
        tag(
            "form",
            *card_fields(words, entry),
            button(words("plan_save")),
            test_cards(words),
            method="post",
            novalidate=True,
            data_action="change-card",
        ),
    )
