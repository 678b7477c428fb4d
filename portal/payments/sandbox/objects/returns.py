"""Refunds and disputes: money that goes back."""

from portal.payments.sandbox.tree import Tree, nulls
from portal.payments.sandbox.world import World

EVIDENCE = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure "
    "cancellation_rebuttal customer_communication customer_email_address customer_name "
    "customer_purchase_ip customer_signature duplicate_charge_documentation "
    "duplicate_charge_explanation duplicate_charge_id product_description receipt refund_policy "
    "refund_policy_disclosure refund_refusal_explanation service_date service_documentation "
    "shipping_address shipping_carrier shipping_date shipping_documentation "
    "shipping_tracking_number uncategorized_file uncategorized_text"
)


def refund(
    world: World,
    *,
    charge: Tree,
    amount: int,
    status: str,
    reason: str | None,
    metadata: dict[str, str],
) -> Tree:
    """`amount` is in yen; a konbini refund waits for the payer's bank account."""
    body = {
        "id": world.new_id("re_3"),
        "object": "refund",
        **nulls("balance_transaction receipt_number source_transfer_reversal transfer_reversal"),
        "amount": amount,
        "charge": charge["id"],
        "created": world.now(),
        "currency": "jpy",
        "destination_details": _destination(charge["payment_method_details"]["type"]),
        "metadata": metadata,
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": status,
    }
    if status == "requires_action":
        email = charge["billing_details"]["email"]
        body["instructions_email"] = email
        body["next_action"] = {
            "type": "display_details",
            "display_details": {
                "email_sent": {"email_sent_at": world.now(), "email_sent_to": email},
                "expires_at": world.now() + 45 * 86400,
            },
        }
    if status == "pending":
        body["pending_reason"] = "processing"
    return world.put(body)


def _destination(method: str) -> Tree:
    if method == "konbini":
        return {"type": "jp_bank_transfer", "jp_bank_transfer": nulls("reference reference_status")}
    return {
        "type": "card",
        "card": {
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
            "type": "refund",
        },
    }


def dispute(world: World, *, charge: Tree, amount: int, reason: str) -> Tree:
    card = charge["payment_method_details"]["card"]
    return world.put(
        {
            "id": world.new_id("du_1"),
            "object": "dispute",
            "amount": amount,
            "balance_transactions": [],
            "charge": charge["id"],
            "created": world.now(),
            "currency": "jpy",
            "enhanced_eligibility_types": [],
            "evidence": {**nulls(EVIDENCE), "enhanced_evidence": {}},
            "evidence_details": {
                "due_by": world.now() + 7 * 86400,
                "enhanced_eligibility": {},
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
                "submission_method": "not_submitted",
            },
            "is_charge_refundable": False,
            "livemode": False,
            "metadata": {},
            "payment_intent": charge["payment_intent"],
            "payment_method_details": {
                "card": {
                    "brand": card["brand"],
                    "case_type": "chargeback",
                    "network": card["network"],
                    "network_reason_code": "10.4",
                },
                "type": "card",
            },
            "reason": reason,
            "status": "needs_response",
        }
    )
