"""The developer's page: steer the sandbox with a mouse."""

from collections.abc import Sequence
from http import HTTPStatus

from portal.payments.sandbox.control import control
from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.faults import KINDS
from portal.payments.sandbox.flows.konbini import voucher_of
from portal.payments.sandbox.hosted.board_back import payouts, returns
from portal.payments.sandbox.hosted.frame import page
from portal.payments.sandbox.hosted.markup import Markup, tag
from portal.payments.sandbox.hosted.rows import press, row
from portal.payments.sandbox.hosted.say import day, yen
from portal.payments.sandbox.hosted.visit import Answer, Visit, go
from portal.payments.sandbox.hosted.words import Words
from portal.payments.sandbox.objects.invoices import monthly_total
from portal.payments.sandbox.params import Params
from portal.payments.sandbox.tree import Tree

MOST = 8  # rows in each list
DAY = 86400


def board(visit: Visit) -> Answer:
    """Show everything; a pressed button is a control call, whose refusal is shown on top."""
    words = visit.words("auto")
    if not visit.pressed:
        return Answer(_page(visit, words))
    given = {k: v for k, v in visit.form.items() if k != "control"}
    try:
        control(visit.world, "POST", f"/_sandbox/{visit.choice('control')}", Params(given))
    except ApiError as refusal:
        return Answer(_page(visit, words, refusal.message), HTTPStatus(refusal.status))
    return go("/_sandbox/")


def _page(visit: Visit, words: Words, refusal: str = "") -> str:
    return page(
        words,
        words("board_title"),
        tag("h1", words("board_title")),
        tag("p", words("board_lead"), class_="lead"),
        tag("p", refusal, class_="alert", role="alert") if refusal else None,
        _clock(visit, words),
        _section(words, "board_sessions", _sessions(visit, words)),
        _section(words, "board_vouchers", _vouchers(visit, words)),
        _section(words, "board_plans", _plans(visit, words)),
        _section(words, "board_charges", _charges(visit, words)),
        _section(words, "board_returns", returns(visit, words)),
        _section(words, "board_payouts", payouts(visit, words)),
        _section(words, "board_deliveries", _deliveries(visit, words)),
        _faults(visit, words),
        kind="board",
    )


def _section(words: Words, title: str, rows: Sequence[Markup]) -> Markup:
    content = tag("ul", *rows) if rows else tag("p", words("board_none"), class_="quiet")
    return tag("section", tag("h2", words(title)), content)


def _clock(visit: Visit, words: Words) -> Markup:
    steps = (("board_day", DAY), ("board_four_days", 4 * DAY), ("board_month", 31 * DAY))
    buttons = [
        press(words(key), "clock/advance", about=words("board_clock"), seconds=str(seconds)) for key, seconds in steps
    ]
    now = day(words, visit.world.now(), clock=True)
    return tag("section", tag("h2", words("board_clock")), tag("ul", row(now, words("board_now"), "", *buttons)))


def _sessions(visit: Visit, words: Words) -> list[Markup]:
    rows = [s for s in visit.world.all("checkout.session") if s["status"] == "open"]
    return [
        row(
            yen(words, s["amount_total"]),
            visit.world.notes(s)["items"][0]["description"],
            "",
            tag("a", words("board_open"), href=s["url"], class_="button small"),
        )
        for s in rows[:MOST]
    ]


def _vouchers(visit: Visit, words: Words) -> list[Markup]:
    rows = [i for i in visit.world.all("payment_intent") if voucher_of(i)]
    return [_voucher(words, intent) for intent in rows[:MOST]]


def _voucher(words: Words, intent: Tree) -> Markup:
    details = voucher_of(intent) or {}
    amount, name = yen(words, intent["amount"]), intent["id"]
    return row(
        amount,
        day(words, details["expires_at"], clock=True),
        "",
        press(words("board_pay"), "vouchers/pay", about=amount, payment_intent=name),
        press(words("board_expire"), "vouchers/expire", about=amount, payment_intent=name),
        tag(
            "a",
            words("board_voucher"),
            href=details["hosted_voucher_url"],
            class_="button small",
            aria_label=f"{words('board_voucher')}: {amount}",
        ),
    )


def _plans(visit: Visit, words: Words) -> list[Markup]:
    return [_plan(visit, words, plan) for plan in visit.world.all("subscription")[:MOST]]


def _plan(visit: Visit, words: Words, plan: Tree) -> Markup:
    payer = visit.world.get(plan["customer"])
    amount, name = yen(words, monthly_total(plan)), plan["id"]
    until = day(words, plan["items"]["data"][0]["current_period_end"])
    state = {"active": "plan_active", "past_due": "plan_past_due"}.get(plan["status"])
    if state is None:
        ended = words("plan_canceled", date=day(words, plan["ended_at"]))
        return row(amount, payer["email"] or "", ended)
    return row(
        amount,
        f"{payer['email']} → {until}",
        words(state),
        press(words("board_renew"), "subscriptions/renew", about=amount, subscription=name),
        press(
            words("board_renew_fail"),
            "subscriptions/renew",
            about=amount,
            subscription=name,
            fail="true",
        ),
    )


def _charges(visit: Visit, words: Words) -> list[Markup]:
    return [_charge(words, charge) for charge in visit.world.all("charge")[:MOST]]


def _charge(words: Words, charge: Tree) -> Markup:
    amount, when = yen(words, charge["amount"]), day(words, charge["created"], clock=True)
    status, actions = _charge_status(charge), []
    if status in ("succeeded", "partly_refunded"):
        actions.append(press(words("board_refund"), "refunds", about=amount, charge=charge["id"]))
    if status == "succeeded" and charge["payment_method_details"]["type"] == "card":
        actions.append(press(words("board_dispute"), "disputes", about=amount, charge=charge["id"]))
    return row(amount, when, words(f"status_{status}"), *actions)


def _charge_status(charge: Tree) -> str:
    if charge["disputed"]:
        return "disputed"
    if charge["refunded"]:
        return "refunded"
    return "partly_refunded" if charge["amount_refunded"] else str(charge["status"])


def _deliveries(visit: Visit, words: Words) -> list[Markup]:
    return [_delivery(words, row) for row in reversed(visit.world.courier.log()[-MOST:])]


def _delivery(words: Words, sent: Tree) -> Markup:
    answer = str(sent["status"] or sent["error"] or "")
    return row(
        sent["type"],
        f"{sent['event']} · {sent['attempt']} · {answer}" if answer else sent["event"],
        words(f"state_{sent['state']}"),
        press(words("board_resend"), "events/resend", about=sent["type"], event=sent["event"]),
    )


def _faults(visit: Visit, words: Words) -> Markup:
    waiting = [words(f"fault_{row['kind']}") for row in visit.world.faults.listing()]
    rows = [
        row(
            words(f"fault_{kind}"),
            kind,
            words("board_waiting") if words(f"fault_{kind}") in waiting else "",
            press(words("board_add_fault"), "faults", about=words(f"fault_{kind}"), kind=kind),
        )
        for kind in KINDS
    ]
    return tag(
        "section",
        tag("h2", words("board_faults")),
        tag("p", words("board_faults_lead"), class_="quiet"),
        tag("ul", *rows),
    )
