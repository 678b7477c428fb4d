"""The fee: never a gift, never lost, and a seat only for money that came."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import timezone

from portal.mail.models import OutgoingMail
from portal.payments.actions import record_offline
from portal.payments.models import LedgerEntry, Payment
from tests.factories.people import make_person
from tests.factories.training import make_edition, make_enrolment
from training import actions
from training.models import Enrolment, State

pytestmark = pytest.mark.django_db
FEE = 12_000


def make_payment(enrolment, state=Payment.State.PAID, **overrides):
    fields = {
        "purpose": "course_fee",
        "reference": enrolment.uuid,
        "nonce": str(uuid.uuid4()),
        "amount_jpy": enrolment.fee_jpy,
        "gift_jpy": 0,
        "livemode": False,
        "state": state,
        "paid_at": timezone.now() if state == Payment.State.PAID else None,
        "language": "ja",
        "description": "fee",
    }
    return Payment.objects.create(**fields | overrides)


def unpaid(edition=None, **overrides):
    edition = edition or make_edition(fee_jpy=FEE, capacity=1)
    return make_enrolment(edition, state=State.PENDING_PAYMENT, fee_jpy=FEE, **overrides)


def settled(payment, enrolment):
    actions.settle_enrolment(payment)
    enrolment.refresh_from_db()
    return enrolment


def keys(template):
    return list(OutgoingMail.objects.filter(key__startswith=f"course_{template}:").values_list("to", flat=True))


def test_a_paid_fee_enrols_and_writes_once_however_often_it_is_told():
    enrolment = unpaid()
    payment = make_payment(enrolment)

    for _time in range(3):
        settled(payment, enrolment)

    assert (enrolment.state, enrolment.settled_payment, enrolment.refund_due) == (State.ENROLLED, payment.pk, False)
    assert enrolment.expires_at is None
    assert keys("enrolled") == [[enrolment.person.email]]
    assert enrolment.events.filter(to_state=State.ENROLLED).count() == 1


@pytest.mark.parametrize("state", [Payment.State.FAILED, Payment.State.EXPIRED, Payment.State.CANCELED])
def test_a_failed_attempt_leaves_the_place_held(state):
    enrolment = settled(make_payment(enrolment := unpaid(), state), enrolment)

    assert enrolment.state == State.PENDING_PAYMENT


def test_a_payment_slip_keeps_the_place_until_its_money_must_have_come():
    enrolment = unpaid()
    ends = timezone.now() + dt.timedelta(days=3)

    settled(make_payment(enrolment, Payment.State.PROCESSING, voucher_expires_at=ends), enrolment)

    assert enrolment.state == State.PENDING_PAYMENT
    assert (enrolment.expires_at, enrolment.kept_until) == (ends, ends + dt.timedelta(hours=24))


def test_a_place_with_a_slip_lapses_only_after_the_till_had_its_day():
    enrolment = unpaid()
    ends = timezone.now() + dt.timedelta(days=3)
    settled(make_payment(enrolment, Payment.State.PROCESSING, voucher_expires_at=ends), enrolment)

    for hours, state in [(23, State.PENDING_PAYMENT), (25, State.LAPSED)]:
        with time_machine.travel(ends + dt.timedelta(hours=hours), tick=False):
            actions.move_waiting_lists()
        enrolment.refresh_from_db()
        assert enrolment.state == state
    assert (enrolment.expires_at, enrolment.kept_until) == (None, None)


def test_a_payment_slip_keeps_no_place_past_the_first_session():
    enrolment = unpaid(make_edition(fee_jpy=FEE, starts_in_days=2))
    ends = timezone.now() + dt.timedelta(days=3)

    settled(make_payment(enrolment, Payment.State.PROCESSING, voucher_expires_at=ends), enrolment)

    assert enrolment.expires_at == enrolment.kept_until == enrolment.edition.starts_at


def lapse(enrolment):
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=False):
        actions.move_waiting_lists()
    enrolment.refresh_from_db()
    assert enrolment.state == State.LAPSED


def test_late_money_takes_the_seat_if_one_is_free():
    enrolment = unpaid()
    lapse(enrolment)

    settled(make_payment(enrolment), enrolment)

    assert (enrolment.state, enrolment.refund_due) == (State.ENROLLED, False)
    enrolment.edition.refresh_from_db()
    assert enrolment.edition.seats_taken == 1


def test_late_money_without_a_free_seat_is_owed_back_and_the_person_told():
    enrolment = unpaid()
    lapse(enrolment)
    enrolment.edition.refresh_from_db()
    make_enrolment(enrolment.edition)

    payment = make_payment(enrolment)
    settled(payment, enrolment)
    settled(payment, enrolment)

    assert (enrolment.state, enrolment.refund_due) == (State.LAPSED, True)
    assert keys("payment_late") == [[enrolment.person.email]]
    assert enrolment.events.filter(reason__startswith="refund due").count() == 1


def test_money_for_a_cancelled_place_is_owed_back():
    enrolment = unpaid()
    actions.cancel_enrolment(enrolment=enrolment, by=enrolment.person)

    settled(make_payment(enrolment), enrolment)

    assert (enrolment.state, enrolment.refund_due) == (State.CANCELLED, True)


def test_late_money_pays_for_the_place_that_the_same_person_holds_by_now():
    first = unpaid()
    lapse(first)
    first.edition.refresh_from_db()
    again = unpaid(first.edition, person=first.person)

    actions.settle_enrolment(make_payment(first))

    again.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, again.state, first.refund_due) == (State.LAPSED, State.ENROLLED, False)


def test_money_that_arrives_twice_is_owed_back_and_the_place_stays():
    enrolment = unpaid()
    settled(make_payment(enrolment), enrolment)

    settled(make_payment(enrolment, surplus=True), enrolment)

    assert (enrolment.state, enrolment.refund_due) == (State.ENROLLED, True)


def test_late_money_after_the_first_session_is_owed_back():
    enrolment = unpaid(make_edition(fee_jpy=FEE, starts_in_days=2))
    lapse(enrolment)

    with time_machine.travel(enrolment.edition.starts_at, tick=False):
        settled(make_payment(enrolment), enrolment)

    assert enrolment.refund_due is True


def test_who_cancels_before_enrolment_closes_gets_the_fee_back():
    enrolment = settled(make_payment(enrolment := unpaid()), enrolment)

    cancelled = actions.cancel_enrolment(enrolment=enrolment, by=enrolment.person)

    assert (cancelled.state, cancelled.refund_due) == (State.CANCELLED, True)


def test_who_cancels_later_does_not_unless_staff_cancel():
    edition, staff = make_edition(fee_jpy=FEE, capacity=2), make_person()
    left, removed = (make_enrolment(edition, fee_jpy=FEE, paid_at=timezone.now()) for _number in range(2))

    with time_machine.travel(edition.enrol_until, tick=False):
        actions.cancel_enrolment(enrolment=left, by=left.person)
        actions.cancel_enrolment(enrolment=removed, by=staff)

    assert Enrolment.objects.get(pk=left.pk).refund_due is False
    assert Enrolment.objects.get(pk=removed.pk).refund_due is True


def test_staff_note_that_a_fee_was_sent_back():
    staff, enrolment = make_person(), make_enrolment(make_edition(), paid_at=timezone.now(), refund_due=True)

    actions.mark_refunded(enrolment=enrolment, by=staff)

    enrolment.refresh_from_db()
    assert enrolment.refund_due is False
    assert enrolment.events.last().actor == staff


def test_a_fee_paid_by_bank_transfer_enrols_and_counts_as_no_gift():
    enrolment = unpaid()

    record_offline(
        purpose="course_fee", reference=enrolment.uuid, amount_jpy=FEE, gift_jpy=0, received_at=timezone.now(),
        payer_name="", payer_email="", language="ja", description="fee", by="staff",
    )  # fmt: skip

    enrolment.refresh_from_db()
    assert enrolment.state == State.ENROLLED
    assert sum(LedgerEntry.objects.values_list("gift_jpy", flat=True)) == 0


def test_paying_opens_one_checkout_for_the_fee_and_no_gift(monkeypatch):
    enrolment, opened = unpaid(), []
    monkeypatch.setattr(
        "training.actions.paying.start_checkout", lambda payment, **urls: opened.append(payment) or "https://checkout"
    )

    for _click in range(2):
        actions.begin_payment(enrolment=enrolment, success_url="https://s", cancel_url="https://c")

    assert opened[0] == opened[1]
    assert (opened[0].amount_jpy, opened[0].gift_jpy, opened[0].reference) == (FEE, 0, enrolment.uuid)


def test_nothing_is_paid_for_a_place_that_is_no_longer_held():
    enrolment = unpaid()

    with (
        time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=False),
        pytest.raises(actions.NoLongerPossible),
    ):
        actions.begin_payment(enrolment=enrolment, success_url="https://s", cancel_url="https://c")
