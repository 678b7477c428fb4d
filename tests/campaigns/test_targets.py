"""Whom one gives to: a runner, a team, a campaign, or the organisation itself (money.md 38)."""

import re

import pytest
from django.db import IntegrityError, transaction

from campaigns.actions import join_team
from campaigns.models import Donation
from campaigns.queries import current_campaign, home_facts, totals
from tests.campaigns.test_giving import typed
from tests.factories.campaigns import make_campaign, make_gift, make_page, make_race, make_standing, make_team

pytestmark = pytest.mark.django_db


def options(client, address: str = "/ja/give/") -> list[str]:
    return re.findall(r'name="campaign" value="([^"]+)"', client.get(address).content.decode())


def test_the_first_step_offers_race_appeal_and_the_organisation_itself_in_this_order(client):
    standing, winter, race = make_standing(), make_campaign(slug="winter"), make_race()
    make_campaign(state="closed")
    make_campaign(state="draft")

    assert options(client) == [race.campaign.slug, "winter", standing.slug]
    assert winter.name_ja in client.get("/ja/give/").content.decode()


def test_where_only_one_thing_takes_gifts_nobody_is_asked(client):
    make_campaign(slug="winter")

    page = client.get("/ja/give/").content.decode()

    assert 'type="radio" name="campaign"' not in page
    assert options(client) == ["winter"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_gift_to_the_organisation_itself_from_the_choice_to_the_sum(client, stripe_side, language):
    standing = make_standing()
    make_race()
    url = f"/{language}/give/?campaign={standing.slug}"

    client.post(url, typed(client, url))
    gift = Donation.objects.get()
    stripe_side.pay_by_card(gift.payment)
    thanks = client.get(f"/{language}/thanks/", {"session_id": gift.payment.stripe_session}).content.decode()

    assert (gift.campaign, gift.page, gift.team) == (standing, None, None)
    assert totals(standing).raised_jpy == 5000
    assert standing.name_ja in thanks or standing.name_en in thanks
    assert client.get(standing.get_absolute_url()).status_code == 200
    assert client.get(f"/api/v1/campaigns/{standing.slug}/totals.json").json()["raised_jpy"] == 5000


def test_the_organisation_itself_never_ends_and_is_no_campaign_of_the_day(client):
    standing = make_standing()

    assert standing.asks_now
    assert current_campaign() is None
    assert home_facts() is None
    assert client.get("/ja/give/").status_code == 200
    assert options(client) == [standing.slug]


def test_there_is_one_organisation_and_every_other_campaign_has_a_goal_and_an_end():
    make_standing()
    for wrong in ({"kind": "standing", "goal_jpy": 0, "closes_on": None}, {"goal_jpy": 0}, {"closes_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_campaign(**wrong)


def test_a_gift_to_a_team_from_its_page_to_its_sum(client, stripe_side):
    team = make_team()
    url = f"/ja/run/{team.page.slug}/give/"

    client.post(url, typed(client, url))
    gift = Donation.objects.get()
    stripe_side.pay_by_card(gift.payment)
    thanks = client.get("/ja/thanks/", {"session_id": gift.payment.stripe_session}).content.decode()

    assert (gift.page, gift.team, gift.campaign) == (team.page, team, team.campaign)
    assert totals(team).raised_jpy == 5000
    assert f"チーム「{team.name_ja}」への寄付" in thanks


def test_a_gift_to_a_runner_carries_the_team_of_that_moment(client, stripe_side):
    page = make_page(slug="ken")
    team = make_team(race=page.runner.race)
    join_team(team=team, runner=page.runner, by=None)

    client.post("/ja/run/ken/give/", typed(client, "/ja/run/ken/give/"))

    assert Donation.objects.get().team == team


def test_what_takes_no_gifts_leads_to_what_does(client):
    standing = make_standing()
    page = make_page(slug="ken", race=make_race(campaign=make_campaign(kind="race", state="closed")))

    for address in ("/ja/run/ken/give/", f"/ja/give/?campaign={page.campaign.slug}"):
        assert f"/ja/give/?campaign={standing.slug}" in client.get(address).content.decode()


def test_a_closed_runners_page_still_counts_for_its_campaign():
    """running.md 4."""
    page = make_page()
    make_gift(to=page)

    assert totals(page.campaign).raised_jpy == totals(page).raised_jpy == 5000
