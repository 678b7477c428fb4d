"""Every figure is the same sum over the ledger, wherever it stands (running.md 2, 6; money.md 15)."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign
from campaigns.queries import all_cards, home_facts, leaderboard, my_running, totals, totals_by_campaign, totals_by_page
from portal.payments.actions import record_match, record_offline
from portal.payments.models import Payment
from tests.factories.campaigns import make_campaign, make_donation, make_gift, make_page, make_race, pay, promise

pytestmark = pytest.mark.django_db


def figures(client, url: str) -> dict:
    answer = json.loads(client.get(url).content)
    del answer["as_of"]
    return answer


def test_paid_promised_refunded_and_unpaid_gifts_each_count_as_what_they_are():
    page = make_page()
    make_gift(to=page, gift_jpy=5000)
    promise(make_donation(to=page, gift_jpy=3000))
    make_donation(to=page, gift_jpy=10_000)
    pay(make_donation(to=page, gift_jpy=2000), refunded=(500,))
    pay(make_donation(to=page, gift_jpy=1000), refunded=(400, 600))

    found = totals(page)

    assert (found.raised_jpy, found.promised_jpy, found.donors) == (6500, 3000, 2)


def test_only_the_gift_counts_and_not_the_fee_that_a_donor_covers():
    page = make_page()
    donation = make_gift(to=page, gift_jpy=5000, cover_fee=True)

    assert (donation.amount_jpy, donation.fee_cover_jpy) == (5187, 187)
    assert totals(page).raised_jpy == 5000


def test_cash_and_matches_stand_in_bands_of_their_own():
    page = make_page()
    gift = make_gift(to=page, gift_jpy=4000)
    record_match(gift.payment, amount_jpy=4000, source_id="m1", occurred_at=gift.payment.paid_at)
    cash = make_donation(to=page, gift_jpy=1000)
    Payment.objects.filter(pk=cash.payment_id).update(state="canceled")
    cash.payment = record_offline(
        purpose="donation", reference=cash.pk, amount_jpy=1000, gift_jpy=1000, received_at=gift.payment.paid_at,
        payer_name="", payer_email="a@example.org", language="ja", description="", by="staff",
    )  # fmt: skip
    cash.save()

    found = totals(page)

    assert (found.paid_jpy, found.matched_jpy, found.offline_jpy, found.raised_jpy) == (4000, 4000, 1000, 9000)


def test_one_donor_with_two_gifts_is_one_donor_and_a_full_width_address_is_the_same():
    page = make_page()
    make_gift(to=page, email="hana@example.org")
    make_gift(to=page, email="HANA@example.org")

    assert totals(page).donors == 1


def test_money_of_the_providers_other_mode_is_no_gift(settings):
    page = make_page()
    make_gift(to=page)
    settings.STRIPE_API_KEY = "sk_live_real"

    assert (totals(page).raised_jpy, totals(page).donors) == (0, 0)


def test_json_has_exactly_the_fields_of_the_contract(client):
    page = make_page(slug="ken")
    make_gift(to=page, gift_jpy=5000)
    promise(make_donation(to=page, gift_jpy=1000))
    wanted = {
        "raised_jpy": 5000,
        "promised_jpy": 1000,
        "matched_jpy": 0,
        "offline_jpy": 0,
        "goal_jpy": 100_000,
        "donors": 1,
    }

    response = client.get("/api/v1/run/ken/totals.json")

    assert figures(client, "/api/v1/run/ken/totals.json") == wanted
    assert figures(client, f"/api/v1/campaigns/{page.campaign.slug}/totals.json") == wanted | {"goal_jpy": 1_000_000}
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("state", ["draft", "pending", "paused"])
def test_json_of_what_is_not_public_is_not_there(client, state):
    page = make_page(state=state)
    hidden = make_campaign(state="draft")

    assert client.get(f"/api/v1/run/{page.slug}/totals.json").status_code == 404
    assert client.get(f"/api/v1/campaigns/{hidden.slug}/totals.json").status_code == 404


steps = st.lists(
    st.tuples(
        st.integers(0, 2),  # the page; 2 is the campaign itself
        st.sampled_from(["pay", "promise", "promise, pay", "open", "refund"]),
        st.sampled_from([500, 3000, 4219, 10_000]),
        st.integers(0, 2),  # the donor
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(flow=steps)
def test_every_place_that_shows_a_total_shows_the_same_sum(flow):
    """A property: whatever happens to gifts, pages plus direct gifts are the campaign, and every reader agrees."""
    campaign = make_race().campaign
    pages = [make_page(race=campaign.race), make_page(race=campaign.race)]
    raised, promised = [0, 0, 0], [0, 0, 0]
    for place, what, yen, donor in flow:
        gift = make_donation(to=[*pages, campaign][place], gift_jpy=yen, email=f"d{donor}@example.org")
        if "promise" in what:
            promise(gift)
        if "pay" in what:
            pay(gift)
        if what == "refund":
            pay(gift, refunded=(yen // 2,))
        raised[place] += {"pay": yen, "promise, pay": yen, "refund": yen - yen // 2}.get(what, 0)
        promised[place] += yen if what == "promise" else 0

    by_page = totals_by_page(campaign)
    assert [totals(page).raised_jpy for page in pages] == raised[:2]
    assert [card.totals for card in all_cards(campaign)] == [totals(page) for page in pages]
    assert [by_page.get(page.pk, totals(page)) for page in pages] == [totals(page) for page in pages]
    assert (totals(campaign).raised_jpy, totals(campaign).promised_jpy) == (sum(raised), sum(promised))
    assert totals_by_campaign().get(campaign.pk, totals(campaign)) == totals(campaign)
    Campaign.objects.exclude(pk=campaign.pk).update(state="closed")
    assert home_facts().totals == totals(campaign)
    assert my_running(pages[0].runner.person).totals == totals(pages[0])


def test_the_leaderboard_goes_by_net_money_then_donors_then_the_earlier_page():
    race = make_race()
    late, early, donors, refunded, most = (make_page(race=race) for _ in range(5))
    make_gift(to=most, gift_jpy=9000)
    pay(make_donation(to=refunded, gift_jpy=9000), refunded=(8000,))
    make_gift(to=donors, gift_jpy=3000)
    make_gift(to=donors, gift_jpy=3000)
    for page in (early, late):
        make_gift(to=page, gift_jpy=6000)

    board = leaderboard(all_cards(race.campaign))

    assert [card.page for card in board] == [most, donors, late, early, refunded]


def test_a_page_without_a_gift_is_not_ranked():
    race = make_race()
    make_page(race=race)

    assert leaderboard(all_cards(race.campaign)) == []
