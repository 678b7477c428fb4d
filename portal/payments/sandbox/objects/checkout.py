"""Checkout sessions, their line items, prices and products."""

from dataclasses import dataclass, field

from portal.payments.sandbox.tree import Tree, nulls
from portal.payments.sandbox.world import World


@dataclass(frozen=True)
class SessionRequest:
    """What the caller asked of a checkout session, checked. Amounts in yen, times in epoch seconds."""

    mode: str
    items: list[Tree]
    total: int
    success_url: str
    cancel_url: str | None
    method_types: list[str]
    allowed_types: list[str] | None
    expires_at: int
    customer: str | None = None
    customer_email: str | None = None
    customer_creation: str | None = None
    client_reference_id: str | None = None
    locale: str | None = None
    submit_type: str | None = None
    submit_text: str | None = None
    konbini_days: int = 3
    metadata: dict[str, str] = field(default_factory=dict)


def checkout_session(world: World, wish: SessionRequest) -> Tree:
    identifier = world.new_id("cs_test_a1", 58)
    return world.put(
        {
            "id": identifier,
            "object": "checkout.session",
            **_unused(),
            "allowed_payment_method_types": wish.allowed_types,
            "amount_subtotal": wish.total,
            "amount_total": wish.total,
            "cancel_url": wish.cancel_url,
            "client_reference_id": wish.client_reference_id,
            "created": world.now(),
            "custom_text": {
                **nulls("after_submit shipping_address submit terms_of_service_acceptance"),
                "submit": {"message": wish.submit_text} if wish.submit_text else None,
            },
            "customer": wish.customer,
            "customer_creation": wish.customer_creation,
            "customer_details": _details_before(wish.customer_email),
            "customer_email": wish.customer_email,
            "expires_at": wish.expires_at,
            "invoice_creation": _no_invoice() if wish.mode == "payment" else None,
            "locale": wish.locale,
            "metadata": wish.metadata,
            "mode": wish.mode,
            "payment_method_collection": "if_required" if wish.mode == "payment" else "always",
            "payment_method_options": _method_options(wish),
            "payment_method_types": wish.method_types,
            "payment_status": "unpaid",
            "status": "open",
            "submit_type": wish.submit_type,
            "success_url": wish.success_url,
            "ui_mode": "hosted_page",
            "url": f"{world.base_url}/c/pay/{identifier}",
        }
    )


def _unused() -> Tree:
    """Fields of features that the product does not use, as Stripe sends them then."""
    return {
        **nulls(
            "after_expiration allow_promotion_codes billing_address_collection client_secret "
            "collected_information consent consent_collection currency_conversion invoice "
            "origin_context payment_intent payment_link payment_method_configuration_details "
            "permissions recovered_from saved_payment_method_options setup_intent "
            "shipping_address_collection shipping_cost subscription wallet_options"
        ),
        "adaptive_pricing": {"enabled": False},
        "automatic_tax": {"enabled": False, **nulls("liability provider status")},
        "currency": "jpy",
        "custom_fields": [],
        "discounts": [],
        "livemode": False,
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
    }


def _no_invoice() -> Tree:
    unused = nulls("account_tax_ids custom_fields description footer issuer rendering_options")
    return {"enabled": False, "invoice_data": {**unused, "metadata": {}}}


def _method_options(wish: SessionRequest) -> Tree:
    if "konbini" not in wish.method_types:
        return {}
    return {"konbini": {"expires_after_days": wish.konbini_days}}


def _details_before(email: str | None) -> Tree | None:
    if email is None:
        return None
    unknown = nulls("address business_name individual_name name phone tax_ids")
    return {**unknown, "email": email, "tax_exempt": "none"}


def customer_details(email: str, name: str) -> Tree:
    return {
        **nulls("business_name individual_name phone"),
        "address": nulls("city country line1 line2 postal_code state"),
        "email": email,
        "name": name,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def product(world: World, *, name: str, description: str | None) -> Tree:
    return world.put(
        {
            "id": world.new_id("prod_", 14),
            "object": "product",
            **nulls("default_price package_dimensions shippable statement_descriptor tax_code unit_label url"),
            "active": False,
            "created": world.now(),
            "description": description,
            "images": [],
            "livemode": False,
            "marketing_features": [],
            "metadata": {},
            "name": name,
            "type": "service",
            "updated": world.now(),
        }
    )


def price(world: World, *, product: str, unit_amount: int, interval: str | None, count: int) -> Tree:
    """A price in yen, recurring where an interval is given."""
    recurring = {
        "interval": interval,
        "interval_count": count,
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }
    return world.put(
        {
            "id": world.new_id("price_1"),
            "object": "price",
            **nulls("custom_unit_amount lookup_key nickname tiers_mode transform_quantity"),
            "active": False,
            "billing_scheme": "per_unit",
            "created": world.now(),
            "currency": "jpy",
            "livemode": False,
            "metadata": {},
            "product": product,
            "recurring": recurring if interval else None,
            "tax_behavior": "unspecified",
            "type": "recurring" if interval else "one_time",
            "unit_amount": unit_amount,
            "unit_amount_decimal": str(unit_amount),
        }
    )


def line_item(world: World, *, price: Tree, description: str, quantity: int) -> Tree:
    amount = price["unit_amount"] * quantity
    return {
        "id": world.new_id("li_1"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": "jpy",
        "description": description,
        "metadata": {},
        "price": price,
        "quantity": quantity,
    }
