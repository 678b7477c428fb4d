"""money.md 5 as a property: whatever order, however often, whenever the success page asks, the end is the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.payments.actions import sync
from portal.payments.models import Payment, WebhookEvent
from tests.factories.payments import make_payment
from tests.payments.stripe_side import deliver

pytestmark = pytest.mark.django_db
quick = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def by_card(side, payment):
    side.pay_by_card(payment)


def by_konbini(side, payment):
    side.choose_konbini(payment)


def at_the_till(side, payment):
    side.control("vouchers/pay", session=payment.stripe_session)


def never_at_the_till(side, payment):
    side.control("vouchers/expire", session=payment.stripe_session)


def declined(side, payment):
    side.pay_by_card(payment, "4000000000000002")


def refunded_in_part(side, payment):
    side.control("refunds", payment_intent=intent_of(side, payment), amount=1234)


def disputed(side, payment):
    charge = next(c for c in side.all("charge") if c["payment_intent"] == intent_of(side, payment) and c["paid"])
    side.control("disputes", charge=charge["id"])


def dispute_won(side, payment):
    found = next(d for d in side.all("dispute") if d["payment_intent"] == intent_of(side, payment))
    side.control("disputes/close", dispute=found["id"], result="won")


def renewed(side, payment):
    session = session_of(side, payment)
    side.control("subscriptions/renew", subscription=session["subscription"])


def session_of(side, payment):
    return next(s for s in side.all("checkout.session") if s["id"] == payment.stripe_session)


def intent_of(side, payment):
    return session_of(side, payment)["payment_intent"]


FLOWS = {
    "card": ([by_card], {}, ["paid"], ["charge 5000", "fee -180"]),
    "card after a declined one": ([declined, by_card], {}, ["paid"], ["charge 5000", "fee -180"]),
    "konbini": ([by_konbini, at_the_till], {}, ["paid"], ["charge 5000", "fee -180"]),
    "konbini never paid": ([by_konbini, never_at_the_till], {}, ["failed"], []),
    "card refunded in part": (
        [by_card, refunded_in_part],
        {},
        ["paid"],
        ["charge 5000", "fee -180", "refund -1234"],
    ),
    "card disputed, and the dispute won": (
        [by_card, disputed, dispute_won],
        {},
        ["paid"],
        ["charge 5000", "dispute_fee -1300", "dispute_reinstated 5000", "dispute_withdrawn -5000", "fee -180"],
    ),
    "monthly": (
        [by_card],
        {"monthly": True},
        ["paid"],
        ["charge 5000", "fee -180"],
    ),
    "monthly and its first renewal": (
        [by_card, renewed],
        {"monthly": True},
        ["paid", "paid"],
        ["charge 5000", "charge 5000", "fee -180", "fee -180"],
    ),
}


def play(steps, side, payment, data) -> list[dict]:
    """Let the world go on, and between its steps deliver what an unreliable post would: some, twice, in any order."""
    told: list[dict] = []
    for step in steps:
        step(side, payment)
        told += side.events()
        for _ in range(data.draw(st.integers(0, 3), label="deliveries")):
            if data.draw(st.booleans(), label="the page asks"):
                sync(payment.pk)
            else:
                deliver(data.draw(st.sampled_from(told), label="event"))
    return told


@pytest.mark.parametrize("flow", FLOWS)
def test_every_order_and_number_of_events_ends_in_the_same_rows(flow, checkout, stripe_side, listening):
    steps, how, states, lines = FLOWS[flow]

    @quick
    @given(data=st.data())
    def converges(data):
        stripe_side.events()
        payment = checkout(make_payment(**how))
        told = play(steps, stripe_side, payment, data)
        for event in data.draw(st.permutations(told), label="in the end"):
            deliver(event)
            if data.draw(st.integers(0, 9), label="the page asks") == 0:
                sync(payment.pk)
        payment.refresh_from_db()
        family = Payment.objects.filter(plan=payment.plan) if payment.plan else Payment.objects.filter(pk=payment.pk)
        found = [f"{line.kind} {line.amount_jpy}" for p in family for line in p.ledger.all()]
        assert sorted(found) == lines
        assert [p.state for p in family] == states
        assert [p.surplus for p in family] == [False] * len(states)
        for each in family:
            heard = listening.states_heard(each)
            assert heard.count("paid") == (each.state == "paid")
            assert heard[-1] == each.state
        assert set(WebhookEvent.objects.values_list("status", flat=True)) <= {"done", "ignored"}

    converges()
