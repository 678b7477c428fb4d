"""The proof: whatever happens, in whatever order, and wherever a process dies, the money is right in the end.

A machine that invents lives of gifts and drives the real product against the sandbox: donors, tills, banks, Stripe's
dashboard and the office act; webhooks come twice, late, out of order, badly signed or never; the process dies between any
two statements; the clock jumps; Stripe answers 500. Then everything that is still on its way arrives, both sides are
compared, and every payment, every public total and every mail is looked at (money.md 2-6, 8, 10-15, 17, 18, 22, 24).

Eight lives in the ordinary run; `pytest tests/journeys/test_money.py --hypothesis-profile=thorough` lives a thousand.
"""

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories.campaigns import make_campaign, make_page, make_race
from tests.factories.offline import make_pledge
from tests.factories.people import make_person
from tests.journeys.money_life import CARDS, Life
from tests.journeys.money_proof import assert_books_are_right, assert_nothing_is_owed_twice

pytestmark = pytest.mark.django_db

crash = st.none() | st.integers(0, 60)
pick = st.integers(0, 10**6)
share = st.integers(1, 100)
WAYS = ["once", "once", "monthly", "till"]
AFTER = ["nothing", "nothing", "refund", "failed refund", "slow refund", "dispute", "won dispute"]
gift = st.fixed_dictionaries(
    {
        "to": pick,
        "yen": st.sampled_from([500, 5000, 12_345, 299_999]),
        "cover": st.booleans(),
        "way": st.sampled_from(WAYS),
        "after": st.sampled_from(AFTER),
        "lost": st.sampled_from([False, False, True]),
    }
)


