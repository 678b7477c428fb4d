"""Customers, subscriptions and portal sessions."""

import secrets
from collections.abc import Sequence

from portal.payments.sandbox.tree import Tree, nulls, page_of
from portal.payments.sandbox.world import World


def customer(
    world: World,
    *,
    email: str | None = None,
    name: str | None = None,
    phone: str | None = None,
    description: str | None = None,
    metadata: dict[str, str] | None = None,
    preferred_locales: Sequence[str] = (),
) -> Tree:
    return world.put(
        {
            "id": world.new_id("cus_", 14),
            "object": "customer",
            **nulls("address currency default_source shipping test_clock"),
            "balance": 0,
            "created": world.now(),
            "delinquent": False,
            "description": description,
            "email": email,
            "invoice_prefix": secrets.token_hex(4).upper(),
            "invoice_settings": nulls("custom_fields default_payment_method footer rendering_options"),
            "livemode": False,
            "metadata": metadata or {},
            "name": name,
            "next_invoice_sequence": 1,
            "phone": phone,
            "preferred_locales": list(preferred_locales),
            "tax_exempt": "none",
        }
    )


def subscription(
    world: World,
    *,
    customer: str,
    method: str,
    items: Sequence[Tree],
    end: int,
    description: str | None,
    metadata: dict[str, str],
) -> Tree:
    """A subscription to the line items of a checkout session, paid until `end` (epoch seconds)."""
    identifier, now = world.new_id("sub_1"), world.now()
    lines = [_item(world, identifier, item, end) for item in items]
    return world.put(
        {
            "id": identifier,
            "object": "subscription",
            **_unused(),
            "billing_cycle_anchor": now,
            "cancellation_details": nulls("comment feedback reason"),
            "created": now,
            "customer": customer,
            "default_payment_method": method,
            "description": description,
            "items": page_of(lines, f"/v1/subscription_items?subscription={identifier}"),
            "metadata": metadata,
            "start_date": now,
            "status": "active",
        }
    )


def _unused() -> Tree:
    """Fields of features that the product does not use, as Stripe sends them then."""
    return {
        **nulls(
            "application application_fee_percent billing_cycle_anchor_config billing_thresholds "
            "cancel_at canceled_at customer_account days_until_due default_source ended_at "
            "latest_invoice next_pending_invoice_item_invoice on_behalf_of pause_collection "
            "pending_invoice_item_interval pending_setup_intent pending_update schedule test_clock "
            "transfer_data trial_end trial_start"
        ),
        "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
        "billing_mode": {
            "flexible": {"proration_discounts": "included"},
            "type": "flexible",
        },
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "collection_method": "charge_automatically",
        "currency": "jpy",
        "default_tax_rates": [],
        "discounts": [],
        "invoice_settings": {
            **nulls("account_tax_ids custom_fields description footer"),
            "issuer": {"type": "self"},
        },
        "livemode": False,
        "payment_settings": {
            **nulls("payment_method_options payment_method_types"),
            "save_default_payment_method": "off",
        },
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    }


def _item(world: World, subscription: str, line: Tree, end: int) -> Tree:
    now, price = world.now(), line["price"]
    return {
        "id": world.new_id("si_", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": now,
        "current_period_end": end,
        "current_period_start": now,
        "current_trial": None,
        "discounts": [],
        "metadata": {},
        "plan": _plan(price),
        "price": price,
        "quantity": line["quantity"],
        "subscription": subscription,
        "tax_rates": [],
    }


def _plan(price: Tree) -> Tree:
    """The old name of a price, which Stripe still sends along."""
    return {
        "id": price["id"],
        "object": "plan",
        **nulls("meter nickname tiers_mode transform_usage trial_period_days"),
        "active": False,
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": "jpy",
        "interval": price["recurring"]["interval"],
        "interval_count": price["recurring"]["interval_count"],
        "livemode": False,
        "metadata": {},
        "product": price["product"],
        "usage_type": "licensed",
    }


def portal_session(world: World, *, customer: str, return_url: str | None, locale: str | None) -> Tree:
    identifier = world.new_id("bps_1")
    return world.put(
        {
            "id": identifier,
            "object": "billing_portal.session",
            **nulls("after_expiration customer_account flow on_behalf_of"),
            "configuration": "bpc_1sandbox",
            "created": world.now(),
            "customer": customer,
            "livemode": False,
            "locale": locale,
            "return_url": return_url,
            "url": f"{world.base_url}/p/session/{identifier}",
        }
    )
