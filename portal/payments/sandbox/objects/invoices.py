"""Invoices and the payments made on them."""

from portal.payments.sandbox.tree import Tree, nulls, page_of
from portal.payments.sandbox.world import World


def monthly_total(subscription: Tree) -> int:
    """Yen due each period."""
    return sum(i["price"]["unit_amount"] * i["quantity"] for i in subscription["items"]["data"])


def invoice(world: World, *, subscription: Tree, reason: str, start: int, end: int) -> Tree:
    """An open invoice over one period; `settle_invoice` marks it paid."""
    identifier, now, total = world.new_id("in_1"), world.now(), monthly_total(subscription)
    lines = [_line(world, identifier, subscription, item) for item in subscription["items"]["data"]]
    return world.put(
        {
            "id": identifier,
            "object": "invoice",
            **_unused(),
            **_customer_facts(world, subscription["customer"]),
            "amount_due": total,
            "amount_paid": 0,
            "amount_remaining": total,
            "attempt_count": 0,
            "attempted": False,
            "billing_reason": reason,
            "created": now,
            "effective_at": now,
            "lines": page_of(lines, f"/v1/invoices/{identifier}/lines"),
            "next_payment_attempt": None,
            "parent": _parent(subscription),
            "period_end": end,
            "period_start": start,
            "status": "open",
            "status_transitions": {
                **nulls("marked_uncollectible_at paid_at voided_at"),
                "finalized_at": now,
            },
            "subtotal": total,
            "subtotal_excluding_tax": total,
            "total": total,
            "total_excluding_tax": total,
            "webhooks_delivered_at": now,
        }
    )


def _customer_facts(world: World, identifier: str) -> Tree:
    payer = world.get(identifier)
    number = payer["next_invoice_sequence"]
    world.change(payer, next_invoice_sequence=number + 1)
    return {
        **nulls("customer_account customer_address customer_shipping"),
        "customer": identifier,
        "customer_email": payer["email"],
        "customer_name": payer["name"],
        "customer_phone": payer["phone"],
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "number": f"{payer['invoice_prefix']}-{number:04d}",
    }


def _parent(subscription: Tree) -> Tree:
    details = {"metadata": dict(subscription["metadata"]), "subscription": subscription["id"]}
    return {
        "quote_details": None,
        "subscription_details": details,
        "type": "subscription_details",
    }


def _unused() -> Tree:
    """Fields of features that the product does not use, as Stripe sends them then."""
    return {
        **nulls(
            "account_tax_ids application automatically_finalizes_at confirmation_secret "
            "custom_fields default_payment_method default_source description due_date footer "
            "from_invoice hosted_invoice_url invoice_pdf last_finalization_error latest_revision "
            "on_behalf_of receipt_number rendering shipping_cost shipping_details "
            "statement_descriptor test_clock"
        ),
        "account_country": "JP",
        "account_name": "Tomoni",
        "amount_overpaid": 0,
        "amount_paid_off_stripe": 0,
        "amount_shipping": 0,
        "auto_advance": True,
        "automatic_tax": {"enabled": False, **nulls("disabled_reason liability provider status")},
        "collection_method": "charge_automatically",
        "currency": "jpy",
        "default_tax_rates": [],
        "discounts": [],
        "ending_balance": 0,
        "issuer": {"type": "self"},
        "livemode": False,
        "metadata": {},
        "payment_settings": nulls("default_mandate payment_method_options payment_method_types"),
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "starting_balance": 0,
        "total_discount_amounts": [],
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
    }


def _line(world: World, invoice: str, subscription: Tree, item: Tree) -> Tree:
    price, quantity = item["price"], item["quantity"]
    amount = price["unit_amount"] * quantity
    return {
        "id": world.new_id("il_1"),
        "object": "line_item",
        "amount": amount,
        "currency": "jpy",
        "description": f"{quantity} × {world.get(price['product'])['name']}",
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": invoice,
        "livemode": False,
        "metadata": dict(subscription["metadata"]),
        "parent": _line_parent(subscription["id"], item["id"]),
        "period": {"end": item["current_period_end"], "start": item["current_period_start"]},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": quantity,
        "quantity_decimal": str(quantity),
        "subscription": subscription["id"],
        "subtotal": amount,
        "taxes": [],
    }


def _line_parent(subscription: str, item: str) -> Tree:
    details = {
        "invoice_item": None,
        "proration": False,
        "proration_details": {"credited_items": None},
        "subscription": subscription,
        "subscription_item": item,
    }
    return {
        "invoice_item_details": None,
        "subscription_item_details": details,
        "type": "subscription_item_details",
    }


def invoice_payment(world: World, *, invoice: Tree, intent: Tree) -> Tree:
    return world.put(
        {
            "id": world.new_id("inpay_1"),
            "object": "invoice_payment",
            "amount_paid": None,
            "amount_requested": invoice["total"],
            "created": world.now(),
            "currency": "jpy",
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
            "status": "open",
            "status_transitions": nulls("canceled_at paid_at"),
        }
    )


def settle_invoice(world: World, invoice: Tree, payment: Tree) -> None:
    """Both the invoice and the payment made on it become paid."""
    now, total = world.now(), invoice["total"]
    world.change(
        payment,
        amount_paid=total,
        status="paid",
        status_transitions={"canceled_at": None, "paid_at": now},
    )
    world.change(
        invoice,
        amount_paid=total,
        amount_remaining=0,
        auto_advance=False,
        next_payment_attempt=None,
        status="paid",
        status_transitions={**invoice["status_transitions"], "paid_at": now},
    )
