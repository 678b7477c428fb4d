"""Steps that many of these tests begin with."""

import json

import stripe

from portal.payments.sandbox.server import Sandbox
from tests.payments.sandbox.conftest import Browser, Page

VISA = "4242424242424242"
SITE = "http://127.0.0.1:9/thanks?session_id={CHECKOUT_SESSION_ID}"


def gift(amount: int = 5000, **more: object) -> dict:
    """Parameters of a one-off gift's checkout."""
    return {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "jpy",
                    "unit_amount": amount,
                    "product_data": {"name": "ご寄付"},
                },
            }
        ],
        "success_url": SITE,
        "cancel_url": "http://127.0.0.1:9/give",
        **more,
    }


def monthly(amount: int = 3000, **more: object) -> dict:
    params = gift(amount, mode="subscription", **more)
    params["line_items"][0]["price_data"]["recurring"] = {"interval": "month"}
    return params


def typed(number: str = VISA, **more: str) -> dict[str, str]:
    """A filled-in checkout form."""
    form = {"method": "card", "number": number, "expiry": "12 / 39", "cvc": "123"}
    return form | {"name": "山田 花子", "email": "hanako@example.org"} | more


def open_gift(client: stripe.StripeClient, amount: int = 5000, **more: object) -> stripe.checkout.Session:
    return client.v1.checkout.sessions.create(gift(amount, **more))


def pay(browser: Browser, session: stripe.checkout.Session, number: str = VISA, **more: str) -> Page:
    return browser.post(session.url, **typed(number, **more))


def paid_gift(
    client: stripe.StripeClient, browser: Browser, amount: int = 5000, number: str = VISA
) -> stripe.checkout.Session:
    session = open_gift(client, amount)
    assert pay(browser, session, number).status == 303
    return client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})


def paid_plan(
    client: stripe.StripeClient, browser: Browser, number: str = VISA, amount: int = 3000
) -> stripe.Subscription:
    session = client.v1.checkout.sessions.create(monthly(amount, metadata={"pledge": "1"}))
    assert pay(browser, session, number).status == 303
    done = client.v1.checkout.sessions.retrieve(session.id)
    return client.v1.subscriptions.retrieve(done.subscription)


def steer(browser: Browser, sandbox: Sandbox, control: str, **params: str) -> dict:
    """One control call that must succeed."""
    page = browser.post(f"{sandbox.url}/_sandbox/{control}", **params)
    assert page.status == 200, page.text
    return json.loads(page.text)
