"""The only door to Stripe."""

import logging

import pytest
import stripe

from portal.payments import gateway
from portal.payments.errors import NotAtProvider, PaymentProviderDown


def test_the_client_is_pinned_retries_and_keeps_telemetry_off(settings):
    """money.md 19."""
    settings.STRIPE_API_BASE = ""
    options = gateway.client()._requestor._options
    assert options.stripe_version == settings.STRIPE_API_VERSION == stripe.api_version
    assert options.max_network_retries == gateway.RETRIES
    assert options.base_addresses["api"] == "https://api.stripe.com"
    assert stripe.enable_telemetry is False


def test_what_is_not_there_and_what_does_not_answer_are_told_apart(stripe_side, settings, caplog):
    with pytest.raises(NotAtProvider):
        gateway.payment_by_session("cs_test_nobody")
    settings.STRIPE_API_BASE = "http://127.0.0.1:1"
    with caplog.at_level(logging.WARNING), pytest.raises(PaymentProviderDown) as refusal:
        gateway.payment_by_session("cs_test_nobody")
    assert refusal.value.sentence
    assert "Stripe did not answer" in caplog.text


def test_a_server_error_of_stripe_is_tried_again_by_the_sdk(stripe_side):
    stripe_side.control("faults", kind="api_500", times=1)
    with pytest.raises(NotAtProvider):
        gateway.payment_by_session("cs_test_nobody")


def test_a_key_that_stripe_refuses_is_a_provider_that_is_down(stripe_side, settings):
    settings.STRIPE_API_KEY = "sk_live_wrong"
    with pytest.raises(PaymentProviderDown):
        gateway.payment_by_session("cs_test_nobody")


@pytest.mark.parametrize(("key", "live"), [("sk_live_1", True), ("rk_live_1", True), ("sk_test_1", False), ("", False)])
def test_real_money_is_known_by_its_key(settings, key, live):
    settings.STRIPE_API_KEY = key
    assert gateway.livemode() is live
