"""The only door to Stripe: one pinned client in, plain values (`facts`) out, plain errors (`errors`) raised.

The SDK, the client's `stripe_version` and the webhook endpoint's api_version are pinned together (money.md 19).
https://docs.stripe.com/api?api-version=2026-10-28.endive
"""

import datetime as dt
import functools
import json
import logging
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import stripe
from django.conf import settings
from django.utils.translation import gettext as _

from . import reading
from .errors import BadSignature, NotAtProvider, PaymentProviderDown, RefundRejected
from .facts import CheckoutSession, Origin, RemotePayment, RemoteSubscription, SignedEvent

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 15
SDK_VERSION: str = stripe.api_version
RETRIES = 2  # the SDK's own default is none
KONBINI_DAYS = 3
KONBINI_YEN = range(120, 300_001)  # https://docs.stripe.com/payments/konbini
stripe.enable_telemetry = False  # it writes a file into the home directory


@dataclass(frozen=True)
class CheckoutWish:
    """What a hosted checkout shall ask for. Yen; times aware; `expires_at` 30 minutes to 24 hours from now."""

    payment_id: uuid.UUID
    purpose: str
    reference: uuid.UUID
    amount_jpy: int
    description: str
    language: str
    payer_email: str
    methods: Sequence[str]
    success_url: str
    cancel_url: str
    expires_at: dt.datetime
    monthly: bool = False


def livemode() -> bool:
    """True where the key moves real money."""
    key: str = settings.STRIPE_API_KEY
    return key.startswith(("sk_live_", "rk_live_"))


@functools.lru_cache(maxsize=4)
def _client(key: str, base: str, version: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        stripe_version=version,
        base_addresses={"api": base} if base else None,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
    )


def client() -> stripe.StripeClient:
    return _client(settings.STRIPE_API_KEY, settings.STRIPE_API_BASE, settings.STRIPE_API_VERSION)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Stripe's errors as ours. The log keeps Stripe's request id; the reader gets a sentence."""
    try:
        yield
    except stripe.InvalidRequestError as error:
        if error.code == "resource_missing":
            raise NotAtProvider(str(error)) from error
        logger.exception("Stripe refused a request", extra={"stripe_request": error.request_id})
        raise _down() from error
    except stripe.StripeError as error:
        logger.warning("Stripe did not answer: %s", error, extra={"stripe_request": error.request_id})
        raise _down() from error


def _down() -> PaymentProviderDown:
    return PaymentProviderDown(
        _("The payment service does not answer at the moment. Nothing was charged. Please try again in a few minutes.")
    )


def create_checkout(wish: CheckoutWish) -> CheckoutSession:
    """A hosted checkout; the idempotency key is our row's id, so asking twice makes one session (money.md 11)."""
    with plain_errors():
        session = client().v1.checkout.sessions.create(
            _checkout_params(wish),  # type: ignore[arg-type]
            {"idempotency_key": f"checkout-{wish.payment_id}"},
        )
    body = session.to_dict()
    return CheckoutSession(id=body["id"], url=body["url"], expires_at=reading.moment(body["expires_at"]))


def end_checkout(session_id: str) -> None:
    """Close a hosted checkout that is still open; one that has ended meanwhile, paid or not, stays as it is.

    Raises NotAtProvider, PaymentProviderDown.
    """
    with plain_errors():
        try:
            client().v1.checkout.sessions.expire(session_id)
        except stripe.InvalidRequestError as error:
            if error.code == "resource_missing":
                raise
            logger.info("Checkout %s had ended already: %s", session_id, error)


def _checkout_params(wish: CheckoutWish) -> dict[str, Any]:
    metadata = {reading.OUR_PAYMENT: str(wish.payment_id), "purpose": wish.purpose, "reference": str(wish.reference)}
    price: dict[str, Any] = {
        "currency": "jpy",
        "unit_amount": wish.amount_jpy,
        "product_data": {"name": wish.description},
    }
    params: dict[str, Any] = {
        "client_reference_id": str(wish.payment_id),
        "locale": wish.language,
        "metadata": metadata,
        "line_items": [{"quantity": 1, "price_data": price}],
        "success_url": wish.success_url,
        "cancel_url": wish.cancel_url,
        "expires_at": int(wish.expires_at.timestamp()),
    }
    if wish.payer_email:
        params["customer_email"] = wish.payer_email
    if wish.monthly:
        price["recurring"] = {"interval": "month"}
        return params | {
            "mode": "subscription",
            "allowed_payment_method_types": ["card"],
            "subscription_data": {"metadata": metadata, "description": wish.description},
        }
    return params | _single_payment(wish, metadata)


def _single_payment(wish: CheckoutWish, metadata: dict[str, str]) -> dict[str, Any]:
    methods = [m for m in wish.methods if m != "konbini" or wish.amount_jpy in KONBINI_YEN]
    params: dict[str, Any] = {
        "mode": "payment",
        "submit_type": "donate" if wish.purpose == "donation" else "pay",
        "allowed_payment_method_types": methods,
        "payment_intent_data": {"metadata": metadata, "description": wish.description},
    }
    if "konbini" in methods:
        params["payment_method_options"] = {"konbini": {"expires_after_days": KONBINI_DAYS}}
    return params


