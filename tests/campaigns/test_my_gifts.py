"""A donor's own place: every gift, what a year adds up to, monthly gifts, and gifts claimed by a verified address."""

import datetime as dt

import pytest
import time_machine
from allauth.account.models import EmailAddress
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.actions import claim_gifts
from campaigns.models import Donation
from campaigns.queries import impacts
from campaigns.queries.mine import gifts_of, monthly_gifts, told, what_it_does, years_of
from portal.payments.models import Payment, RecurringPlan
from tests.factories.campaigns import (
    make_campaign,
    make_donation,
    make_gift,
    make_impacts,
    make_monthly,
    make_page,
    pay,
    pay_month,
    promise,
)
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
MINE = "/ja/me/gifts/"
HANA = "hana@example.org"


@pytest.fixture
def hana(client):
    """A donor who is signed in and whose address is verified."""
    person = make_person(email=HANA)
    verify(person, HANA)
    client.force_login(person)
    return person


def verify(person, email: str, *, verified: bool = True) -> None:
    EmailAddress.objects.create(user=person, email=email, verified=verified, primary=email == person.email)


def test_only_who_is_signed_in_has_a_place_of_their_own(client):
    response = client.get(MINE)
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_gifts_given_without_an_account_are_claimed_by_the_verified_address_and_said_once(client, hana):
    """money.md 32."""
    mine, other = make_gift(email=HANA), make_gift(email="somebody@example.org")

    first = client.get(MINE).content.decode()
    second = client.get(MINE).content.decode()

    assert "ご寄付1件が見つかりました" in first
    assert "見つかりました" not in second
    assert [gift.person for gift in Donation.objects.filter(pk__in=[mine.pk, other.pk]).order_by("email")] == [
        hana,
        None,
    ]
    assert f'data-id="{mine.pk}"' in second
    assert f'data-id="{other.pk}"' not in second


def test_an_address_is_the_same_however_it_is_written():
    person = make_person(email="Hana.B@Example.org")
    verify(person, "Hana.B@Example.org")
    make_gift(email="hana.b@example.org")
    assert claim_gifts(by=person) == 1


def test_a_second_verified_address_claims_too(hana):
    verify(hana, "old@example.org")
    make_gift(email="old@example.org")
    assert claim_gifts(by=hana) == 1


def test_an_unverified_address_claims_nothing(client):
    person = make_person(email=HANA)
    verify(person, HANA, verified=False)
    gift = make_gift(email=HANA)
    client.force_login(person)

    page = client.get(MINE).content.decode()

    assert f'data-id="{gift.pk}"' not in page
    assert Donation.objects.get().person is None


def test_an_account_without_any_confirmed_address_claims_nothing_even_of_gifts_without_an_address():
    """An erased donor's gift has no address left: it is nobody's."""
    person = make_person(email=HANA)
    gift = make_gift(email=HANA)
    Donation.objects.filter(pk=gift.pk).update(email="")
    verify(person, "")
    assert claim_gifts(by=person) == 0


def test_nobody_claims_a_gift_that_somebody_owns(hana):
    owner = make_person()
    gift = make_donation(email=HANA, by=owner)
    pay(gift)
    assert claim_gifts(by=hana) == 0
    assert Donation.objects.get(pk=gift.pk).person == owner


def test_the_months_to_come_belong_to_who_claimed_the_first(hana):
    monthly = make_monthly(email=HANA)
    claim_gifts(by=hana)
    assert pay_month(monthly).person == hana


def test_an_erased_donor_s_gift_is_not_found_by_whoever_gets_the_address_next(hana):
    """What gifts of one donor have in common survives an erasure; it claims nothing."""
    gift = make_gift(email=HANA)
    Donation.objects.filter(pk=gift.pk).update(email="", donor_name="")
    assert claim_gifts(by=hana) == 0


