"""A property: whatever happens to gifts and to runners, every place that shows a sum shows the same one (running.md 2, 7)."""

from collections import defaultdict

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.actions import move_to_team
from campaigns.models import Campaign, Donation
from campaigns.queries import (
    all_cards,
    members_of,
    roster_of,
    team_cards,
    team_of_page,
    totals,
    totals_by_campaign,
    totals_by_page,
    totals_by_team,
)
from campaigns.queries.totals import totals_by_page_of_team
from tests.factories.campaigns import make_donation, make_page, make_race, make_team, pay, promise
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

giving = st.tuples(
    st.just("give"),
    st.integers(0, 5),  # three runners, two teams, the campaign itself
    st.sampled_from(["pay", "promise", "promise, pay", "open", "refund half", "refund all"]),
    st.sampled_from([500, 3000, 4219]),
    st.booleans(),  # anonymous: hidden, and counted all the same
)
moving = st.tuples(st.just("move"), st.integers(0, 2), st.integers(0, 2))  # a runner; a team, or none
late_refund = st.tuples(st.just("refund"), st.integers(0, 20))


@settings(max_examples=20, deadline=None)
@given(flow=st.lists(st.one_of(giving, giving, moving, late_refund), max_size=9))
def test_every_place_shows_the_same_sum_after_gifts_refunds_and_moves(flow):
    race = make_race()
    pages, teams = [make_page(race=race) for _ in range(3)], [make_team(race=race) for _ in range(2)]
    targets = [*pages, *(team.page for team in teams), race.campaign]
    staff, paid = make_person(), []
    raised, promised = defaultdict(int), defaultdict(int)
    for step in flow:
        if step[0] == "move":
            move_to_team(runner=pages[step[1]].runner, team=[*teams, None][step[2]], by=staff)
        elif step[0] == "refund" and paid:
            gift = paid.pop(step[1] % len(paid))
            pay(gift, refunded=(gift.gift_jpy,))
            _count(raised, gift, -gift.gift_jpy)
        elif step[0] == "give":
            _, place, what, yen, anonymous = step
            to = targets[place]
            team = None if to is race.campaign else team_of_page(to)
            gift = make_donation(to=to, gift_jpy=yen, show_name=not anonymous)
            assert gift.team == team
            _happens(gift, what, raised, promised, paid)
    _everybody_agrees(race.campaign, pages, teams, raised, promised)


def _happens(gift: Donation, what: str, raised: dict, promised: dict, paid: list) -> None:
    back = {"refund half": gift.gift_jpy // 2, "refund all": gift.gift_jpy}.get(what, 0)
    if "promise" in what:
        promise(gift)
    if what == "promise":
        _count(promised, gift, gift.gift_jpy)
    if "pay" in what or back:
        pay(gift, refunded=(back,) if back else ())
        _count(raised, gift, gift.gift_jpy - back)
    if what == "pay":
        paid.append(gift)


def _count(sums: dict, gift: Donation, yen: int) -> None:
    for thing in (gift.page, gift.team, gift.campaign):
        if thing is not None:
            sums[thing] += yen


def _everybody_agrees(campaign: Campaign, pages: list, teams: list, raised: dict, promised: dict) -> None:
    for thing in (*pages, *teams, campaign):
        assert (totals(thing).raised_jpy, totals(thing).promised_jpy) == (raised[thing], promised[thing])
    cards = {card.page: card.totals for card in all_cards(campaign)}
    assert cards == {page: totals(page) for page in pages}
    by_page, by_team = totals_by_page(campaign), totals_by_team(campaign)
    assert [by_page.get(page.pk, totals(page)) for page in pages] == [totals(page) for page in pages]
    told = Client().get(f"/api/v1/campaigns/{campaign.slug}/totals.json").json()
    assert (told["raised_jpy"], told["promised_jpy"]) == (raised[campaign], promised[campaign])
    assert totals_by_campaign().get(campaign.pk, totals(campaign)) == totals(campaign)
    of_teams = {team["slug"]: team for team in told["teams"]}
    in_cards = {card.page.team_id: card.totals for card in team_cards(campaign)}
    in_office = {row.team: row.totals for row in roster_of(campaign)}
    for team in teams:
        own = Client().get(f"/api/v1/run/{team.page.slug}/totals.json").json()
        assert own["raised_jpy"] == of_teams[team.page.slug]["raised_jpy"] == raised[team]
        assert own["promised_jpy"] == of_teams[team.page.slug]["promised_jpy"] == promised[team]
        assert in_cards[team.pk] == in_office[team] == totals(team.page) == by_team.get(team.pk, totals(team))
        parts = totals_by_page_of_team(team).values()
        assert sum(part.raised_jpy for part in parts) == raised[team]
        assert sum(member.totals.raised_jpy for member in members_of(team)) <= raised[team]
