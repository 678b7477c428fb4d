"""The demonstration: its gifts are rows like any others, once, and on a later day the new days are added."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from campaigns.models import Campaign, Donation, FundraisingPage, Gathering, OfflineGift, Reassignment
from campaigns.queries import all_cards, team_cards, totals, totals_by_page
from campaigns.queries.matching import pledges_with_progress
from home.demo.campaigns import load_campaigns
from home.demo.people import load_people
from portal.payments.models import Dispute, LedgerEntry, Payment, Refund
from portal.payments.queries import balance

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)


def load(moment: dt.datetime) -> dict[str, int]:
    with time_machine.travel(moment, tick=False):
        today = timezone.localdate()
        return load_campaigns(load_people(today), today)


def test_the_demonstration_adds_up_and_is_loaded_once():
    first = load(NOON)
    assert load(NOON) == first

    race = Campaign.objects.get(slug="tokyo-marathon-2027")
    own = FundraisingPage.objects.get(runner__person__email="runner@example.org")
    teams = FundraisingPage.objects.of_teams()
    pages = sum(card.totals.raised_jpy for card in all_cards(race))
    to_teams = sum(sums.raised_jpy for page, sums in totals_by_page(race).items() if teams.filter(pk=page).exists())
    assert (first["pages"], own.slug, totals(own).raised_jpy) == (51, "ken-ogawa", 72_400)
    assert 350 <= first["gifts"] <= 500
    assert totals(race).raised_jpy == pages + to_teams > pages > 0
    assert [card.members for card in team_cards(race)] == [5, 4]
    assert totals(race).promised_jpy > 0
    assert balance().difference_jpy == 0
    assert {p.transitions.last().to_state for p in Payment.objects.all()} == {"paid", "processing"}
    assert race.race.points.filter(is_cheering=True).count() == 3


def test_on_a_later_day_new_gifts_come_old_slips_lapse_and_dates_move_along():
    before = load(NOON)["gifts"]
    lines = LedgerEntry.objects.count()
    later = NOON + dt.timedelta(days=30)

    assert load(later)["gifts"] > before
    assert LedgerEntry.objects.count() > lines
    assert not Payment.objects.filter(state="processing", voucher_expires_at__lt=later).exists()
    assert not Gathering.objects.filter(ends_at__lt=later).exists()


def test_after_the_race_the_next_first_sunday_of_march_is_race_day():
    load(dt.datetime(2027, 4, 1, 3, 0, tzinfo=dt.UTC))

    assert Campaign.objects.get(slug="tokyo-marathon-2027").race.date == dt.date(2028, 3, 5)
    assert Donation.objects.count() > 300


def test_the_demonstration_shows_what_comes_after_the_money_once_and_keeps_its_deadline_ahead():
    for _twice in range(2):
        load(NOON)
    refund, dispute = Refund.objects.get(), Dispute.objects.get()
    assert (refund.payment.ledger.get(kind="refund").amount_jpy, dispute.is_over) == (-1000, False)
    assert dispute.payment.ledger.get(kind="dispute_withdrawn").gift_jpy == -dispute.payment.gift_jpy
    assert Payment.objects.get(surplus=True).ledger.get(kind="charge").gift_jpy == 0
    later = NOON + dt.timedelta(days=30)
    load(later)
    assert Dispute.objects.get().respond_by > later


def test_the_fundraisers_desk_has_something_of_everything():
    for moment in (NOON, NOON, NOON + dt.timedelta(days=20)):
        load(moment)

    assert sorted(OfflineGift.objects.values_list("state", flat=True)) == ["confirmed", "waiting", "waiting"]
    assert [0 < row.percent <= 50 for row in pledges_with_progress()] == [True, True]
    assert Payment.objects.filter(surplus=True).count() == 1
    assert Reassignment.objects.count() == 1
    assert not LedgerEntry.objects.filter(kind="match", payment__match=None).exists()
