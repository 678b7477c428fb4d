"""Signs webhooks as Stripe does (https://docs.stripe.com/webhooks#verify-manually)."""

import hashlib
import hmac
from collections.abc import Sequence


def sign(payload: bytes, secrets: Sequence[str], timestamp: int, *, spoil: bool = False) -> str:
    """The Stripe-Signature header; one v1 for each secret, as while a secret is being rotated.

    `timestamp` is in seconds since 1970. `spoil` writes a signature that no secret made.
    """
    signed = f"{timestamp}.".encode() + payload
    marks = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    if spoil:
        marks = ["0" * 64 for _ in secrets]
    return ",".join([f"t={timestamp}", *(f"v1={mark}" for mark in marks)])