class Money(RuleBasedStateMachine):
    """Every rule is one thing that somebody or something does; `crash` is the step at which our process dies."""

    stage: dict

    @initialize(gifts=st.lists(gift, min_size=3, max_size=4))
    def begin(self, gifts):
        self.life = Life(**self.stage)
        for wish in gifts:
            self.life.whole_story(**wish)

    def teardown(self):
        if not hasattr(self, "life"):
            return
        try:
            self.life.come_to_rest()
            assert_books_are_right(self.life)
        finally:
            self.life.end()

    # donors
    @rule(crash=crash, wish=gift)
    def give(self, crash, wish):
        self.life.give(crash, to=wish["to"], yen=wish["yen"], cover=wish["cover"], way=wish["way"])

    @rule(wish=gift)
    def a_whole_story(self, wish):
        self.life.whole_story(**wish)

    @precondition(lambda self: self.life.gifts)
    @rule(crash=crash, which=pick)
    def go_to_the_checkout_again(self, crash, which):
        self.life.go_to_the_checkout(crash, which)

    @precondition(lambda self: self.life.sessions("open"))
    @rule(which=pick, card=st.sampled_from(CARDS), proven=st.booleans())
    def pay_by_card(self, which, card, proven):
        self.life.pay_by_card(which, card, proven=proven)

    @precondition(lambda self: self.life.sessions("open"))
    @rule(which=pick)
    def choose_a_convenience_store(self, which):
        self.life.choose_konbini(which)

    @precondition(lambda self: self.life.vouchers())
    @rule(which=pick, paid=st.booleans())
    def at_the_till(self, which, paid):
        self.life.at_the_till(which, paid=paid)

    @precondition(lambda self: self.life.gifts)
    @rule(crash=crash, which=pick)
    def look_at_the_page_of_thanks(self, crash, which):
        self.life.look_at_the_page_of_thanks(crash, which)

    # the post
    @precondition(lambda self: self.life.events())
    @rule(crash=crash, which=pick, stored_only=st.booleans())
    def a_webhook_comes(self, crash, which, stored_only):
        self.life.deliver(crash, which, stored_only=stored_only)

    @precondition(lambda self: self.life.events())
    @rule(which=pick)
    def somebody_forges_a_webhook(self, which):
        self.life.forge(which)

    @precondition(lambda self: self.life.post)
    @rule(which=pick)
    def a_webhook_is_lost_for_good(self, which):
        self.life.lose(which)

    # the office and Stripe's dashboard
    @precondition(lambda self: self.life.paid_payments())
    @rule(crash=crash, which=pick, percent=share, again=st.booleans())
    def the_office_refunds(self, crash, which, percent, again):
        self.life.refund(crash, which, percent, again=again)

    @precondition(lambda self: self.life.charges())
    @rule(which=pick, percent=share)
    def the_dashboard_refunds(self, which, percent):
        self.life.refund_at_stripe(which, percent)

    @precondition(lambda self: self.life.refunds())
    @rule(which=pick, failed=st.booleans())
    def the_bank_answers_a_refund(self, which, failed):
        self.life.answer_refund(which, failed=failed)

    @precondition(lambda self: self.life.charges())
    @rule(which=pick, percent=share)
    def a_bank_disputes(self, which, percent):
        self.life.dispute(which, percent)

    @precondition(lambda self: self.life.disputes())
    @rule(which=pick, won=st.booleans())
    def the_bank_decides(self, which, won):
        self.life.decide(which, won=won)

    @precondition(lambda self: self.life.paid_payments())
    @rule(crash=crash, which=pick, to=pick)
    def the_office_moves_a_gift(self, crash, which, to):
        self.life.move(crash, which, to)

    @rule(crash=crash, to=pick, confirmed=st.booleans())
    def cash_is_handed_in(self, crash, to, confirmed):
        self.life.take_cash(crash, to, confirmed=confirmed)

    # months
    @precondition(lambda self: self.life.plans())
    @rule(which=pick, fail=st.booleans())
    def a_month_ends(self, which, fail):
        self.life.renew(which, fail=fail)

    @precondition(lambda self: self.life.owed())
    @rule(which=pick, fail=st.booleans())
    def the_card_is_asked_again(self, which, fail):
        self.life.collect(which, fail=fail)

    @precondition(lambda self: self.life.plans())
    @rule(which=pick, what=st.sampled_from(["new card", "stop", "stop now"]))
    def a_donor_visits_the_portal(self, which, what):
        self.life.visit_portal(which, what)

    # time, trouble and what the beat does
    @rule(hours=st.sampled_from([0.2, 0.5, 2, 7, 30, 24 * 8, 24 * 31]))
    def time_passes(self, hours):
        self.life.time_passes(hours)

    @rule(kind=st.sampled_from(["api_500", "answer_lost", "late_balance"]))
    def stripe_stumbles(self, kind):
        self.life.stumble(kind)

    @rule(crash=crash, task=st.sampled_from(["sweep", "fees", "refunds", "open", "full"]))
    def the_beat(self, crash, task):
        self.life.beat(crash, task)

    @invariant()
    def nothing_is_owed_twice(self):
        if hasattr(self, "life"):
            assert_nothing_is_owed_twice()


def examples(request) -> settings:
    """Eight lives that are always the same, told in full where one ends badly; with a profile, as many others as it says,
    and a bad end is made as short as can be.
    """
    common = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
    if request.config.getoption("--hypothesis-profile"):
        return settings(**common)
    short = {"max_examples": 8, "stateful_step_count": 20, "derandomize": True}
    return settings(**common, **short, phases=[Phase.explicit, Phase.generate])


@pytest.fixture
def stage(monkeypatch):
    """What was there before: a campaign, two runners' pages, somebody in the office."""
    years = dt.date(2036, 12, 31)
    race = make_race(campaign=make_campaign(kind="race", closes_on=years))
    appeal = make_campaign(closes_on=years)
    pages = [make_page(race=race), make_page(race=race)]
    make_pledge(campaign=race.campaign, cap_jpy=20_000)
    make_pledge(campaign=appeal, cap_jpy=9_000, ratio_percent=50)
    monkeypatch.setattr("portal.payments.actions.full.UNDER_WAY", dt.timedelta(0))
    office = [make_person(is_staff=True), make_person(is_staff=True)]
    return {"targets": [appeal, *pages], "office": office, "patch": monkeypatch}


def test_whatever_happens_the_money_is_right_in_the_end(stage, request):
    machine = type("Money", (Money,), {"stage": stage})
    run_state_machine_as_test(machine, settings=examples(request))
