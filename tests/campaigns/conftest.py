"""The payment provider, played in this process."""

from tests.payments.conftest import sandbox, stripe_side

__all__ = ["sandbox", "stripe_side"]
