"""Teams and payment slips under fire: real threads, real PostgreSQL (running.md 7, money.md 33)."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.actions import join_team, leave_team, move_to_team, remind_of_slips
from campaigns.actions.refusals import AlreadyInATeam
from campaigns.models import TeamMembership
from campaigns.queries import totals
from portal.mail.models import OutgoingMail
from portal.payments.models import Payment
from tests.factories.campaigns import make_donation, make_gift, make_page, make_race, make_runner, make_team, promise
from tests.factories.people import make_person
from tests.races.test_campaigns import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_who_joins_two_teams_at_once_is_in_one():
    race = make_race()
    teams, runner = [make_team(race=race), make_team(race=race)], make_runner(race=race)

    def join(team) -> bool:
        try:
            join_team(team=team, runner=runner, by=None)
        except AlreadyInATeam:
            return False
        return True

    for _round in range(20):
        assert sorted(together(join, teams)) == [False, True]
        assert TeamMembership.objects.now().count() == 1
        leave_team(runner=runner, by=None)


def test_gifts_and_moves_at_once_leave_every_gift_with_the_team_it_names():
    race = make_race()
    page, teams, staff = make_page(race=race), [make_team(race=race), make_team(race=race)], make_person()

    def step(number: int) -> None:
        if number % 2:
            move_to_team(runner=page.runner, team=teams[number // 2 % 2], by=staff)
        else:
            make_gift(to=page, gift_jpy=1000)

    together(step, list(range(12)))

    without = page.donations.filter(team=None).count() * 1000
    assert sum(totals(team).raised_jpy for team in teams) + without == totals(page).raised_jpy == 6000
    assert TeamMembership.objects.now().filter(runner=page.runner).count() == 1


def test_three_beats_remind_of_a_slip_once():
    gift = make_donation(to=make_page())
    promise(gift)
    soon, before = timezone.now() + dt.timedelta(hours=20), timezone.now() - dt.timedelta(days=2)
    Payment.objects.update(voucher_expires_at=soon, created_at=before, stripe_session=None)

    assert sum(together(lambda _: remind_of_slips(), [0] * 3)) == 1
    assert OutgoingMail.objects.filter(key__startswith="gift_reminder:").count() == 1
