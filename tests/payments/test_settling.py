"""Converging from facts: money.md 5, 7 to 10, 12 to 15, 17, 19."""

import dataclasses
import datetime as dt
import logging
import uuid

import pytest

from portal.payments.actions import record_match, record_offline, settle
from portal.payments.errors import IncompleteFacts
from portal.payments.facts import BalanceMovement, RemoteDispute, RemoteRefund
from portal.payments.models import Dispute, LedgerEntry, Payment, Refund
from portal.payments.states import MOVES, may_move, meant_by
from tests.factories.payments import NOON, make_paid, make_payment, make_promised, remote_payment

pytestmark = pytest.mark.django_db
State = Payment.State


def ledger(payment: Payment) -> list[tuple[str, int, int]]:
    return list(payment.ledger.exclude(kind="fee").values_list("kind", "amount_jpy", "gift_jpy"))


def with_charge(remote, **parts):
    return dataclasses.replace(remote, charge=dataclasses.replace(remote.charge, **parts))


def refund(n, amount, status="succeeded", **parts) -> RemoteRefund:
    return RemoteRefund(f"re_{n}", amount, status, NOON + dt.timedelta(minutes=n), **parts)


# --- states ---------------------------------------------------------------------------------------


def test_the_table_of_moves_knows_every_state():
    assert set(MOVES) == set(State)


def test_everything_may_become_paid_and_nothing_leaves_paid():
    """money.md 8."""
    assert all(may_move(state, State.PAID) for state in State if state != State.PAID)
    assert not any(may_move(State.PAID, state) for state in State)


def test_a_state_that_the_table_does_not_know_fails_loudly():
    with pytest.raises(KeyError):
        may_move("vanished", State.PAID)


@pytest.mark.parametrize(
    "before", [State.CREATED, State.OPEN, State.PROCESSING, State.FAILED, State.EXPIRED, State.CANCELED]
)
def test_a_late_success_beats_whatever_went_before(before, listening):
    payment = make_payment()
    Payment.objects.filter(pk=payment.pk).update(state=before)
    payment = settle(payment.pk, remote=remote_payment(payment), cause="late")
    assert payment.state == State.PAID
    assert ledger(payment) == [("charge", 5000, 5000)]
    assert listening.states_heard(payment) == ["paid"]


@pytest.mark.parametrize(
    "late",
    [
        {"status": "unpaid", "intent_status": "requires_payment_method"},
        {"status": "unpaid", "intent_status": "requires_action"},
        {"status": "unpaid", "session_status": "expired"},
        {"status": "unpaid", "session_status": "open"},
    ],
)
def test_nothing_that_comes_late_beats_paid(late, listening):
    payment = make_paid()
    ids = {"session": payment.stripe_session, "intent": payment.stripe_intent}
    payment = settle(payment.pk, remote=remote_payment(payment, **late | ids), cause="late")
    assert payment.state == State.PAID
    assert listening.states_heard(payment) == ["paid"]


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (("paid", "complete", "succeeded"), State.PAID),
        (("unpaid", "complete", "requires_action"), State.PROCESSING),
        (("unpaid", "complete", "processing"), State.PROCESSING),
        (("unpaid", "complete", "requires_payment_method"), State.FAILED),
        (("unpaid", "complete", "canceled"), State.FAILED),
        (("unpaid", "open", ""), State.OPEN),
        (("unpaid", "open", "requires_action"), State.OPEN),
        (("unpaid", "expired", ""), State.EXPIRED),
        (("no_payment_required", "complete", ""), None),
        (("unpaid", "frozen_in_2030", ""), None),
        (("paid_in_moon_rock", "complete", ""), None),
    ],
)
def test_what_the_words_of_stripe_mean(words, meaning):
    """money.md 7 and 19."""
    payment_status, session_status, intent_status = words
    remote = remote_payment(
        make_payment(), status=payment_status, session_status=session_status, intent_status=intent_status
    )
    assert meant_by(remote) == meaning


def test_words_that_nobody_knows_change_nothing_and_are_reported(caplog):
    payment = make_payment()
    remote = remote_payment(payment, status="paid_in_moon_rock")
    with caplog.at_level(logging.ERROR):
        assert settle(payment.pk, remote=remote, cause="future").state == State.CREATED
    assert "paid_in_moon_rock" in caplog.text


def test_paid_without_a_charge_is_not_believed_yet():
    payment = make_payment()
    with pytest.raises(IncompleteFacts):
        settle(payment.pk, remote=remote_payment(payment, charge=None), cause="early")
    payment.refresh_from_db()
    assert payment.state == State.CREATED


