"""Every answer fits the SDK's typed models, which are generated from Stripe's OpenAPI description."""

import importlib
import inspect
import types
import typing
from decimal import Decimal

import pytest
import stripe
from stripe._object_classes import OBJECT_CLASSES

from tests.payments.sandbox.flows import open_gift, paid_gift, paid_plan, pay, steer


def model_of(kind: str) -> type:
    place = OBJECT_CLASSES[kind]
    return getattr(importlib.import_module(place[0]), place[1]) if isinstance(place, tuple) else place


def annotations(model: type) -> dict[str, object]:
    found: dict[str, object] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, stripe.StripeObject) and base.__module__ != "stripe._stripe_object":
            found |= {k: v for k, v in inspect.get_annotations(base).items() if not k.startswith("_")}
    return {k: v for k, v in found.items() if typing.get_origin(v) is not typing.ClassVar}


def is_optional(annotation: object) -> bool:
    return type(None) in typing.get_args(annotation)


def misfits(value: object, annotation: object, at: str) -> list[str]:
    """Why a JSON value does not fit an annotation; empty if it does."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is typing.Any or annotation is None:
        return []
    if origin in (typing.Union, types.UnionType):
        tries = [misfits(value, choice, at) for choice in inner]
        return [] if [] in tries else tries[0]
    if origin is typing.Literal:
        return [] if value in inner else [f"{at}: {value!r} is none of {inner[:6]}"]
    if isinstance(annotation, (typing.ForwardRef, str)):
        return expanded_misfits(value, at)
    if origin in (list, typing.List):  # noqa: UP006 - what the models are written with
        if not isinstance(value, list):
            return [f"{at}: not a list"]
        return [m for n, item in enumerate(value) for m in misfits(item, inner[0], f"{at}[{n}]")]
    if origin is not None:
        return list_misfits(value, origin, inner, at)
    return plain_misfits(value, annotation, at)


def list_misfits(value: object, origin: type, inner: tuple, at: str) -> list[str]:
    if origin.__name__ == "UntypedStripeObject":
        return [] if isinstance(value, dict) else [f"{at}: not an object"]
    if origin.__name__ != "ListObject" or not isinstance(value, dict):
        return [f"{at}: {value!r} does not fit {origin.__name__}"]
    return [m for n, item in enumerate(value["data"]) for m in misfits(item, inner[0], f"{at}.data[{n}]")]


def expanded_misfits(value: object, at: str) -> list[str]:
    if not isinstance(value, dict) or "object" not in value:
        return [f"{at}: {value!r} is no expanded object"]
    return object_misfits(value, model_of(value["object"]), at)


def plain_misfits(value: object, annotation: object, at: str) -> list[str]:
    if annotation is type(None):
        return [] if value is None else [f"{at}: not null"]
    if annotation is Decimal:
        return [] if isinstance(value, str) and Decimal(value) is not None else [f"{at}: not a decimal string"]
    if isinstance(annotation, type) and issubclass(annotation, stripe.StripeObject):
        return object_misfits(value, annotation, at) if isinstance(value, dict) else [f"{at}: not an object"]
    if annotation is float:
        annotation = (int, float)
    if annotation is int and isinstance(value, bool):
        return [f"{at}: a boolean, not a number"]
    return [] if isinstance(value, annotation) else [f"{at}: {value!r} is no {annotation}"]


def object_misfits(value: dict, model: type, at: str) -> list[str]:
    fields = annotations(model)
    if not fields:
        return []
    unknown = [f"{at}.{name}: unknown" for name in value if name not in fields]
    missing = [f"{at}.{n}: missing" for n, a in fields.items() if n not in value and not is_optional(a)]
    wrong = [m for n, v in value.items() if n in fields for m in misfits(v, fields[n], f"{at}.{n}")]
    return [*unknown, *missing, *wrong]


@pytest.fixture
def busy_world(client, browser, sandbox):
    """A world in which everything has happened once."""
    open_gift(client)
    client.v1.checkout.sessions.expire(open_gift(client, submit_type="donate", locale="ja").id)
    pay(browser, open_gift(client), "4000000000009995")
    pay(browser, open_gift(client), "4000002760003184")
    for control in ("vouchers/pay", "vouchers/expire"):
        voucher = open_gift(client, custom_text={"submit": {"message": "x"}})
        pay(browser, voucher, method="konbini")
        steer(browser, sandbox, control, session=voucher.id)
    pay(browser, open_gift(client), method="konbini")
    gift = paid_gift(client, browser)
    client.v1.refunds.create({"payment_intent": gift.payment_intent.id, "amount": 100})
    for number in ("4000000000005126", "4000000000007726"):
        client.v1.refunds.create({"payment_intent": paid_gift(client, browser, number=number).payment_intent.id})
    paid = client.v1.payment_intents.list({"limit": 100}).data
    konbini = next(i for i in paid if i.latest_charge and i.status == "succeeded" and "konbini" in method(client, i))
    client.v1.refunds.create({"payment_intent": konbini.id})
    paid_gift(client, browser, number="4000000000000259")
    disputed = client.v1.disputes.list().data[0]
    client.v1.disputes.update(disputed.id, {"evidence": {"customer_name": "A"}})
    steer(browser, sandbox, "disputes/close", dispute=disputed.id, result="won")
    plan = paid_plan(client, browser)
    steer(browser, sandbox, "subscriptions/renew", subscription=plan.id, fail="true")
    client.v1.subscriptions.update(plan.id, {"cancel_at_period_end": True})
    client.v1.subscriptions.cancel(paid_plan(client, browser).id)
    client.v1.billing_portal.sessions.create({"customer": plan.customer, "return_url": "http://127.0.0.1:9/"})
    for _ in range(2):
        steer(browser, sandbox, "clock/advance", seconds=str(7 * 86400))
    steer(browser, sandbox, "payouts/fail", payout=client.v1.payouts.list().data[0].id)
    return sandbox.world


def method(client, intent):
    return client.v1.charges.retrieve(intent.latest_charge).payment_method_details.type


def test_every_object_fits_the_sdks_model(busy_world):
    kinds = busy_world.counts()

    found = [
        misfit
        for kind in kinds
        for body in busy_world.all(kind)
        for misfit in object_misfits(body, model_of(kind), kind)
    ]

    assert sorted(set(found)) == []
    assert set(kinds) == {
        "balance_transaction",
        "billing_portal.session",
        "charge",
        "checkout.session",
        "customer",
        "dispute",
        "event",
        "invoice",
        "invoice_payment",
        "payment_intent",
        "payment_method",
        "payout",
        "price",
        "product",
        "refund",
        "subscription",
    }


def test_what_events_carry_fits_too(busy_world):
    bodies = [event["data"]["object"] for event in busy_world.all("event")]

    found = [misfit for body in bodies for misfit in object_misfits(body, model_of(body["object"]), body["object"])]

    assert sorted(set(found)) == []
    assert len(bodies) > 40


@pytest.mark.parametrize(
    ("change", "misfit"),
    [
        ({"colour": "red"}, "customer.colour: unknown"),
        ({"created": None}, "customer.created: None is no <class 'int'>"),
        ({"tax_exempt": 1}, "customer.tax_exempt: 1 is none of ('exempt', 'none', 'reverse')"),
    ],
)
def test_the_check_itself_notices(client, sandbox, change, misfit):
    client.v1.customers.create({"email": "a@example.org"})
    body = dict(sandbox.world.all("customer")[0])

    assert misfit in object_misfits(body | change, model_of("customer"), "customer")


def test_the_check_notices_what_is_missing(client, sandbox):
    client.v1.customers.create({"email": "a@example.org"})
    body = dict(sandbox.world.all("customer")[0])
    del body["created"]

    assert object_misfits(body, model_of("customer"), "customer") == ["customer.created: missing"]
