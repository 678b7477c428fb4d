"""The demonstration's gift that was paid twice: a duty on the board that can really be done."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from home.demo.campaigns import plant_in_sandbox
from home.demo.campaigns.after import load_after
from portal.payments import board
from portal.payments.actions import reconcile_full, refund
from portal.payments.models import Finding, Payment
from portal.payments.queries import balance
from portal.payments.sandbox.server import serve
from tests.factories.campaigns import make_gift
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_gift_that_was_paid_twice_is_known_to_the_sandbox_and_goes_back(tmp_path: Path, settings):
    settled = timezone.now() - dt.timedelta(days=20)
    for number in range(3):
        unknown = {"stripe_session": None, "stripe_intent": None, "stripe_charge": None}
        Payment.objects.filter(pk=make_gift().payment_id).update(nonce=f"demo-2{number}", paid_at=settled, **unknown)
    load_after()
    store = tmp_path / "sandbox.sqlite3"
    assert (plant_in_sandbox(store), plant_in_sandbox(store)) == (1, 0)
    twice = board.surplus().get()

    with serve(store=store, tick_seconds=3600) as sandbox:
        settings.STRIPE_API_BASE = sandbox.url
        reconcile_full()
        assert not Finding.objects.filter(payment=twice).exists()
        row = refund(twice.pk, amount_jpy=twice.amount_jpy, reason="二重", nonce="once", by=make_person())

    assert row.status == "succeeded"
    assert not board.surplus().exists()
    assert balance().difference_jpy == 0
