"""Which of our rows an event is about. An event is only a trigger: of its body, nothing but ids is believed."""

import uuid
from dataclasses import dataclass

from .reading import Body, identifier, origin_from_invoice, our_payment


@dataclass(frozen=True)
class Pointer:
    """The ids that an event carries; "" where it carries none."""

    payment_id: str = ""
    session: str = ""
    intent: str = ""
    invoice: str = ""
    renewal: bool = False
    subscription: str = ""


def point(event_type: str, body: Body) -> Pointer | None:
    """Where an event points, None for a type that means nothing to us (money.md 22).

    https://docs.stripe.com/api/events/types
    """
    for prefix, read in _READERS:
        if event_type.startswith(prefix):
            pointer = read(body)
            return pointer if _is_ours_or_unknown(pointer) else None
    return None


def _is_ours_or_unknown(pointer: Pointer) -> bool:
    if pointer.payment_id:
        return _is_uuid(pointer.payment_id)
    return bool(pointer.intent)


def _is_uuid(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


def _session(body: Body) -> Pointer:
    return Pointer(payment_id=our_payment(body), session=body["id"])


def _intent(body: Body) -> Pointer:
    return Pointer(payment_id=our_payment(body), intent=body["id"])


def _of_intent(body: Body) -> Pointer:
    """A charge, refund or dispute."""
    return Pointer(payment_id=our_payment(body), intent=identifier(body.get("payment_intent")))


def _invoice(body: Body) -> Pointer:
    if not body.get("id"):  # a preview of a coming invoice
        return Pointer()
    origin = origin_from_invoice(body)
    details = (body.get("parent") or {}).get("subscription_details") or {}
    return Pointer(
        payment_id=origin.payment_id,
        invoice=origin.invoice,
        renewal=origin.renewal,
        subscription=identifier(details.get("subscription")),
    )


def _subscription(body: Body) -> Pointer:
    return Pointer(payment_id=our_payment(body), subscription=body["id"])


_READERS = (
    ("checkout.session.", _session),
    ("payment_intent.", _intent),
    ("charge.", _of_intent),
    ("refund.", _of_intent),
    ("invoice.", _invoice),
    ("customer.subscription.", _subscription),
)
