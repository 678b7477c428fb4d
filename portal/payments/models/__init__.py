"""Money in, money back, and the ledger that every public total is summed from."""

from .inbox import WebhookEvent
from .issuer import Certification, IssuerDetails, PayoutArrival, ReceiptIssuer, ReceivedDatePolicy
from .ledger import LedgerEntry
from .payment import Payment, PaymentTransition
from .plan import PlanEnding, RecurringPlan
from .receipts import Receipt, ReceiptLine, ReceiptSeries
from .reconciliation import Finding, ReconcilerSwitch, Reconciliation
from .returns import Dispute, Refund

__all__ = [
    "Certification",
    "Dispute",
    "Finding",
    "IssuerDetails",
    "LedgerEntry",
    "Payment",
    "PaymentTransition",
    "PayoutArrival",
    "PlanEnding",
    "Receipt",
    "ReceiptIssuer",
    "ReceiptLine",
    "ReceiptSeries",
    "ReceivedDatePolicy",
    "ReconcilerSwitch",
    "Reconciliation",
    "RecurringPlan",
    "Refund",
    "WebhookEvent",
]
