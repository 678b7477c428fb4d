"""Everything that anybody may do with money.

Domains use four: `open_payment`, `start_checkout`, `sync` and `settle`; what becomes of a payment comes back to them
through PAYMENT_HANDLERS.
"""

from .checkout import open_payment, start_checkout
from .inbox import process_event, receive_webhook, replay_event
from .offline import record_match, record_offline
from .reconcile import fetch_missing_fees, reconcile_open
from .settling import settle, sync

__all__ = [
    "fetch_missing_fees",
    "open_payment",
    "process_event",
    "receive_webhook",
    "reconcile_open",
    "record_match",
    "record_offline",
    "replay_event",
    "settle",
    "start_checkout",
    "sync",
]
