"""Disputes (https://docs.stripe.com/disputes): the payer's bank takes the money back."""

from portal.payments.sandbox.errors import ApiError
from portal.payments.sandbox.objects import returns
from portal.payments.sandbox.objects.payments import balance_transaction
from portal.payments.sandbox.tree import Tree
from portal.payments.sandbox.world import World

DISPUTE_FEE = 1300  # yen, Stripe's price in Japan
CLOSED = ("won", "lost", "warning_closed", "prevented")
REASONS = (
    "duplicate",
    "fraudulent",
    "general",
    "product_not_received",
    "subscription_canceled",
    "unrecognized",
)


def open_dispute(world: World, charge: Tree, *, amount: int, reason: str) -> Tree:
    """The money and the fee are withdrawn at once. `amount` in yen may be a part of the charge."""
    if charge["status"] != "succeeded" or charge["payment_method_details"]["type"] != "card":
        raise ApiError("Only a successful card payment can be disputed.", param="charge")
    if charge["disputed"]:
        raise ApiError("This charge is disputed already.", param="charge")
    if not 1 <= amount <= charge["amount"]:
        raise ApiError(f"Dispute between ¥1 and ¥{charge['amount']:,}.", param="amount")
    world.change(charge, disputed=True)
    body = returns.dispute(world, charge=charge, amount=amount, reason=reason)
    _book(world, body, -amount, fee=DISPUTE_FEE)
    world.emit("charge.dispute.created", body)
    world.emit("charge.dispute.funds_withdrawn", body)
    return body


def submit_evidence(world: World, body: Tree, evidence: Tree) -> Tree:
    _must_be_open(body)
    details = {
        **body["evidence_details"],
        "has_evidence": True,
        "submission_count": body["evidence_details"]["submission_count"] + 1,
        "submission_method": "manual",
    }
    world.change(
        body,
        evidence={**body["evidence"], **evidence},
        evidence_details=details,
        status="under_review",
    )
    world.emit("charge.dispute.updated", body)
    return body


def close(world: World, body: Tree, *, won: bool) -> Tree:
    """The bank decides. A won dispute brings the money back; Stripe keeps its fee."""
    _must_be_open(body)
    world.change(body, status="won" if won else "lost")
    if won:
        _book(world, body, body["amount"])
        world.emit("charge.dispute.funds_reinstated", body)
    world.emit("charge.dispute.closed", body)
    return body


def _must_be_open(body: Tree) -> None:
    if body["status"] in CLOSED:
        raise ApiError(f"This dispute is closed: `{body['status']}`.", param="dispute")


def _book(world: World, body: Tree, amount: int, fee: int = 0) -> None:
    entry = balance_transaction(
        world,
        type="adjustment",
        category="dispute" if amount < 0 else "dispute_reversal",
        source=body["id"],
        amount=amount,
        fee=fee,
    )
    world.change(body, balance_transactions=[*body["balance_transactions"], dict(entry)])