def test_every_gift_is_told_with_what_became_of_it(client, hana):
    make_impacts()
    campaign = make_campaign()
    arrived = make_donation(to=campaign, by=hana, gift_jpy=5000)
    pay(arrived)
    partly = make_donation(to=campaign, by=hana, gift_jpy=4000)
    pay(partly, refunded=(1500,))
    returned = make_donation(to=campaign, by=hana, gift_jpy=3000)
    pay(returned, refunded=(3000,))
    promised = make_donation(to=campaign, by=hana, gift_jpy=1000)
    promise(promised)
    make_donation(to=campaign, by=hana)  # left at the checkout: no gift

    rows = {row.donation.pk: row for row in told(gifts_of(hana), [])}
    states = {pk: (row.state, row.back_jpy) for pk, row in rows.items()}
    assert states == {
        arrived.pk: ("arrived", 0),
        partly.pk: ("partly", 1500),
        returned.pk: ("returned", 3000),
        promised.pk: ("promised", 0),
    }
    page = client.get(MINE).content.decode()
    for words in (
        "食事15食分",
        "このうち1,500円をお返ししました",
        "返金しました",
        "お支払い待ち",
        "お支払い方法を見る",
    ):
        assert words in page


def test_a_gift_does_what_the_largest_example_within_it_does():
    make_impacts()
    assert [what_it_does(yen, impacts()) for yen in (500, 3000, 9999, 10_000)] == [
        "",
        "食事9食分",
        "食事15食分",
        "通訳2回分",
    ]


def test_a_year_is_a_calendar_year_in_tokyo_and_refunds_are_taken_off(hana):
    """A gift at 00:30 on 1 January in Tokyo belongs to the new year, though it is 15:30 UTC the day before."""
    for moment, yen, refunded in (
        (dt.datetime(2025, 12, 31, 14, 59, tzinfo=dt.UTC), 3000, ()),
        (dt.datetime(2025, 12, 31, 15, 30, tzinfo=dt.UTC), 5000, ()),
        (dt.datetime(2026, 6, 1, tzinfo=dt.UTC), 4000, (1000,)),
        (dt.datetime(2026, 6, 2, tzinfo=dt.UTC), 700, (700,)),
    ):
        with time_machine.travel(moment, tick=False):
            pay(make_donation(by=hana, gift_jpy=yen), refunded=refunded)
    with time_machine.travel(dt.datetime(2026, 11, 25, tzinfo=dt.UTC), tick=False):
        years = years_of(hana)
    assert [(year.year, year.given_jpy) for year in years] == [(2026, 8000), (2025, 3000)]
    assert (years[0].by_month[0], years[0].by_month[5]) == (5000, 3000)


def test_a_year_without_gifts_is_told_as_nothing(hana):
    (year,) = years_of(hana)
    assert (year.given_jpy, year.gifts) == (0, 0)


def test_what_was_paid_with_the_fee_and_what_is_promised(hana):
    """The sum is what left the donor's purse, as on a receipt; a promise is no gift yet, money paid twice neither."""
    pay(make_donation(by=hana, gift_jpy=5000, cover_fee=True))
    promise(make_donation(by=hana, gift_jpy=1000))
    twice = make_donation(by=hana, gift_jpy=2000)
    pay(twice)
    Payment.objects.filter(pk=twice.payment_id).update(surplus=True)
    assert years_of(hana)[0].given_jpy == 5187


