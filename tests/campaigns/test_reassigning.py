"""A gift moves to another page by two ledger lines that are 0 together; its history stays (money.md 52)."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from campaigns.actions import issue_receipt, reassign_gift
from campaigns.actions.refusals import NothingToMove, SameTarget
from campaigns.models import Donation, Reassignment, Team, TeamMembership
from campaigns.queries import gifts_of_page, totals, totals_by_page
from campaigns.queries.matching import used_jpy
from portal.mail.models import OutgoingMail
from portal.payments.actions.comparing import drift
from portal.payments.models import LedgerEntry, RecurringPlan
from portal.payments.queries import balance
from tests.factories.campaigns import (
    make_campaign,
    make_donation,
    make_gift,
    make_monthly,
    make_page,
    make_race,
    make_team,
    pay,
    pay_month,
)
from tests.factories.offline import make_confirmed, make_pledge
from tests.factories.people import make_person
from tests.factories.receipts import make_issuer, make_wish

pytestmark = pytest.mark.django_db


def move(donation: Donation, to, **overrides) -> Reassignment:
    page = None if to._meta.model_name == "campaign" else to
    fields = {"reason": "別の走者へ", "tell_donor": False, "by": make_person()} | overrides
    return reassign_gift(donation=donation, campaign=page.campaign if page else to, page=page, **fields)


def test_a_gift_leaves_one_page_and_arrives_at_the_other_whole():
    race = make_race()
    wrong, right = make_page(race=race), make_page(race=race)
    gift = make_gift(to=wrong, gift_jpy=5000, cover_fee=True)
    before = totals(race.campaign)

    moved = move(gift, right)

    assert (totals(wrong).raised_jpy, totals(right).raised_jpy, totals(right).donors) == (0, 5000, 1)
    assert totals(race.campaign) == before
    assert [gift.amount_jpy for gift in gifts_of_page(right)] == [5000]
    assert gifts_of_page(wrong) == []
    lines = LedgerEntry.objects.filter(kind="adjust").values_list("amount_jpy", "gift_jpy")
    assert list(lines) == [(-5000, -5000), (5000, 5000)]
    assert (moved.taken.gift_jpy, moved.given.gift_jpy) == (-5000, 5000)


def test_the_history_of_the_snapshot_is_kept():
    first, second, third = make_page(), make_page(), make_campaign()
    gift = make_gift(to=first)

    move(gift, second)
    move(Donation.objects.get(), third)

    steps = [(step.from_page, step.from_campaign, step.to_page, step.to_campaign) for step in gift.reassignments.all()]
    assert steps == [
        (first, first.campaign, second, second.campaign),
        (second, second.campaign, None, third),
    ]
    assert LedgerEntry.objects.filter(kind="adjust").count() == 4


def test_what_happens_later_happens_to_the_new_page():
    race = make_race()
    wrong, right = make_page(race=race), make_page(race=race)
    gift = make_gift(to=wrong)
    move(gift, right)

    pay(gift, refunded=(1500,))

    assert (totals(wrong).raised_jpy, totals(right).raised_jpy) == (0, 3500)
    assert totals_by_page(race.campaign)[right.pk].paid_jpy == 3500


def test_only_what_is_left_of_a_gift_is_moved():
    wrong, right = make_page(), make_page()
    gift = make_donation(to=wrong)
    pay(gift, refunded=(2000,))

    moved = move(gift, right)

    assert moved.given.gift_jpy == 3000
    assert (totals(wrong).raised_jpy, totals(right).raised_jpy) == (0, 3000)


def test_cash_stays_cash_and_the_books_stay_equal():
    wrong, right = make_page(), make_page()
    gift = make_confirmed(to=wrong, amount_jpy=8000)

    move(gift, right)

    assert (totals(right).offline_jpy, totals(right).paid_jpy, totals(wrong).raised_jpy) == (8000, 0, 0)
    assert balance().difference_jpy == 0
    assert list(drift()) == []


def test_the_team_is_the_one_that_the_new_page_counted_for_when_the_gift_came():
    race = make_race()
    wrong, right = make_page(race=race), make_page(race=race)
    now = timezone.now()
    early, late = (Team.objects.create(campaign=race.campaign, name_ja=name) for name in ("早", "遅"))
    gift = make_gift(to=wrong)
    TeamMembership.objects.create(
        team=early, runner=right.runner, joined_at=now - dt.timedelta(days=9), left_at=now + dt.timedelta(hours=1)
    )
    TeamMembership.objects.create(team=late, runner=right.runner, joined_at=now + dt.timedelta(hours=1))

    moved = move(gift, right)

    assert (moved.from_team, moved.to_team, Donation.objects.get().team) == (None, early, early)
    assert (totals(early).raised_jpy, totals(late).raised_jpy) == (5000, 0)


def test_a_receipt_stays_valid():
    make_issuer()
    gift = make_wish(to=make_page())
    receipt = issue_receipt(donation=gift)

    move(gift, make_page())
    pay(gift)

    receipt.refresh_from_db()
    assert (receipt.is_live, receipt.amount_jpy) == (True, 5000)


def test_the_sponsors_share_goes_along_within_the_campaign_and_ends_outside_it():
    race = make_race()
    one, two, elsewhere = make_page(race=race), make_page(race=race), make_page()
    pledge = make_pledge(campaign=race.campaign)
    gift = make_gift(to=one)

    move(gift, two)
    assert (totals(one).raised_jpy, totals(two).matched_jpy, used_jpy(pledge)) == (0, 5000, 5000)
    move(gift, elsewhere)
    assert (totals(two).raised_jpy, totals(elsewhere).raised_jpy, used_jpy(pledge)) == (0, 5000, 0)
    move(gift, one)
    assert (totals(one).raised_jpy, used_jpy(pledge)) == (10_000, 5000)


@pytest.mark.parametrize(("tell", "mails"), [(True, 1), (False, 0)])
def test_the_donor_is_told_or_not_as_staff_choose(tell, mails):
    gift = make_gift(to=make_page())

    moved = move(gift, make_page(), tell_donor=tell)

    found = OutgoingMail.objects.filter(key__startswith="gift_moved")
    assert (found.count(), moved.donor_told) == (mails, tell)


def test_the_move_is_in_the_log_with_who_and_why():
    gift, staff = make_gift(to=make_page()), make_person()

    move(gift, make_page(), by=staff)

    entry = ModelLogEntry.objects.get(action="campaigns.gift_moved")
    assert (entry.user, entry.object_id, entry.data["reason"]) == (staff, str(gift.pk), "別の走者へ")


def test_nothing_moves_where_nothing_is():
    page = make_page()
    unpaid = make_donation(to=page)
    back = make_donation(to=page)
    pay(back, refunded=(5000,))

    for gift in (unpaid, back):
        with pytest.raises(NothingToMove):
            move(gift, make_page())
    with pytest.raises(SameTarget):
        move(make_gift(to=page), page)
    assert not LedgerEntry.objects.filter(kind="adjust").exists()


def test_the_coming_months_of_a_monthly_gift_stay_where_nobody_moves_them():
    chosen, other = make_page(), make_page()
    monthly = make_monthly(to=chosen)

    moved = move(monthly.first, other)

    assert (moved.coming_too, pay_month(monthly).page) == (False, chosen)
    assert (totals(chosen).raised_jpy, totals(other).raised_jpy) == (5000, 5000)


def test_the_coming_months_go_along_with_the_team_where_staff_choose_so_and_months_that_came_stay():
    chosen, team = make_page(), make_team()
    monthly = make_monthly(to=chosen)
    second = pay_month(monthly, number=1)

    moved = move(second, team.page, coming_too=True, tell_donor=True)
    third = pay_month(monthly, number=2)

    assert (third.page, third.team, third.campaign) == (team.page, team, team.page.campaign)
    assert Donation.objects.get(pk=monthly.first_id).page == chosen
    assert (totals(chosen).raised_jpy, totals(team.page).raised_jpy) == (5000, 10_000)
    assert moved.coming_too
    assert ModelLogEntry.objects.get(action="campaigns.gift_moved").data["coming_too"] is True
    assert "これからの月のご寄付も" in OutgoingMail.objects.get(key__startswith="gift_moved").text


def test_a_plan_that_has_ended_has_no_coming_months_to_move():
    monthly = make_monthly(to=make_page())
    RecurringPlan.objects.update(status="ended")
    assert move(monthly.first, make_page(), coming_too=True).coming_too is False


def test_the_move_screen_asks_about_coming_months_only_of_a_plan_that_runs(client):
    monthly, once, other = make_monthly(to=make_page()), make_gift(), make_page()
    client.force_login(make_person(is_staff=True, is_superuser=True))
    question = "どこまで移しますか"
    assert question not in client.get(f"/office/gifts/{once.pk}/move/").content.decode()
    where = f"/office/gifts/{monthly.first_id}/move/"
    assert question in client.get(where).content.decode()

    form = {"campaign": other.campaign_id, "page": other.pk, "reason": "x", "coming_too": "1"}
    shown = client.post(where, form, follow=True).content.decode()

    assert "これからの月も同じところへ" in shown
    assert pay_month(monthly).page == other
