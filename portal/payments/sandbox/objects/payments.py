"""Payment methods, payment intents, charges and balance transactions."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from portal.payments.sandbox.cards import Card, Decline, card_facts
from portal.payments.sandbox.tree import Tree, nulls
from portal.payments.sandbox.world import World

AVAILABLE_AFTER = 4 * 86400  # seconds until Stripe Japan counts money as available


@dataclass(frozen=True)
class Payer:
    """Who pays, as typed on a hosted page."""

    name: str
    email: str


def billing_details(payer: Payer) -> Tree:
    return {
        "address": nulls("city country line1 line2 postal_code state"),
        "email": payer.email,
        "name": payer.name,
        "phone": None,
        "tax_id": None,
    }


def card_method(world: World, card: Card, payer: Payer, customer: str | None) -> Tree:
    facts = {
        **card_facts(card),
        "display_brand": card.test.brand,
        "generated_from": None,
        "networks": {"available": [card.test.brand], "preferred": None},
        "three_d_secure_usage": {"supported": True},
    }
    body = _method(world, "card", facts, payer, customer)
    world.remember(body, number=card.number)
    return body


def konbini_method(world: World, payer: Payer, customer: str | None) -> Tree:
    return _method(world, "konbini", {}, payer, customer)


def _method(world: World, kind: str, facts: Tree, payer: Payer, customer: str | None) -> Tree:
    return world.put(
        {
            "id": world.new_id("pm_1"),
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": billing_details(payer),
            "created": world.now(),
            "customer": customer,
            "livemode": False,
            "metadata": {},
            "type": kind,
            kind: facts,
        }
    )


def card_of(world: World, method: Tree) -> Card:
    facts = method["card"]
    return Card(world.notes(method)["number"], facts["exp_month"], facts["exp_year"])


def payment_intent(
    world: World,
    *,
    amount: int,
    types: Sequence[str],
    customer: str | None = None,
    description: str | None = None,
    metadata: dict[str, str] | None = None,
    receipt_email: str | None = None,
    setup_future_usage: str | None = None,
) -> Tree:
    """`amount` is in yen."""
    identifier = world.new_id("pi_3")
    return world.put(
        {
            "id": identifier,
            "object": "payment_intent",
            **nulls(
                "application application_fee_amount automatic_payment_methods canceled_at "
                "cancellation_reason last_payment_error latest_charge next_action on_behalf_of "
                "payment_method processing review shipping statement_descriptor "
                "statement_descriptor_suffix transfer_data transfer_group"
            ),
            "amount": amount,
            "amount_capturable": 0,
            "amount_details": {"tip": {}},
            "amount_received": 0,
            "capture_method": "automatic_async",
            "client_secret": f"{identifier}_secret_{secrets.token_hex(12)}",
            "confirmation_method": "automatic",
            "created": world.now(),
            "currency": "jpy",
            "customer": customer,
            "description": description,
            "livemode": False,
            "metadata": metadata or {},
            "payment_method_options": {},
            "payment_method_types": list(types),
            "receipt_email": receipt_email,
            "setup_future_usage": setup_future_usage,
            "status": "requires_payment_method",
        }
    )


def charge(world: World, intent: Tree, method: Tree, decline: Decline | None = None) -> Tree:
    """A charge of the whole intent; failed where `decline` says why."""
    succeeded = decline is None
    return world.put(
        {
            "id": world.new_id("ch_3"),
            "object": "charge",
            **nulls(
                "application application_fee application_fee_amount balance_transaction "
                "failure_balance_transaction on_behalf_of receipt_number receipt_url review "
                "shipping source_transfer statement_descriptor statement_descriptor_suffix "
                "transfer_data transfer_group"
            ),
            "amount": intent["amount"],
            "amount_captured": intent["amount"] if succeeded else 0,
            "amount_refunded": 0,
            "billing_details": dict(method["billing_details"]),
            "calculated_statement_descriptor": "TOMONI",
            "captured": succeeded,
            "created": world.now(),
            "currency": "jpy",
            "customer": intent["customer"],
            "description": intent["description"],
            "disputed": False,
            "failure_code": decline.code if decline else None,
            "failure_message": decline.message if decline else None,
            "fraud_details": {},
            "livemode": False,
            "metadata": dict(intent["metadata"]),
            "outcome": _outcome(decline),
            "paid": succeeded,
            "payment_intent": intent["id"],
            "payment_method": method["id"],
            "payment_method_details": _method_details(world, method),
            "receipt_email": intent["receipt_email"],
            "refunded": False,
            "status": "succeeded" if succeeded else "failed",
        }
    )


def _outcome(decline: Decline | None) -> Tree:
    return {
        **nulls("advice_code network_advice_code network_decline_code"),
        "network_status": "declined_by_network" if decline else "approved_by_network",
        "reason": decline.decline_code if decline else None,
        "risk_level": "normal",
        "seller_message": "The bank declined the payment." if decline else "Payment complete.",
        "type": "issuer_declined" if decline else "authorized",
    }


def _method_details(world: World, method: Tree) -> Tree:
    if method["type"] == "konbini":
        return {"type": "konbini", "konbini": {"store": {"chain": "familymart"}}}
    card = card_of(world, method)
    return {
        "type": "card",
        "card": {
            **card_facts(card),
            **nulls("amount_authorized installments mandate network_transaction_id three_d_secure"),
            "authorization_code": "123456",
            "network": card.test.brand,
            "network_token": {"used": False},
        },
    }


def balance_transaction(world: World, *, type: str, category: str, source: str, amount: int, fee: int = 0) -> Tree:
    """Money in (+) or out (−) of the account, in yen; `fee` is what Stripe keeps of it."""
    detail = {
        "amount": fee,
        "application": None,
        "currency": "jpy",
        "description": "Stripe processing fees",
        "type": "stripe_fee",
    }
    return world.put(
        {
            "id": world.new_id("txn_3"),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": world.now() + AVAILABLE_AFTER,
            "balance_type": "payments",
            "created": world.now(),
            "currency": "jpy",
            "description": None,
            "exchange_rate": None,
            "fee": fee,
            "fee_details": [detail] if fee else [],
            "net": amount - fee,
            "reporting_category": category,
            "source": source,
            "status": "pending",
            "type": type,
        }
    )
