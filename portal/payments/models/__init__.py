"""Money in, money back, and the ledger that every public total is summed from."""

from .inbox import WebhookEvent
from .ledger import LedgerEntry
from .payment import Payment, PaymentTransition
from .plan import RecurringPlan
from .reconciliation import Reconciliation
from .returns import Dispute, Refund

__all__ = [
    "Dispute",
    "LedgerEntry",
    "Payment",
    "PaymentTransition",
    "Reconciliation",
    "RecurringPlan",
    "Refund",
    "WebhookEvent",
]
