"""What Stripe says, as plain frozen values: no object of the SDK leaves the gateway.

Amounts are whole yen (a zero-decimal currency: never ×100); times are aware; "" or None stands for "not there (yet)".
Words such as statuses are Stripe's own, unknown ones included.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class BalanceMovement:
    """A balance transaction: yen in (+) or out (−) of the account, and what Stripe kept of it."""

    id: str
    amount_jpy: int
    fee_jpy: int
    at: dt.datetime


@dataclass(frozen=True)
class RemoteRefund:
    """A refund; `returned` says that its money went out and came back, `our_id` is our Refund row's id."""

    id: str
    amount_jpy: int
    status: str
    created: dt.datetime
    reason: str = ""
    our_id: str = ""
    balance_transaction: str = ""
    returned: str = ""


@dataclass(frozen=True)
class RemoteDispute:
    """A dispute and the movements of money that it caused so far."""

    id: str
    amount_jpy: int
    status: str
    created: dt.datetime
    reason: str = ""
    respond_by: dt.datetime | None = None
    movements: tuple[BalanceMovement, ...] = ()


@dataclass(frozen=True)
class RemoteCharge:
    """A charge; `balance` is None until Stripe has written its balance transaction."""

    id: str
    amount_jpy: int
    currency: str
    livemode: bool
    created: dt.datetime
    method: str
    succeeded: bool
    balance: BalanceMovement | None = None
    refunds: tuple[RemoteRefund, ...] = ()
    disputes: tuple[RemoteDispute, ...] = ()


@dataclass(frozen=True)
class RemotePayment:
    """A checkout session, or the invoice of a renewal, with all that hangs on it."""

    amount_jpy: int
    currency: str
    livemode: bool
    payment_status: str  # paid, unpaid, no_payment_required
    session: str = ""
    session_status: str = "complete"  # open, complete, expired; an invoice has none and counts as complete
    intent: str = ""
    intent_status: str = ""
    charge: RemoteCharge | None = None
    voucher_url: str = ""
    voucher_expires_at: dt.datetime | None = None
    invoice: str = ""
    subscription: str = ""
    payment_id: str = ""  # our id, from the metadata


@dataclass(frozen=True)
class ListedCharge:
    """A charge that succeeded, as a list of them tells it; `balance` is the id of its balance transaction."""

    id: str
    created: dt.datetime
    intent: str
    amount_jpy: int
    balance: str = ""


@dataclass(frozen=True)
class ListedRefund:
    """A refund, as a list of them tells it."""

    id: str
    created: dt.datetime
    charge: str
    intent: str
    amount_jpy: int
    status: str


@dataclass(frozen=True)
class ListedDispute:
    """A dispute, as a list of them tells it."""

    id: str
    created: dt.datetime
    charge: str
    intent: str
    amount_jpy: int
    status: str
    movements: tuple[BalanceMovement, ...] = ()


@dataclass(frozen=True)
class ListedPayout:
    """Money that goes to the organisation's bank; `arrives_on` is Stripe's day of arrival.

    `listed` says that Stripe can name all its entries: never of one that staff sent by hand.
    """

    id: str
    created: dt.datetime
    amount_jpy: int
    status: str
    arrives_on: dt.date
    listed: bool
    failure: str = ""  # Stripe's word for why the bank sent it back


@dataclass(frozen=True)
class PayoutLine:
    """A balance transaction in a payout: `net_jpy` after Stripe's fee, the object that caused it, and whose charge it was."""

    id: str
    type: str
    source: str
    net_jpy: int
    charge: str = ""
    intent: str = ""


@dataclass(frozen=True)
class RemoteSubscription:
    """A monthly subscription. `owed` is the invoice that it could not collect, since when, and when it tries again."""

    id: str
    customer: str
    status: str
    ended_at: dt.datetime | None = None
    ended_because: str = ""  # cancellation_requested, payment_failed, payment_disputed
    period_ends_at: dt.datetime | None = None
    cancel_at: dt.datetime | None = None
    owed: str = ""
    owed_since: dt.datetime | None = None
    next_attempt_at: dt.datetime | None = None


@dataclass(frozen=True)
class CheckoutSession:
    """A hosted checkout that is ready for the payer."""

    id: str
    url: str
    expires_at: dt.datetime


@dataclass(frozen=True)
class Origin:
    """Which of our payments an intent or an invoice belongs to; `renewal` says that it is a later invoice of a plan."""

    payment_id: str = ""
    invoice: str = ""
    renewal: bool = False


@dataclass(frozen=True)
class SignedEvent:
    """The envelope of an event whose signature was verified."""

    id: str
    type: str
    api_version: str
    livemode: bool
    object_id: str
