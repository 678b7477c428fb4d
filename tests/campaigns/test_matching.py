"""Sponsors who add to gifts: never above the cap, always in step with the gift (money.md 51)."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.actions import reverse_offline_gift
from campaigns.models import Match, MatchPledge
from campaigns.queries import totals
from campaigns.queries.matching import pledges_with_progress, sponsors_now, used_jpy
from portal.payments.facts import BalanceMovement, RemoteDispute
from portal.payments.models import LedgerEntry
from tests.factories.campaigns import make_campaign, make_donation, make_gift, make_page, pay, promise
from tests.factories.offline import make_confirmed, make_pledge
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def match_lines() -> list[int]:
    return list(LedgerEntry.objects.filter(kind="match").order_by("pk").values_list("amount_jpy", flat=True))


@pytest.mark.parametrize(("ratio", "added"), [(100, 5001), (50, 2500), (200, 10_002), (33, 1650)])
def test_a_sponsor_adds_the_share_in_whole_yen(ratio, added):
    page = make_page()
    make_pledge(campaign=page.campaign, ratio_percent=ratio)

    make_gift(to=page, gift_jpy=5001)

    found = totals(page)
    assert (found.paid_jpy, found.matched_jpy, found.raised_jpy) == (5001, added, 5001 + added)


def test_only_the_gift_is_matched_and_not_the_fee_that_the_donor_covered():
    pledge = make_pledge()

    make_gift(to=pledge.campaign, gift_jpy=5000, cover_fee=True)

    assert match_lines() == [5000]


def test_cash_and_transfers_are_matched_by_the_day_on_which_they_came():
    pledge = make_pledge()
    make_confirmed(to=pledge.campaign, amount_jpy=7000)
    make_confirmed(to=pledge.campaign, amount_jpy=9000, received_on=pledge.starts_on - dt.timedelta(days=1))

    assert match_lines() == [7000]


def test_the_last_gift_gets_what_is_left_and_the_next_one_nothing():
    pledge = make_pledge(cap_jpy=12_000)

    for _ in range(4):
        make_gift(to=pledge.campaign, gift_jpy=5000)

    assert match_lines() == [5000, 5000, 2000]
    assert used_jpy(pledge) == pledge.cap_jpy


def test_the_oldest_pledge_with_room_is_asked_and_only_one():
    campaign = make_campaign()
    first, second = make_pledge(campaign=campaign, cap_jpy=3000), make_pledge(campaign=campaign)

    for _ in range(2):
        make_gift(to=campaign, gift_jpy=5000)

    assert (used_jpy(first), used_jpy(second)) == (3000, 5000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_active": False},
        {"starts_on": dt.date(2020, 1, 1), "ends_on": dt.date(2020, 12, 31)},
        {"campaign": "another"},
    ],
)
def test_no_sponsor_no_addition(wrong):
    campaign = make_campaign()
    if wrong.get("campaign"):
        wrong = {"campaign": make_campaign()}
    make_pledge(**{"campaign": campaign} | wrong)

    make_gift(to=campaign)

    assert (match_lines(), Match.objects.count()) == ([], 0)


def test_what_is_only_promised_is_matched_when_it_is_paid():
    pledge = make_pledge()
    donation = make_donation(to=pledge.campaign)
    promise(donation)
    assert match_lines() == []

    pay(donation)

    assert match_lines() == [5000]


def test_the_same_facts_ten_times_add_once():
    donation = make_donation(to=make_pledge().campaign)

    for _ in range(10):
        pay(donation)

    assert match_lines() == [5000]


@pytest.mark.parametrize(("refunded", "lines"), [((2000,), [5000, -2000]), ((5000,), [5000, -5000])])
def test_a_refund_takes_the_sponsors_share_back_too(refunded, lines):
    page = make_page()
    make_pledge(campaign=page.campaign)
    donation = make_donation(to=page)
    pay(donation)

    pay(donation, refunded=refunded)

    assert match_lines() == lines
    assert totals(page).raised_jpy == 2 * (5000 - sum(refunded))


def test_the_end_is_the_same_whether_the_refund_came_later_or_was_seen_at_once():
    pledge = make_pledge(cap_jpy=6000)
    at_once, later = make_donation(to=pledge.campaign), make_donation(to=pledge.campaign)
    pay(at_once, refunded=(1000,))
    assert used_jpy(pledge) == 4000
    pay(later)
    pay(later, refunded=(4500,))

    assert used_jpy(pledge) == 4000 + 500


def test_what_is_freed_goes_to_later_gifts_and_never_to_earlier_ones():
    pledge = make_pledge(cap_jpy=5000)
    first, early, late = (make_donation(to=pledge.campaign) for _ in range(3))
    pay(first)
    pay(early)
    pay(first, refunded=(5000,))
    pay(early)  # looked at again: it was not matched when it came, so it is not now
    assert used_jpy(pledge) == 0

    pay(late)

    assert list(Match.objects.values_list("payment", flat=True)) == [first.payment_id, late.payment_id]
    assert used_jpy(pledge) == 5000


def test_a_dispute_takes_the_share_away_and_a_victory_brings_back_what_has_room():
    pledge = make_pledge(cap_jpy=5000)
    donation = make_donation(to=pledge.campaign)
    pay(donation)
    now = timezone.now()
    out = BalanceMovement("txn_out", -5000, 1300, now)
    back = BalanceMovement("txn_back", 5000, 0, now)

    def dispute(status, *movements):
        told = RemoteDispute(
            id="dp_1", amount_jpy=5000, status=status, reason="", created=now, respond_by=None, movements=movements
        )
        pay(donation, disputes=(told,))

    dispute("needs_response", out)
    assert used_jpy(pledge) == 0
    make_gift(to=pledge.campaign, gift_jpy=2000)
    dispute("won", out, back)

    assert (match_lines(), used_jpy(pledge)) == ([5000, -5000, 2000, 3000], 5000)


def test_money_that_came_twice_is_matched_once():
    pledge = make_pledge()
    donation = make_donation(to=pledge.campaign)
    pay(donation)
    again = make_donation(to=pledge.campaign)
    again.payment.reference = donation.pk
    again.payment.save()

    assert pay(again).surplus
    assert match_lines() == [5000]


def test_a_reversed_transfer_gives_the_share_back():
    pledge = make_pledge()
    donation = make_confirmed(to=pledge.campaign, amount_jpy=8000)

    reverse_offline_gift(gift=donation.offline_entry, reason="誤り", by=make_person())

    assert match_lines() == [8000, -8000]


def test_a_sponsor_who_did_not_agree_is_not_named():
    pledge = make_pledge(may_be_named=False)

    assert (pledge.shown_sponsor, make_pledge().shown_sponsor) == ("", "見本商事")


def test_progress_of_many_pledges_takes_the_same_queries(django_assert_num_queries):
    for _ in range(3):
        make_gift(to=make_pledge().campaign)

    with django_assert_num_queries(2):
        rows = pledges_with_progress()

    assert [(row.used_jpy, row.left_jpy, row.gifts) for row in rows] == [(5000, 95_000, 1)] * 3


def test_public_pages_hear_only_of_sponsors_who_would_match_now():
    pledge = make_pledge(cap_jpy=5000)
    assert [row.pledge for row in sponsors_now(pledge.campaign)] == [pledge]

    make_gift(to=pledge.campaign)

    assert sponsors_now(pledge.campaign) == []
    assert MatchPledge.objects.count() == 1
