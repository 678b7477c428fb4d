"""Everything that anybody may do with money.

Domains use five: `open_payment`, `start_checkout`, `end_checkout`, `sync` and `settle`; what becomes of a payment comes back to them
through PAYMENT_HANDLERS.
"""

from .checkout import end_checkout, open_payment, start_checkout
from .ending import end_plan, resume_endings
from .full import reconcile_full
from .helping import look_again, read_body, write_again
from .inbox import process_event, receive_webhook, replay_event
from .offline import move_gift, record_match, record_offline, reverse_offline
from .plans import open_portal, sync_plan, watch_plans
from .reconcile import fetch_missing_fees, reconcile_open
from .refunding import refund, resume_refunds
from .settling import settle, sync
from .steps import follow, lock
from .watching import purge_webhook_bodies, raise_alarm_of_silence, switch_reconcilers

__all__ = [
    "end_checkout",
    "end_plan",
    "fetch_missing_fees",
    "follow",
    "lock",
    "look_again",
    "move_gift",
    "open_payment",
    "open_portal",
    "process_event",
    "purge_webhook_bodies",
    "raise_alarm_of_silence",
    "read_body",
    "receive_webhook",
    "reconcile_full",
    "reconcile_open",
    "record_match",
    "record_offline",
    "refund",
    "replay_event",
    "resume_endings",
    "resume_refunds",
    "reverse_offline",
    "settle",
    "start_checkout",
    "switch_reconcilers",
    "sync",
    "sync_plan",
    "watch_plans",
    "write_again",
]
