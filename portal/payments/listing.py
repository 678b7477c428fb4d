"""Everything that happened at Stripe since a day, for the daily comparison (money.md 24b)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from .facts import ListedCharge, ListedDispute, ListedPayout, ListedRefund, PayoutLine
from .gateway import client, plain_errors
from .reading import Body, identifier, moment, movements

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


def payouts(since: dt.datetime) -> Iterator[ListedPayout]:
    """Payouts to the bank, newest first. Raises PaymentProviderDown."""
    with plain_errors():
        for payout in client().v1.payouts.list(_span(since)).auto_paging_iter():
            yield _payout(payout.to_dict())


def payout(payout_id: str) -> ListedPayout:
    """One payout as it is now. Raises NotAtProvider, PaymentProviderDown."""
    with plain_errors():
        return _payout(client().v1.payouts.retrieve(payout_id).to_dict())


def _payout(body: Body) -> ListedPayout:
    return ListedPayout(
        body["id"],
        moment(body["created"]),
        body["amount"],
        body["status"],
        moment(body["arrival_date"]).date(),  # its midnight in UTC
        body["reconciliation_status"] == "completed",
        body.get("failure_code") or "",
    )


def payout_lines(payout_id: str) -> Iterator[PayoutLine]:
    """What a payout is made of, its own entry left out. Raises NotAtProvider, PaymentProviderDown.

    https://docs.stripe.com/api/balance_transactions/list#balance_transaction_list-payout
    """
    wanted: Any = {"payout": payout_id, "limit": PAGE, "expand": ["data.source"]}
    with plain_errors():
        for entry in client().v1.balance_transactions.list(wanted).auto_paging_iter():
            body = entry.to_dict()
            if body["type"] != "payout":
                yield _line(body)


def _line(entry: Body) -> PayoutLine:
    source = entry.get("source") or {}
    charge = source if source.get("object") == "charge" else {"id": source.get("charge")}
    return PayoutLine(
        entry["id"],
        entry["type"],
        identifier(source) if source else "",
        entry["net"],
        identifier(charge["id"]),
        identifier(source.get("payment_intent")),
    )