def payment_by_session(session_id: str) -> RemotePayment:
    """Everything about a checkout session. Raises NotAtProvider, PaymentProviderDown."""
    expand = ["payment_intent.latest_charge.balance_transaction", "invoice.payments"]
    with plain_errors():
        session = client().v1.checkout.sessions.retrieve(session_id, {"expand": expand}).to_dict()  # type: ignore[typeddict-item]
        intent = session["payment_intent"] or _intent_of_invoice(session["invoice"])
        return reading.from_session(session, intent, *_money_back(intent))


def payment_by_invoice(invoice_id: str) -> RemotePayment:
    """Everything about one invoice of a plan. Raises NotAtProvider, PaymentProviderDown."""
    with plain_errors():
        invoice = client().v1.invoices.retrieve(invoice_id, {"expand": ["payments"]}).to_dict()
        intent = _intent_of_invoice(invoice)
        return reading.from_invoice(invoice, intent, *_money_back(intent))


def _intent_of_invoice(invoice: dict[str, Any] | None) -> dict[str, Any] | None:
    """Invoices lead to their intent through InvoicePayment only (money.md 19)."""
    intent_id = reading.intent_id_of_invoice(invoice)
    if not intent_id:
        return None
    expand = ["latest_charge.balance_transaction"]
    return client().v1.payment_intents.retrieve(intent_id, {"expand": expand}).to_dict()  # type: ignore[typeddict-item]


def _money_back(intent: dict[str, Any] | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Refunds and disputes of an intent; a refund that failed leaves no trace on its charge, so they are always read."""
    if not intent or not intent.get("latest_charge"):
        return [], []
    v1, of_intent = client().v1, intent["id"]
    refunds = v1.refunds.list({"payment_intent": of_intent, "limit": 100}).auto_paging_iter()
    disputes = v1.disputes.list({"payment_intent": of_intent, "limit": 100}).auto_paging_iter()
    return [refund.to_dict() for refund in refunds], [dispute.to_dict() for dispute in disputes]


def create_refund(refund_id: uuid.UUID, *, payment_id: uuid.UUID, intent: str, amount_jpy: int) -> None:
    """Ask for a refund, once per row of ours (money.md 11); what became of it is read like every other fact.

    Raises RefundRejected where Stripe says no for good, PaymentProviderDown where it says nothing.
    """
    params: dict[str, Any] = {
        "payment_intent": intent,
        "amount": amount_jpy,
        "reason": "requested_by_customer",
        "metadata": {reading.OUR_REFUND: str(refund_id), reading.OUR_PAYMENT: str(payment_id)},
    }
    with plain_errors():
        try:
            client().v1.refunds.create(params, {"idempotency_key": f"refund-{refund_id}"})  # type: ignore[arg-type]
        except stripe.InvalidRequestError as error:
            raise RefundRejected(error.user_message or str(error)) from error


def subscription(subscription_id: str) -> RemoteSubscription:
    """Raises NotAtProvider, PaymentProviderDown."""
    with plain_errors():
        body = client().v1.subscriptions.retrieve(subscription_id, {"expand": ["latest_invoice"]}).to_dict()
    return reading.from_subscription(body)


def cancel_subscription(subscription_id: str) -> None:
    """End a subscription at once: what is open is not collected any more, what was paid stays.

    Asking again is harmless: Stripe then knows no such running subscription (NotAtProvider). Otherwise raises
    PaymentProviderDown. https://docs.stripe.com/api/subscriptions/cancel
    """
    with plain_errors():
        client().v1.subscriptions.cancel(subscription_id)


def create_portal(customer: str, *, return_url: str, language: str) -> str:
    """The address of the provider's own page where a payer changes the card or stops the plan; good for minutes.

    https://docs.stripe.com/api/customer_portal/sessions/create. Raises NotAtProvider, PaymentProviderDown.
    """
    wish: Any = {"customer": customer, "return_url": return_url, "locale": language}
    with plain_errors():
        return client().v1.billing_portal.sessions.create(wish).url


def origin_of_intent(intent_id: str) -> Origin:
    """Whose intent this is; an invoice's intent has no metadata of ours and is traced through its invoice."""
    with plain_errors():
        v1 = client().v1
        intent = v1.payment_intents.retrieve(intent_id).to_dict()
        if ours := reading.our_payment(intent):
            return Origin(payment_id=ours)
        found = v1.invoice_payments.list(
            {"payment": {"type": "payment_intent", "payment_intent": intent_id}, "limit": 1}
        ).data
        return origin_of_invoice(reading.identifier(found[0].to_dict()["invoice"])) if found else Origin()


def origin_of_invoice(invoice_id: str) -> Origin:
    """Whose invoice this is: the subscription's metadata names the first payment of the plan."""
    with plain_errors():
        return reading.origin_from_invoice(client().v1.invoices.retrieve(invoice_id).to_dict())


def verify_event(raw: bytes, signature: str) -> SignedEvent:
    """The envelope of a signed webhook. `raw` is the body exactly as received; several secrets serve a rotation.

    Raises BadSignature, also when no secret is configured: an open door would let anybody pay (money.md 1).
    """
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            stripe.Webhook.construct_event(raw, signature, secret)
        except (stripe.SignatureVerificationError, ValueError):
            continue
        return reading.envelope(json.loads(raw))
    raise BadSignature
