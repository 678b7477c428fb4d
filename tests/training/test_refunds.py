"""A course fee goes back: the learner hears of it, and the list of fees owed stays true."""

import pytest
from django.utils import timezone

from portal.mail.models import OutgoingMail
from portal.payments.models import Payment, Refund
from tests.factories.training import make_edition, make_enrolment
from training.actions import note_refund
from training.models import State

pytestmark = pytest.mark.django_db
FEE = 12_000


@pytest.fixture
def owed():
    """A cancelled enrolment whose paid fee is due back."""
    edition = make_edition(fee_jpy=FEE)
    enrolment = make_enrolment(edition, state=State.CANCELLED, fee_jpy=FEE, refund_due=True, paid_at=timezone.now())
    payment = Payment.objects.create(
        purpose="course_fee", reference=enrolment.uuid, nonce="n", amount_jpy=FEE, gift_jpy=0, livemode=False,
        state="paid", paid_at=timezone.now(), language="ja", description="fee",
    )  # fmt: skip
    return enrolment, payment


def heard(enrolment, payment, status: str, yen: int = FEE, row: Refund | None = None) -> Refund:
    row = row or Refund(payment=payment, amount_jpy=yen)
    row.status = status
    row.save()
    note_refund(row)
    enrolment.refresh_from_db()
    return row


def test_a_fee_on_its_way_back_is_still_owed_and_one_sent_back_is_not(owed):
    enrolment, payment = owed
    row = heard(enrolment, payment, "pending")
    assert enrolment.refund_due
    heard(enrolment, payment, "succeeded", row=row)
    assert not enrolment.refund_due
    assert OutgoingMail.objects.filter(key__startswith="course_refunded:").count() == 2


def test_a_part_of_the_fee_leaves_the_rest_owed(owed):
    enrolment, payment = owed
    heard(enrolment, payment, "succeeded", yen=5000)
    assert enrolment.refund_due
    heard(enrolment, payment, "succeeded", yen=7000)
    assert not enrolment.refund_due


def test_a_refund_that_failed_is_owed_again_and_told_once(owed):
    enrolment, payment = owed
    row = heard(enrolment, payment, "succeeded")
    for _twice in range(2):
        heard(enrolment, payment, "failed", row=row)
    assert enrolment.refund_due
    mail = OutgoingMail.objects.get(key__contains=f"{row.pk}:failed")
    assert "12,000" in mail.text


def test_a_quiet_reconciler_keeps_the_list_true_and_writes_nothing(owed):
    enrolment, payment = owed
    payment.quiet = True
    heard(enrolment, payment, "succeeded")
    assert not enrolment.refund_due
    assert not OutgoingMail.objects.exists()
