"""Money that goes back: money.md 11, 13 and 14."""

import pytest
from wagtail.models import ModelLogEntry

from portal.payments import gateway, queries
from portal.payments.actions import refund, resume_refunds, sync
from portal.payments.errors import NotRefundable, PaymentProviderDown
from portal.payments.models import Dispute, LedgerEntry, Payment, Refund
from portal.payments.queries import refundable_jpy
from tests.factories.payments import make_paid, make_payment, make_promised
from tests.factories.people import make_person
from tests.payments.stripe_side import LATE_REFUND, deliver

pytestmark = pytest.mark.django_db(transaction=True)  # a refund is reserved in a transaction of its own
FAILING_REFUND = "4000000000005126"


@pytest.fixture
def staff():
    return make_person(is_staff=True)


@pytest.fixture
def paid(checkout, stripe_side):
    def pay(number: str = "4242424242424242", **fields) -> Payment:
        payment = checkout(make_payment(**fields))
        stripe_side.pay_by_card(payment, number)
        return sync(payment.pk)

    return pay


def send_back(payment: Payment, yen: int, staff, nonce: str = "n1") -> Refund:
    return refund(payment.pk, amount_jpy=yen, reason="They asked", nonce=nonce, by=staff)


def lines(payment: Payment) -> list[tuple[str, int, int]]:
    return list(payment.ledger.exclude(kind="fee").values_list("kind", "amount_jpy", "gift_jpy"))


def gift_total() -> int:
    return queries.gift_totals(Payment.objects.all()).paid_jpy


def test_staff_send_a_part_back_and_the_total_falls_by_that_part(paid, staff, listening):
    payment = paid()
    row = send_back(payment, 2000, staff)
    assert (row.status, row.reason, row.asked_by) == ("succeeded", "They asked", staff)
    assert lines(payment) == [("charge", 5000, 5000), ("refund", -2000, -2000)]
    assert gift_total() == 3000
    assert listening.refunds == [(str(row.pk), "succeeded", False)]


def test_a_refund_is_written_into_the_audit_with_its_reason_and_amount(paid, staff):
    payment = paid()
    send_back(payment, 2000, staff)
    entry = ModelLogEntry.objects.get(action="payments.refund")
    assert (entry.user, entry.object_id) == (staff, str(payment.pk))
    assert entry.data == {"amount_jpy": 2000, "reason": "They asked"}


def test_the_same_form_sent_twice_sends_money_back_once(paid, staff, stripe_side):
    payment = paid()
    first, second = send_back(payment, 2000, staff), send_back(payment, 2000, staff)
    assert first.pk == second.pk
    assert lines(payment)[1:] == [("refund", -2000, -2000)]


def test_refunds_that_have_not_failed_never_exceed_the_payment(paid, staff):
    payment = paid()
    send_back(payment, 3000, staff, "n1")
    with pytest.raises(NotRefundable, match="2,000"):
        send_back(payment, 2001, staff, "n2")
    send_back(payment, 2000, staff, "n3")
    with pytest.raises(NotRefundable):
        send_back(payment, 1, staff, "n4")
    assert sum(r.amount_jpy for r in payment.refunds.all()) == 5000
    assert gift_total() == 0


@pytest.mark.parametrize("yen", [0, -1])
def test_nothing_and_less_than_nothing_cannot_be_sent_back(paid, staff, yen):
    with pytest.raises(NotRefundable):
        send_back(paid(), yen, staff)
    assert not Refund.objects.exists()


def test_the_row_stands_before_stripe_is_asked_and_what_is_reserved_is_taken(paid, staff, monkeypatch):
    payment = paid()
    monkeypatch.setattr(gateway, "create_refund", down)
    with pytest.raises(PaymentProviderDown):
        send_back(payment, 4000, staff)
    assert payment.refunds.get().status == "reserved"
    assert refundable_jpy(payment) == 1000
    assert lines(payment) == [("charge", 5000, 5000)]


def down(*_args, **_kwargs):
    raise PaymentProviderDown("not now")


def test_a_refund_that_stripe_did_not_answer_goes_out_later_exactly_once(paid, staff, stripe_side, monkeypatch):
    payment = paid()
    with monkeypatch.context() as patch:
        patch.setattr(gateway, "create_refund", down)
        with pytest.raises(PaymentProviderDown):
            send_back(payment, 4000, staff)
    assert resume_refunds() == 1
    assert resume_refunds() == 0
    assert [r["amount"] for r in stripe_side.all("refund") if r["payment_intent"] == payment.stripe_intent] == [4000]
    assert lines(payment)[1:] == [("refund", -4000, -4000)]


def test_a_refund_whose_answer_was_lost_is_looked_up_and_not_made_again(paid, staff, stripe_side, monkeypatch):
    payment = paid()
    ask = gateway.create_refund
    with monkeypatch.context() as patch:
        patch.setattr(gateway, "create_refund", lambda *a, **k: (ask(*a, **k), down()))
        with pytest.raises(PaymentProviderDown):
            send_back(payment, 4000, staff)
    assert payment.refunds.get().status == "reserved"
    monkeypatch.setattr(gateway, "create_refund", down)  # looked up, so never asked again
    resume_refunds()
    assert payment.refunds.get().status == "succeeded"
    assert lines(payment)[1:] == [("refund", -4000, -4000)]


