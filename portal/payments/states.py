"""The one table of moves, and what Stripe's words mean in it."""

from typing import Final

from .facts import RemotePayment
from .models import Payment

State = Payment.State

# Money-in only. A late success beats failed, expired and canceled; nothing beats paid (money.md 8).
# A pair that is not here is an older fact arriving late: the payment stays where it is.
MOVES: Final[dict[str, frozenset[str]]] = {
    State.CREATED: frozenset({State.OPEN, State.PROCESSING, State.PAID, State.FAILED, State.EXPIRED, State.CANCELED}),
    State.OPEN: frozenset({State.PROCESSING, State.PAID, State.FAILED, State.EXPIRED, State.CANCELED}),
    State.PROCESSING: frozenset({State.PAID, State.FAILED, State.EXPIRED, State.CANCELED}),
    State.FAILED: frozenset({State.PAID}),
    State.EXPIRED: frozenset({State.PAID}),
    State.CANCELED: frozenset({State.PAID}),
    State.PAID: frozenset(),
}
# What the domain hears about; opening a checkout changes nothing for it.
TOLD: Final = frozenset({State.PROCESSING, State.PAID, State.FAILED, State.EXPIRED, State.CANCELED})
# Here, or promised by a slip.
ARRIVED: Final = frozenset({State.PROCESSING, State.PAID})
# May still become money by itself.
UNSETTLED: Final = frozenset({State.CREATED, State.OPEN, State.PROCESSING})
# From these the same attempt cannot go on at the checkout.
OVER: Final = frozenset({State.FAILED, State.EXPIRED, State.CANCELED})

# Intent statuses of a finished checkout whose money will not come any more.
_LOST: Final = frozenset({"requires_payment_method", "canceled"})


def may_move(current: str, target: str) -> bool:
    """Raises KeyError for a state that the table does not know: fail loudly, never guess (money.md 10)."""
    return target in MOVES[current]


def meant_by(remote: RemotePayment) -> str | None:
    """The state that Stripe's words mean; None for words that nobody knows yet (money.md 19).

    A finished checkout (`complete`) is not yet money: only `payment_status=paid` is (money.md 7).
    """
    if remote.payment_status == "paid":
        return State.PAID
    if remote.payment_status != "unpaid":
        return None
    if remote.session_status == "complete":
        return State.FAILED if remote.intent_status in _LOST else State.PROCESSING
    return {"open": State.OPEN, "expired": State.EXPIRED}.get(remote.session_status)