def test_monthly_gifts_stand_with_state_next_day_and_months(client, hana):
    monthly = make_monthly(by=hana, gift_jpy=3000)
    pay_month(monthly)
    ended = make_monthly(by=hana, gift_jpy=1000)
    RecurringPlan.objects.filter(pk=ended.plan_id).update(
        status="ended", ended_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC), ended_because="cancellation_requested"
    )
    make_monthly(gift_jpy=9000)  # somebody else's

    shown = monthly_gifts(hana)
    assert [(one.plan.amount_jpy, one.months) for one in shown] == [(3000, 2), (1000, 1)]
    page = client.get(MINE).content.decode()
    for words in ("次回は", "これまでに2か月分が届きました", "に終わりました", "もう一度、毎月の寄付を始める"):
        assert words in page
    assert "9,000円" not in page
    assert page.count('data-action="manage-plan"') == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "past_due"}, "カードを変更すると、すぐにお支払いできます"),
        ({"status": "ended", "ended_because": "payment_failed"}, "お支払いいただくものはありません"),
        ({"ends_at": dt.datetime(2027, 1, 5, tzinfo=dt.UTC)}, "それまで引き落としはありません"),
    ],
)
def test_failing_ending_and_ended_plans_say_so_in_words(client, hana, facts, words):
    monthly = make_monthly(by=hana)
    facts = {"ended_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC) if facts.get("status") == "ended" else None} | facts
    RecurringPlan.objects.filter(pk=monthly.plan_id).update(**facts)
    assert words in client.get(MINE).content.decode()


def test_a_checkout_that_was_left_is_no_monthly_gift(client, hana):
    make_donation(by=hana, monthly=True)
    assert monthly_gifts(hana) == []


def test_ones_own_plan_leads_to_the_portal_and_somebody_else_s_is_not_there(client, hana, stripe_side):
    mine, theirs = make_monthly(by=hana), make_monthly()
    assert client.post(f"/ja/me/gifts/monthly/{theirs.plan_id}/").status_code == 404
    assert client.get(f"/ja/me/gifts/monthly/{mine.plan_id}/").status_code == 405
    # A plan that the provider does not know: a sentence, and back where one was.
    response = client.post(f"/ja/me/gifts/monthly/{mine.plan_id}/", follow=True)
    assert response.redirect_chain[-1][0] == MINE
    assert "停止や変更を承ります" in response.content.decode()


def test_somebody_without_gifts_is_shown_the_way(client, hana):
    page = client.get(MINE).content.decode()
    assert "寄付はまだありません" in page
    assert 'href="/ja/give/"' in page


def test_my_page_leads_to_my_gifts(client, hana):
    assert 'href="/ja/me/gifts/"' in client.get("/ja/me/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_equally_often_for_few_and_many_gifts(client, hana, rows, django_assert_num_queries):
    make_impacts()
    page = make_page()
    for _ in range(rows):
        pay(make_donation(to=page, by=hana))
        pay_month(make_monthly(to=page, by=hana))
    with django_assert_num_queries(14):
        client.get(MINE)


def test_long_lists_come_in_pages(client, hana):
    campaign = make_campaign()
    for _ in range(21):
        pay(make_donation(to=campaign, by=hana))
    assert client.get(MINE).content.decode().count('data-kind="gift"') == 20
    assert client.get(MINE, {"page": "2"}).content.decode().count('data-kind="gift"') == 1
    assert client.get(MINE, {"page": "nonsense"}).status_code == 200


class YearsAddUp(TestCase):
    """However gifts and refunds fall: the years together are what the ledger holds of the donor, and no month is below 0."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.integers(500, 9000), st.integers(0, 100), st.integers(0, 700)), max_size=5))
    def test_years_are_the_ledger(self, gifts: list[tuple[int, int, int]]):
        person, campaign = make_person(), make_campaign(opens_on=dt.date(2024, 1, 1))
        kept = 0
        for yen, percent, days in gifts:
            back = yen * percent // 100
            with time_machine.travel(dt.datetime(2026, 11, 25, tzinfo=dt.UTC) - dt.timedelta(days=days), tick=False):
                donation = make_donation(to=campaign, by=person, gift_jpy=yen)
                pay(donation, refunded=(back,) if back else ())
            kept += yen - back
        years = years_of(person)
        assert sum(year.given_jpy for year in years) == kept
        assert all(yen >= 0 for year in years for yen in year.by_month)
