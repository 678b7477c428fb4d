"""On the developer's page: refunds that wait, open disputes, and payouts."""

from portal.payments.sandbox.flows.disputes import CLOSED
from portal.payments.sandbox.flows.refunds import UNFINISHED
from portal.payments.sandbox.hosted.markup import Markup
from portal.payments.sandbox.hosted.rows import press, row
from portal.payments.sandbox.hosted.say import day, yen
from portal.payments.sandbox.hosted.visit import Visit
from portal.payments.sandbox.hosted.words import Words
from portal.payments.sandbox.tree import Tree

MOST = 8


def returns(visit: Visit, words: Words) -> list[Markup]:
    """What a bank has not decided yet."""
    refunds = [body for body in visit.world.all("refund") if body["status"] in UNFINISHED]
    disputes = [body for body in visit.world.all("dispute") if body["status"] not in CLOSED]
    return [*(_refund(words, body) for body in refunds[:MOST]), *(_dispute(words, body) for body in disputes[:MOST])]


def _refund(words: Words, body: Tree) -> Markup:
    amount = yen(words, body["amount"])
    return row(
        amount,
        day(words, body["created"], clock=True),
        words("status_refund_waits"),
        press(words("board_succeed"), "refunds/succeed", about=amount, refund=body["id"]),
        press(words("board_fail"), "refunds/fail", about=amount, refund=body["id"]),
    )


def _dispute(words: Words, body: Tree) -> Markup:
    amount = yen(words, body["amount"])
    return row(
        amount,
        day(words, body["created"], clock=True),
        words("status_disputed"),
        press(words("board_win"), "disputes/close", about=amount, dispute=body["id"], result="won"),
        press(words("board_lose"), "disputes/close", about=amount, dispute=body["id"], result="lost"),
    )


def payouts(visit: Visit, words: Words) -> list[Markup]:
    """The latest payouts; what is available leaves on Fridays."""
    return [_payout(words, body) for body in visit.world.all("payout")[:MOST]]


def _payout(words: Words, body: Tree) -> Markup:
    amount, name = yen(words, body["amount"]), body["id"]
    actions = []
    if body["status"] == "in_transit":
        actions.append(press(words("board_arrive"), "payouts/arrive", about=amount, payout=name))
    if body["status"] in ("in_transit", "paid"):
        actions.append(press(words("board_fail"), "payouts/fail", about=amount, payout=name))
    return row(amount, day(words, body["arrival_date"]), words(f"payout_{body['status']}"), *actions)
