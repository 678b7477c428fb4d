"""The maintainer's run against Stripe itself, rehearsed with the sandbox; only test keys are taken (money.md 19)."""

import io

import pytest
from django.core.management import CommandError, call_command

from portal.payments.models import Payment


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command("stripe_live", *arguments, stdout=said)
    return said.getvalue()


def test_the_run_ends_well_against_the_sandbox(stripe_side):
    said = run("--sandbox")
    assert "a monthly checkout … ok" in said
    assert "the list of payouts … " in said
    assert "Stripe answers as the gateway reads it." in said


def test_with_a_payment_by_hand_a_part_goes_back(stripe_side, monkeypatch):
    def at_the_checkout(words: str) -> None:
        stripe_side.pay_by_card(Payment(stripe_session=words.split("/c/pay/")[1].split()[0]))

    monkeypatch.setattr("builtins.input", at_the_checkout)
    assert "paid ¥500, sent back ¥100: succeeded" in run("--sandbox", "--pay")


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1", "", "pk_test_1"])
def test_no_other_key_is_taken(settings, key):
    settings.STRIPE_API_KEY, settings.STRIPE_API_BASE = key, ""
    with pytest.raises(CommandError, match="Only a test key"):
        run()


def test_the_sandbox_is_not_mistaken_for_stripe(stripe_side):
    with pytest.raises(CommandError, match="leads to the sandbox"):
        run()
