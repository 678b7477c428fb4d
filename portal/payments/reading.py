"""Reads Stripe's JSON (as plain dictionaries) into `facts`. No network, no database, no SDK."""

import datetime as dt
from typing import Any

from .facts import (
    BalanceMovement,
    Origin,
    RemoteCharge,
    RemoteDispute,
    RemotePayment,
    RemoteRefund,
    RemoteSubscription,
    SignedEvent,
)

Body = dict[str, Any]
# The keys by which Stripe's objects name our rows; other systems may share the account, so they name us too.
OUR_PAYMENT = "tomoni_payment"
OUR_REFUND = "tomoni_refund"


def moment(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def moment_or_none(seconds: int | None) -> dt.datetime | None:
    return moment(seconds) if seconds else None


def identifier(value: Any) -> str:
    """The id of an object that Stripe gives as an id, expanded, or not at all."""
    if isinstance(value, dict):
        return str(value["id"])
    return str(value or "")


def our_payment(body: Body) -> str:
    """The id of our payment that an object's metadata name; "" where they name none."""
    return str((body.get("metadata") or {}).get(OUR_PAYMENT, ""))


def envelope(event: Body) -> SignedEvent:
    body = event["data"]["object"]
    return SignedEvent(
        id=event["id"],
        type=event["type"],
        api_version=event.get("api_version") or "",
        livemode=bool(event["livemode"]),
        object_id=body.get("id") or "",
    )


def from_session(session: Body, intent: Body | None, refunds: list[Body], disputes: list[Body]) -> RemotePayment:
    return RemotePayment(
        amount_jpy=session["amount_total"],
        currency=session["currency"],
        livemode=session["livemode"],
        payment_status=session["payment_status"],
        session=session["id"],
        session_status=session["status"] or "",
        invoice=identifier(session["invoice"]),
        subscription=identifier(session["subscription"]),
        payment_id=our_payment(session),
        **_of_intent(intent, refunds, disputes),
    )


def from_invoice(invoice: Body, intent: Body | None, refunds: list[Body], disputes: list[Body]) -> RemotePayment:
    details = _subscription_details(invoice)
    return RemotePayment(
        amount_jpy=invoice["total"],
        currency=invoice["currency"],
        livemode=invoice["livemode"],
        payment_status="paid" if invoice["status"] == "paid" else "unpaid",
        invoice=invoice["id"],
        subscription=identifier(details.get("subscription")),
        payment_id=our_payment(details),
        **_of_intent(intent, refunds, disputes),
    )


def _of_intent(intent: Body | None, refunds: list[Body], disputes: list[Body]) -> Body:
    if intent is None:
        return {}
    voucher = (intent.get("next_action") or {}).get("konbini_display_details") or {}
    return {
        "intent": intent["id"],
        "intent_status": intent["status"],
        "charge": _charge(intent["latest_charge"], refunds, disputes),
        "voucher_url": voucher.get("hosted_voucher_url") or "",
        "voucher_expires_at": moment_or_none(voucher.get("expires_at")),
    }


def _charge(charge: Body | None, refunds: list[Body], disputes: list[Body]) -> RemoteCharge | None:
    if not charge:
        return None
    return RemoteCharge(
        id=charge["id"],
        amount_jpy=charge["amount"],
        currency=charge["currency"],
        livemode=charge["livemode"],
        created=moment(charge["created"]),
        method=(charge.get("payment_method_details") or {}).get("type") or "",
        succeeded=charge["status"] == "succeeded",
        balance=_movement(charge["balance_transaction"]) if charge.get("balance_transaction") else None,
        refunds=tuple(_refund(body) for body in sorted(refunds, key=_age)),
        disputes=tuple(_dispute(body) for body in sorted(disputes, key=_age)),
    )


def _age(body: Body) -> tuple[int, str]:
    return body["created"], body["id"]


def _movement(body: Body) -> BalanceMovement:
    return BalanceMovement(id=body["id"], amount_jpy=body["amount"], fee_jpy=body["fee"], at=moment(body["created"]))


def _refund(body: Body) -> RemoteRefund:
    return RemoteRefund(
        id=body["id"],
        amount_jpy=body["amount"],
        status=body["status"] or "",
        created=moment(body["created"]),
        reason=body.get("reason") or "",
        our_id=(body.get("metadata") or {}).get(OUR_REFUND, ""),
        balance_transaction=identifier(body.get("balance_transaction")),
        returned=identifier(body.get("failure_balance_transaction")),
    )


def _dispute(body: Body) -> RemoteDispute:
    return RemoteDispute(
        id=body["id"],
        amount_jpy=body["amount"],
        status=body["status"],
        created=moment(body["created"]),
        reason=body.get("reason") or "",
        respond_by=moment_or_none((body.get("evidence_details") or {}).get("due_by")),
        movements=movements(body),
    )


def movements(dispute: Body) -> tuple[BalanceMovement, ...]:
    """The money that a dispute moved so far, oldest first."""
    return tuple(_movement(m) for m in sorted(dispute.get("balance_transactions") or [], key=_age))


def from_subscription(body: Body) -> RemoteSubscription:
    """`latest_invoice` must be expanded. Periods stand on the items: the subscription itself has none any more."""
    bill = body.get("latest_invoice") or {}
    owed = bill if bill.get("status") == "open" else {}
    ends = [item["current_period_end"] for item in body["items"]["data"]]
    return RemoteSubscription(
        id=body["id"],
        customer=identifier(body["customer"]),
        status=body["status"],
        ended_at=moment_or_none(body.get("ended_at")),
        ended_because=(body.get("cancellation_details") or {}).get("reason") or "",
        period_ends_at=moment_or_none(max(ends, default=None)),
        cancel_at=moment_or_none(body.get("cancel_at")),
        owed=owed.get("id", ""),
        owed_since=moment_or_none(owed.get("created")),
        next_attempt_at=moment_or_none(owed.get("next_payment_attempt")),
    )


def intent_id_of_invoice(invoice: Body | None) -> str:
    """The intent that paid (or tries to pay) an invoice: the default one of its InvoicePayments."""
    payments = ((invoice or {}).get("payments") or {}).get("data") or []
    ranked = sorted(payments, key=lambda p: (p["status"] == "paid", p["is_default"]), reverse=True)
    for payment in ranked:
        if payment["payment"]["type"] == "payment_intent":
            return identifier(payment["payment"]["payment_intent"])
    return ""


def origin_from_invoice(invoice: Body) -> Origin:
    return Origin(
        payment_id=our_payment(_subscription_details(invoice)),
        invoice=invoice["id"],
        renewal=invoice.get("billing_reason") != "subscription_create",
    )


def _subscription_details(invoice: Body) -> Body:
    return (invoice.get("parent") or {}).get("subscription_details") or {}
