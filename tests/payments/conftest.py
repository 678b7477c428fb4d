"""A sandbox in this process, and a domain that listens."""

import pytest

from portal.payments.actions import start_checkout
from portal.payments.models import Payment
from portal.payments.sandbox.server import serve
from tests.payments import handlers
from tests.payments.stripe_side import StripeSide


@pytest.fixture(scope="session")
def sandbox():
    # Its own ticking would run while a test travels in time, in this very process: sessions of other tests would
    # expire, and the clock would keep the difference. Tests move the clock themselves.
    with serve(tick_seconds=3600) as running:
        yield running


@pytest.fixture
def stripe_side(sandbox, settings) -> StripeSide:
    """Stripe as the sandbox plays it; its events are collected from now on."""
    settings.STRIPE_API_BASE = sandbox.url
    side = StripeSide(sandbox)
    side.events()
    return side


@pytest.fixture(autouse=True)
def listening(settings):
    """The handlers of both purposes only take notes."""
    settings.PAYMENT_HANDLERS = dict.fromkeys(["donation", "course_fee"], "tests.payments.handlers.note")
    settings.REFUND_HANDLERS = dict.fromkeys(["donation", "course_fee"], "tests.payments.handlers.note_refund")
    settings.PLAN_HANDLERS = {"donation": "tests.payments.handlers.note_plan"}
    settings.LEDGER_HANDLERS = {}
    handlers.heard.clear()
    handlers.plans.clear()
    handlers.refunds.clear()
    handlers.quiet.clear()
    handlers.broken.clear()
    return handlers


@pytest.fixture
def checkout(stripe_side):
    """Sends a payment to its hosted checkout, as a domain's view does."""

    def begin(payment: Payment, **overrides) -> Payment:
        start_checkout(
            payment,
            success_url="http://127.0.0.1:1/thanks?session_id={CHECKOUT_SESSION_ID}",
            cancel_url="http://127.0.0.1:1/back",
            **overrides,
        )
        payment.refresh_from_db()
        return payment

    return begin
