"""What the database itself refuses, and the sums that everybody sees."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from portal.payments.actions import record_match, settle
from portal.payments.models import LedgerEntry, Payment, PaymentTransition, WebhookEvent
from portal.payments.queries import Totals, balance, gift_totals, gift_totals_by
from tests.factories.payments import NOON, make_paid, make_payment, make_promised, remote_payment
from tests.payments.test_settling import offline, refund, with_charge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [LedgerEntry, PaymentTransition])
@pytest.mark.parametrize("verb", ["update", "delete", "raw update", "raw delete"])
def test_what_is_written_can_neither_be_changed_nor_taken_away(model, verb):
    make_paid()
    table = model._meta.db_table
    before = list(model.objects.values())
    attempts = {
        "update": lambda: model.objects.update(payment=before[0]["payment_id"]),
        "delete": lambda: model.objects.all()._raw_delete("default"),
        "raw update": lambda: connection.cursor().execute(f"UPDATE {table} SET id = id"),
        "raw delete": lambda: connection.cursor().execute(f"DELETE FROM {table}"),
    }
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        attempts[verb]()
    assert list(model.objects.values()) == before


def truncate(model) -> None:
    connection.check_constraints()  # nothing is pending, so that only the trigger can refuse
    connection.cursor().execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.postgres
@pytest.mark.parametrize("model", [LedgerEntry, PaymentTransition])
def test_postgres_cannot_truncate_what_is_written(model):
    make_paid()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        truncate(model)
    assert model.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_may_write_to_the_ledger():
    """The flush that follows takes the triggers away and puts them back (tests/conftest.py)."""
    make_paid()


@pytest.mark.django_db(transaction=True)
def test_after_a_flush_the_triggers_stand_again():
    make_paid()
    call_command("flush", interactive=False)
    assert not LedgerEntry.objects.exists()
    make_paid()
    with pytest.raises(IntegrityError, match="append-only"):
        LedgerEntry.objects.update(amount_jpy=1)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"amount_jpy": 0, "gift_jpy": 0}, "payment_amount_is_positive"),
        ({"gift_jpy": 5001}, "payment_gift_is_part_of_amount"),
        ({"currency": "USD"}, "payment_is_in_yen"),
        ({"state": "refunded"}, "payment_state_is_known"),
        ({"state": "paid"}, "payment_paid_has_its_time"),
        ({"state": "open", "paid_at": NOON}, "payment_paid_has_its_time"),
    ],
)
def test_the_database_refuses_a_payment_that_cannot_be(fields, constraint):
    payment = make_payment()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**fields)


def test_the_database_refuses_two_paid_payments_for_one_thing():
    first = make_paid()
    second = make_payment(reference=first.reference)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=second.pk).update(state="paid", paid_at=NOON)


@pytest.mark.parametrize("field", ["stripe_session", "stripe_intent", "stripe_charge", "stripe_invoice", "nonce"])
def test_one_stripe_object_is_one_row(field):
    """money.md 12."""
    first, second = make_payment(), make_payment()
    Payment.objects.filter(pk=first.pk).update(**{field: "the_same"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=second.pk).update(**{field: "the_same"})


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "present"},
        {"gift_jpy": 101},
        {"gift_jpy": -1},
        {"amount_jpy": -100, "gift_jpy": 1},
        {"source_id": ""},
    ],
)
def test_the_database_refuses_a_line_that_cannot_be(fields):
    payment = make_payment()
    line = {"kind": "adjust", "amount_jpy": 100, "gift_jpy": 100, "source_id": "x", "occurred_at": NOON} | fields
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.create(payment=payment, **line)


def test_the_same_source_is_one_line_of_a_kind():
    payment = make_paid()
    line = payment.ledger.get(kind="charge")
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.create(
            payment=payment, kind="charge", source_id=line.source_id, amount_jpy=1, gift_jpy=1, occurred_at=NOON
        )


def test_an_event_is_stored_once():
    WebhookEvent.objects.create(event_id="evt_1", type="x", livemode=False, body=b"{}")
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookEvent.objects.create(event_id="evt_1", type="x", livemode=False, body=b"{}")


def some_of_everything() -> None:
    make_payment()  # nobody paid
    make_promised(amount_jpy=3000, gift_jpy=3000)
    matched = make_paid(amount_jpy=5187, gift_jpy=5000)
    record_match(matched, amount_jpy=2500, source_id="pledge", occurred_at=NOON)
    offline()
    make_paid(purpose="course_fee", gift_jpy=0, amount_jpy=8000)
    make_paid(reference=matched.reference)  # surplus
    returned = make_payment(amount_jpy=1000, gift_jpy=1000)
    settle(returned.pk, remote=with_charge(remote_payment(returned), refunds=(refund(1, 400),)), cause="x")


def test_totals_are_sums_over_the_ledger_in_two_queries(django_assert_num_queries):
    """money.md 15: refunds lower them; fees, course fees, surplus and unpaid money are not in them."""
    some_of_everything()
    with django_assert_num_queries(2):
        totals = gift_totals(Payment.objects.all())
    assert totals == Totals(paid_jpy=5600, offline_jpy=30_000, matched_jpy=2500, promised_jpy=3000)
    assert totals.received_jpy == 38_100


def test_totals_of_many_things_take_the_same_two_queries(django_assert_num_queries):
    some_of_everything()
    with django_assert_num_queries(2):
        totals = gift_totals_by(Payment.objects.all(), "purpose")
    assert totals == {
        "donation": Totals(paid_jpy=5600, offline_jpy=30_000, matched_jpy=2500, promised_jpy=3000),
        "course_fee": Totals(),
    }


def test_nothing_given_is_nothing():
    assert gift_totals(Payment.objects.all()) == Totals(0, 0, 0, 0)


@pytest.mark.parametrize("key", ["sk_live_x", "rk_live_x"])
def test_test_mode_money_never_enters_the_totals_of_real_money(settings, key):
    """money.md 15."""
    some_of_everything()
    settings.STRIPE_API_KEY = key
    assert gift_totals(Payment.objects.all()) == Totals()
    assert balance().payments == 0


def test_payments_and_ledger_agree_to_the_yen():
    some_of_everything()
    found = balance()
    assert (found.payments, found.paid_jpy, found.difference_jpy) == (5, 49_187, 0)


def test_a_difference_would_show():
    payment = make_paid()
    Payment.objects.filter(pk=payment.pk).update(amount_jpy=6000)
    assert balance().difference_jpy == 1000
