"""Which address shows which page."""

import re
from collections.abc import Callable
from http import HTTPStatus

from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.hosted.board import board
from portal.payments.sandbox.hosted.checkout_page import checkout
from portal.payments.sandbox.hosted.frame import page
from portal.payments.sandbox.hosted.markup import tag
from portal.payments.sandbox.hosted.portal_page import change, portal
from portal.payments.sandbox.hosted.proof_page import proof
from portal.payments.sandbox.hosted.visit import Answer, Visit
from portal.payments.sandbox.hosted.voucher_page import voucher

PAGES: list[tuple[re.Pattern[str], Callable[..., Answer]]] = [
    (re.compile(r"/c/pay/([^/]+)"), checkout),
    (re.compile(r"/3ds/([^/]+)"), proof),
    (re.compile(r"/konbini/([^/]+)"), voucher),
    (re.compile(r"/p/session/([^/]+)"), portal),
    (re.compile(r"/p/session/([^/]+)/card/([^/]+)"), change),
    (re.compile(r"/_sandbox/"), board),
]


def show(visit: Visit, path: str) -> Answer:
    """The page at an address; a clear page for an unknown one or a refused press."""
    try:
        for pattern, view in PAGES:
            if match := pattern.fullmatch(path):
                return view(visit, *match.groups())
    except ApiError as refusal:
        if refusal.code != "resource_missing":
            return _plain(visit, "refused_title", refusal.message, HTTPStatus(refusal.status))
    return _plain(visit, "lost_title", visit.words("auto")("lost_text"), HTTPStatus.NOT_FOUND)


def _plain(visit: Visit, title: str, text: str, status: HTTPStatus) -> Answer:
    words = visit.words("auto")
    return Answer(page(words, words(title), tag("h1", words(title)), tag("p", text)), status)