def test_a_pending_refund_is_not_done(paid, staff, stripe_side, listening):
    payment = paid(LATE_REFUND)
    row = send_back(payment, 5000, staff)
    assert row.status == "pending"
    assert gift_total() == 5000
    assert refundable_jpy(payment) == 0
    stripe_side.control("refunds/succeed", refund=row.stripe_refund)
    for event in stripe_side.events():
        deliver(event)
    assert gift_total() == 0
    assert [status for _pk, status, _quiet in listening.refunds] == ["pending", "succeeded"]


def test_a_refund_that_fails_restores_the_amount(paid, staff, listening):
    payment = paid(FAILING_REFUND)
    row = send_back(payment, 5000, staff)
    row.refresh_from_db()
    assert row.status == "failed"
    assert lines(payment)[1:] == [("refund", -5000, -5000), ("refund_failed", 5000, 5000)]
    assert gift_total() == refundable_jpy(payment) == 5000
    assert [status for _pk, status, _quiet in listening.refunds] == ["failed"]


def test_what_stripe_refuses_for_good_gives_the_amount_back_and_says_why(paid, staff, stripe_side):
    payment = paid()
    stripe_side.control("refunds", charge=payment.stripe_charge, amount=4500)  # the dashboard was quicker
    with pytest.raises(NotRefundable, match="greater than unrefunded"):
        send_back(payment, 3000, staff)
    ours = payment.refunds.get(asked_by=staff)
    assert (ours.status, ours.stripe_refund) == ("failed", None)
    assert "greater than unrefunded" in ours.problem
    sync(payment.pk)
    assert refundable_jpy(payment) == 500


def test_a_refund_made_in_stripes_dashboard_converges_and_the_domain_hears_of_it(paid, stripe_side, listening):
    payment = paid()
    stripe_side.control("refunds", charge=payment.stripe_charge, amount=700)
    for event in stripe_side.events():
        deliver(event)
    assert lines(payment)[1:] == [("refund", -700, -700)]
    assert [status for _pk, status, _quiet in listening.refunds] == ["succeeded"]


def test_money_that_never_came_by_stripe_cannot_be_sent_back_by_it(staff):
    offline = make_paid()
    Payment.objects.filter(pk=offline.pk).update(stripe_intent=None)
    for payment in (make_promised(), offline):
        with pytest.raises(NotRefundable):
            send_back(payment, 100, staff)


def test_surplus_money_goes_back_without_touching_the_totals(paid, staff):
    first = paid()
    second = paid(reference=first.reference)
    assert second.surplus
    send_back(second, 5000, staff)
    assert gift_total() == 5000
    assert lines(second) == [("charge", 5000, 0), ("refund", -5000, 0)]


@pytest.fixture
def disputed(paid, stripe_side):
    def dispute(payment: Payment, yen: int) -> Dispute:
        stripe_side.control("disputes", charge=payment.stripe_charge, amount=yen)
        sync(payment.pk)
        return payment.disputes.get()

    return dispute


def test_a_lost_dispute_takes_the_money_and_its_fee_stands_apart(paid, disputed, stripe_side):
    payment = paid()
    dispute = disputed(payment, 5000)
    assert (dispute.status, dispute.respond_by is not None, dispute.is_over) == ("needs_response", True, False)
    stripe_side.control("disputes/close", dispute=dispute.stripe_dispute, result="lost")
    sync(payment.pk)
    dispute.refresh_from_db()
    assert (dispute.status, dispute.is_over) == ("lost", True)
    assert lines(payment) == [
        ("charge", 5000, 5000),
        ("dispute_withdrawn", -5000, -5000),
        ("dispute_fee", -1300, 0),
    ]
    assert gift_total() == 0


def test_a_won_dispute_brings_the_money_back_but_not_the_fee(paid, disputed, stripe_side):
    payment = paid()
    dispute = disputed(payment, 5000)
    assert gift_total() == 0
    stripe_side.control("disputes/close", dispute=dispute.stripe_dispute, result="won")
    sync(payment.pk)
    assert gift_total() == 5000
    assert sum(yen for _kind, yen, _gift in lines(payment)) == 5000 - 1300


def test_part_of_a_payment_refunded_and_the_rest_disputed_leaves_nothing(paid, disputed, staff):
    payment = paid()
    send_back(payment, 2000, staff)
    disputed(payment, 3000)
    assert gift_total() == 0
    assert LedgerEntry.objects.filter(payment=payment, kind="dispute_withdrawn").get().gift_jpy == -3000


def test_a_disputed_payment_is_not_refunded_as_well(paid, disputed, staff):
    payment = paid()
    disputed(payment, 5000)
    with pytest.raises(NotRefundable, match=r"異議|disputed"):
        send_back(payment, 1000, staff)
    assert not payment.refunds.exists()