def test_a_method_that_nobody_knows_is_another_method():
    payment = make_payment()
    payment = settle(payment.pk, remote=with_charge(remote_payment(payment), method="crypto"), cause="x")
    assert payment.method == Payment.Method.OTHER


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount_jpy": 500_000}, "Stripe says ¥500000, we say ¥5000"),
        ({"currency": "usd"}, "Stripe says currency usd, we say JPY"),
        ({"livemode": True}, "Stripe says livemode True, we say False"),
    ],
)
@pytest.mark.parametrize("where", ["session", "charge"])
def test_what_does_not_match_our_row_is_held_back(wrong, sentence, where, listening, caplog):
    """money.md 9."""
    payment = make_payment()
    remote = remote_payment(payment)
    remote = dataclasses.replace(remote, **wrong) if where == "session" else with_charge(remote, **wrong)
    payment = settle(payment.pk, remote=remote, cause="wrong")
    assert (payment.state, payment.quarantine) == (State.CREATED, sentence)
    assert ledger(payment) == []
    assert listening.heard == []
    assert "held back" in caplog.text


def test_facts_about_another_payment_are_held_back():
    payment = make_payment()
    other = str(uuid.uuid4())
    held = settle(payment.pk, remote=remote_payment(payment, payment_id=other), cause="mixed up")
    assert held.quarantine == f"Stripe names payment {other}"


def test_a_payment_held_back_is_released_by_facts_that_match():
    payment = make_payment()
    settle(payment.pk, remote=remote_payment(payment, currency="usd"), cause="wrong")
    payment = settle(payment.pk, remote=remote_payment(payment), cause="right")
    assert (payment.state, payment.quarantine) == (State.PAID, "")


def test_money_that_arrives_twice_is_kept_flagged_and_counts_for_no_gift(listening):
    first = make_paid()
    second = make_paid(reference=first.reference)
    assert (first.surplus, second.surplus) == (False, True)
    assert ledger(second) == [("charge", 5000, 0)]
    assert listening.states_heard(second) == ["paid"]


def test_the_same_facts_again_change_nothing_and_cost_few_queries(django_assert_num_queries, listening):
    payment = make_payment()
    remote = remote_payment(payment)
    settle(payment.pk, remote=remote, cause="first")
    before = list(LedgerEntry.objects.values()), list(payment.transitions.values())
    with django_assert_num_queries(7):
        settle(payment.pk, remote=remote, cause="second")
    assert (list(LedgerEntry.objects.values()), list(payment.transitions.values())) == before
    assert listening.states_heard(payment) == ["paid"]


def test_a_fee_that_is_not_there_yet_is_written_when_it_is():
    """money.md 17."""
    payment = make_payment()
    remote = remote_payment(payment)
    settle(payment.pk, remote=with_charge(remote, balance=None), cause="early")
    assert list(payment.ledger.values_list("kind", flat=True)) == ["charge"]
    settle(payment.pk, remote=remote, cause="later")
    assert list(payment.ledger.values_list("kind", "amount_jpy", "gift_jpy")) == [
        ("charge", 5000, 5000),
        ("fee", -180, 0),
    ]


# --- refunds ----------------------------------------------------------------------------------------


def settle_with(payment, remote, *, refunds=(), disputes=()):
    return settle(payment.pk, remote=with_charge(remote, refunds=tuple(refunds), disputes=tuple(disputes)), cause="x")


@pytest.fixture
def paid():
    """A paid gift of ¥5,000 with ¥187 of covered fee, and what Stripe says of it."""
    payment = make_payment(amount_jpy=5187, gift_jpy=5000)
    remote = remote_payment(payment)
    return settle(payment.pk, remote=remote, cause="paid"), remote


def test_a_refund_lowers_the_ledger_by_its_own_amount_when_it_is_done(paid):
    """money.md 13."""
    payment, remote = paid
    settle_with(payment, remote, refunds=[refund(1, 5187, "pending")])
    assert ledger(payment) == [("charge", 5187, 5000)]
    settle_with(payment, remote, refunds=[refund(1, 5187)])
    settle_with(payment, remote, refunds=[refund(1, 5187)])
    assert ledger(payment) == [("charge", 5187, 5000), ("refund", -5187, -5000)]
    assert payment.refunds.get().status == Refund.Status.SUCCEEDED


def test_a_refund_that_fails_restores_the_amount(paid):
    payment, remote = paid
    settle_with(payment, remote, refunds=[refund(1, 2000)])
    settle_with(payment, remote, refunds=[refund(1, 2000, "failed", returned="txn_back")])
    assert ledger(payment)[1:] == [("refund", -2000, -1927), ("refund_failed", 2000, 1927)]


def test_a_refund_seen_only_after_it_failed_ends_in_the_same_ledger(paid):
    payment, remote = paid
    settle_with(payment, remote, refunds=[refund(1, 2000, "failed", returned="txn_back")])
    assert ledger(payment)[1:] == [("refund", -2000, -1927), ("refund_failed", 2000, 1927)]


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_a_refund_that_never_left_touches_no_money(paid, status):
    payment, remote = paid
    settle_with(payment, remote, refunds=[refund(1, 2000, "requires_action")])
    settle_with(payment, remote, refunds=[refund(1, 2000, status)])
    assert ledger(payment) == [("charge", 5187, 5000)]


