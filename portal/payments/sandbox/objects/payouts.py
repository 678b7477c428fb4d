"""Payouts to the organisation's bank account."""

from portal.payments.sandbox.tree import Tree, nulls
from portal.payments.sandbox.world import World


def payout(world: World, *, amount: int, arrival: int) -> Tree:
    """An automatic payout on its way. `amount` in yen, `arrival` in seconds since 1970."""
    return world.put(
        {
            "id": world.new_id("po_1"),
            "object": "payout",
            **nulls(
                "application_fee application_fee_amount balance_transaction failure_balance_transaction failure_code "
                "failure_message original_payout payout_method reversed_by statement_descriptor"
            ),
            "amount": amount,
            "arrival_date": arrival,
            "automatic": True,
            "created": world.now(),
            "currency": "jpy",
            "description": "STRIPE PAYOUT",
            "destination": "ba_1sandbox",
            "livemode": False,
            "metadata": {},
            "method": "standard",
            "reconciliation_status": "in_progress",
            "source_type": "card",
            "status": "in_transit",
            "trace_id": {"status": "pending", "value": None},
            "type": "bank_account",
        }
    )
