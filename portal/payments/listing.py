"""Everything that happened at Stripe since a day, for the daily comparison (money.md 24b)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from .facts import ListedCharge, ListedDispute, ListedRefund
from .gateway import client, plain_errors
from .reading import identifier, moment, movements

PAGE = 100  # https://docs.stripe.com/api/pagination


def _span(since: dt.datetime) -> Any:
    return {"created": {"gte": int(since.timestamp())}, "limit": PAGE}


def charges(since: dt.datetime) -> Iterator[ListedCharge]:
    """Charges that succeeded, newest first, page by page. Raises PaymentProviderDown."""
    with plain_errors():
        for charge in client().v1.charges.list(_span(since)).auto_paging_iter():
            body = charge.to_dict()
            if body["status"] == "succeeded":
                yield ListedCharge(
                    body["id"],
                    moment(body["created"]),
                    identifier(body["payment_intent"]),
                    body["amount"],
                    identifier(body.get("balance_transaction")),
                )


def refunds(since: dt.datetime) -> Iterator[ListedRefund]:
    """Raises PaymentProviderDown."""
    with plain_errors():
        for refund in client().v1.refunds.list(_span(since)).auto_paging_iter():
            body = refund.to_dict()
            yield ListedRefund(
                body["id"],
                moment(body["created"]),
                identifier(body["charge"]),
                identifier(body["payment_intent"]),
                body["amount"],
                body["status"] or "",
            )


def disputes(since: dt.datetime) -> Iterator[ListedDispute]:
    """Raises PaymentProviderDown."""
    with plain_errors():
        for dispute in client().v1.disputes.list(_span(since)).auto_paging_iter():
            body = dispute.to_dict()
            yield ListedDispute(
                body["id"],
                moment(body["created"]),
                identifier(body["charge"]),
                identifier(body["payment_intent"]),
                body["amount"],
                body["status"],
                movements(body),
            )