@pytest.mark.parametrize("parts", [(1729, 1729, 1729), (1, 5185, 1), (5186, 1)])
def test_parts_of_a_refund_add_up_to_the_whole_gift(paid, parts):
    payment, remote = paid
    refunds = []
    for n, yen in enumerate(parts):
        refunds.append(refund(n, yen))
        settle_with(payment, remote, refunds=refunds)
        assert all(abs(gift) <= abs(amount) for _kind, amount, gift in ledger(payment))
    assert sum(amount for _, amount, _ in ledger(payment)) == 0
    assert sum(gift for _, _, gift in ledger(payment)) == 0


def test_a_refund_of_surplus_money_takes_nothing_from_the_gifts():
    first = make_paid()
    second = make_payment(reference=first.reference)
    remote = remote_payment(second)
    second = settle_with(second, remote, refunds=[refund(1, 5000)])
    assert ledger(second) == [("charge", 5000, 0), ("refund", -5000, 0)]


def test_a_refund_that_we_reserved_keeps_its_own_row(paid):
    payment, remote = paid
    row = Refund.objects.create(payment=payment, amount_jpy=100, reason="asked on the telephone")
    settle_with(payment, remote, refunds=[refund(1, 100, our_id=str(row.pk))])
    assert [(r.pk, r.status, r.stripe_refund) for r in payment.refunds.all()] == [(row.pk, "succeeded", "re_1")]


def test_a_refund_status_of_the_future_changes_no_money(paid, caplog):
    payment, remote = paid
    settle_with(payment, remote, refunds=[refund(1, 100, "in_orbit")])
    assert ledger(payment) == [("charge", 5187, 5000)]
    assert "in_orbit" in caplog.text


# --- disputes ---------------------------------------------------------------------------------------


def movement(n, amount, fee=0) -> BalanceMovement:
    return BalanceMovement(f"txn_d{n}", amount, fee, NOON + dt.timedelta(days=n))


def dispute(amount, *movements, status="needs_response") -> RemoteDispute:
    return RemoteDispute("du_1", amount, status, NOON, "fraudulent", movements=movements)


def test_a_dispute_withdraws_its_fee_apart_and_winning_it_reinstates(paid):
    """money.md 14."""
    payment, remote = paid
    out, back = movement(1, -5187, 1300), movement(2, 5187)
    settle_with(payment, remote, disputes=[dispute(5187, out)])
    assert ledger(payment)[1:] == [("dispute_withdrawn", -5187, -5000), ("dispute_fee", -1300, 0)]
    settle_with(payment, remote, disputes=[dispute(5187, out, back, status="won")])
    assert ledger(payment)[3:] == [("dispute_reinstated", 5187, 5000)]
    assert Dispute.objects.get().status == "won"


def test_a_dispute_of_a_part_takes_that_part(paid):
    payment, remote = paid
    settle_with(payment, remote, disputes=[dispute(1000, movement(1, -1000, 1300))])
    assert ledger(payment)[1:] == [("dispute_withdrawn", -1000, -963), ("dispute_fee", -1300, 0)]


def test_a_refund_and_then_a_dispute_never_take_more_gift_than_was_given(paid):
    payment, remote = paid
    refunds = [refund(1, 5187)]
    settle_with(payment, remote, refunds=refunds)
    settle_with(payment, remote, refunds=refunds, disputes=[dispute(5187, movement(1, -5187, 1300))])
    assert ("dispute_withdrawn", -5187, 0) in ledger(payment)
    settle_with(payment, remote, refunds=refunds, disputes=[dispute(5187, movement(1, -5187, 1300), movement(2, 5187))])
    assert sum(gift for _, _, gift in ledger(payment)) == 0


# --- what does not come through Stripe ----------------------------------------------------------------


def offline(**overrides) -> Payment:
    fields = {
        "purpose": "donation",
        "reference": uuid.uuid4(),
        "amount_jpy": 30_000,
        "gift_jpy": 30_000,
        "received_at": NOON,
        "payer_name": "山田 花子",
        "payer_email": "",
        "language": "ja",
        "description": "現金",
        "by": "person 7",
    } | overrides
    return record_offline(**fields)


def test_a_gift_by_hand_is_paid_once_with_who_confirmed_it(listening):
    payment = offline()
    assert offline(reference=payment.reference) == payment
    assert (payment.state, payment.method, payment.paid_at) == (State.PAID, "offline", NOON)
    assert ledger(payment) == [("offline", 30_000, 30_000)]
    assert payment.transitions.get().actor == "person 7"
    assert listening.states_heard(payment) == ["paid"]


def test_a_sponsors_match_is_written_once_per_source():
    payment = make_paid()
    for _ in range(2):
        record_match(payment, amount_jpy=2500, source_id="pledge-1:gift-1", occurred_at=NOON)
    assert ledger(payment)[1:] == [("match", 2500, 2500)]


def test_a_slip_that_waits_is_a_promise(listening):
    payment = make_promised()
    assert payment.state == State.PROCESSING
    assert listening.states_heard(payment) == ["processing"]
