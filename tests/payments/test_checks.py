"""What keeps the portal from starting."""

import pytest

from portal.payments import checks


def ids(found) -> list[str]:
    return [problem.id for problem in found]


def test_the_portal_as_it_stands_passes(settings):
    assert checks.handlers_exist(None) == []
    assert checks.sandbox_stays_out_of_production(None) == []
    assert checks.version_is_the_one_of_the_sdk(None) == []


@pytest.mark.parametrize(
    "path", ["nowhere.at.all", "tests.payments.handlers.no_such_name", "tests.payments.handlers.heard"]
)
def test_a_handler_that_cannot_be_called_is_refused(settings, path):
    settings.PAYMENT_HANDLERS = {"donation": path}
    assert ids(checks.handlers_exist(None)) == ["payments.E001"]


@pytest.mark.parametrize("key", ["sk_live_x", "rk_live_x"])
def test_the_sandbox_never_sees_a_live_key(settings, key):
    settings.STRIPE_API_KEY = key
    assert ids(checks.sandbox_stays_out_of_production(None)) == ["payments.E002"]
    settings.STRIPE_API_BASE = ""
    assert checks.sandbox_stays_out_of_production(None) == []


def test_the_sandbox_is_refused_in_production_settings(settings):
    settings.SETTINGS_MODULE = "portal.settings.prod"
    assert ids(checks.sandbox_stays_out_of_production(None)) == ["payments.E003"]


def test_sdk_and_api_version_go_together(settings):
    """money.md 19."""
    settings.STRIPE_API_VERSION = "2024-01-01"
    assert ids(checks.version_is_the_one_of_the_sdk(None)) == ["payments.E004"]


@pytest.mark.parametrize("handlers", [{}, {"donation": "nowhere.at_all"}])
def test_whoever_takes_money_must_hear_when_it_goes_back(settings, handlers):
    settings.PAYMENT_HANDLERS = {"donation": "tests.payments.handlers.note"}
    settings.REFUND_HANDLERS = handlers
    assert [found.id for found in checks.refund_handlers_exist(None)] == ["payments.E005"]
    settings.REFUND_HANDLERS = {"donation": "tests.payments.handlers.note_refund"}
    assert checks.refund_handlers_exist(None) == []
