"""Monthly gifts: given in two steps, a gift for every paid month, mails once, the donor's hand on the plan (money.md 30, 31)."""

import re
import uuid
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone

from campaigns.actions import change_what_is_shown, give_receipt_details
from campaigns.models import Donation, MonthlyGift
from campaigns.queries import totals
from portal.mail.models import OutgoingMail
from portal.payments.actions import end_plan, sync_plan
from portal.payments.errors import TooOften
from portal.payments.facts import RemoteRefund
from portal.payments.limits import count_portal
from portal.payments.models import LedgerEntry, Payment, RecurringPlan
from tests.campaigns.test_giving import typed
from tests.factories.campaigns import make_campaign, make_donation, make_monthly, make_page, pay, pay_month
from tests.factories.offline import make_pledge
from tests.factories.people import make_person
from tests.payments.stripe_side import FAILS_LATER, GOOD_CARD, deliver

pytestmark = pytest.mark.django_db
KEN = "/ja/run/ken/give/"


@pytest.fixture
def given(client, stripe_side):
    """Gives every month to Ken's page, pays with `card`, and comes back to the thanks page."""

    def give(card: str = GOOD_CARD, language: str = "ja", **more) -> MonthlyGift:
        url = f"/{language}/run/ken/give/"
        client.post(url, typed(client, url, rhythm="month", **more))
        payment = Payment.objects.latest("created_at")
        stripe_side.pay_by_card(payment, card)
        client.get(f"/{language}/thanks/", {"session_id": payment.stripe_session})
        stripe_side.events()
        return MonthlyGift.objects.get(plan=payment.plan)

    return give


def next_month(stripe_side, monthly: MonthlyGift, *, times: int = 1, **how) -> None:
    subscription = RecurringPlan.objects.get(pk=monthly.plan_id).stripe_subscription
    stripe_side.control("subscriptions/renew", subscription=subscription, **how)
    for event in stripe_side.events() * times:
        deliver(event)


def keys() -> list[str]:
    return sorted(mail.key.split(":")[0] for mail in OutgoingMail.objects.all())


def test_step_one_asks_how_often_and_a_link_may_suggest_it(client):
    make_campaign(slug="winter")
    page = client.get("/en/give/", {"campaign": "winter"}).content.decode()
    assert "A monthly gift is by card only." in page
    assert re.search(r'value="once"[^>]* checked', page)
    suggested = client.get("/en/give/", {"campaign": "winter", "rhythm": "month"}).content.decode()
    assert re.search(r'value="month"[^>]* checked', suggested)


def test_step_two_says_plainly_that_it_comes_every_month_and_not_at_a_till(client):
    make_page(slug="ken")
    page = client.get("/en/run/ken/give/", {"amount": "5000", "rhythm": "month"}).content.decode()
    assert "This amount is taken from your card every month" in page
    assert "convenience stores cannot take them" in page
    assert "you have three days to pay" not in page
    assert 'name="rhythm" value="month"' in page


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_monthly_gift_begins_at_a_checkout_in_subscription_mode(client, stripe_side, given, language):
    page = make_page(slug="ken")
    monthly = given(language=language, cover_fee="on")

    session = stripe_side.all("checkout.session")[-1]
    assert (session["mode"], session["payment_method_types"], session["amount_total"]) == (
        "subscription",
        ["card"],
        5187,
    )
    assert (monthly.plan.status, monthly.plan.amount_jpy, monthly.plan.gift_jpy) == ("active", 5187, 5000)
    assert monthly.first.page == page
    assert totals(page).raised_jpy == 5000
    mail = OutgoingMail.objects.get(key=f"gift_received:{monthly.first.payment_id}")
    assert ("毎月" if language == "ja" else "every month") in mail.text
    assert re.search(r": (¥187|187円)$", mail.text, re.M)  # both parts are told, the whole too
    assert re.search("¥5,187|5,187円", mail.text)


def test_a_runner_s_closed_page_begins_no_monthly_gift(client):
    make_page(slug="ken", state="paused")
    assert client.get(KEN, {"amount": "5000", "rhythm": "month"}).status_code == 404


def test_every_paid_month_is_a_payment_and_a_gift_of_its_own(client, stripe_side, given):
    """money.md 12, 18, 19: with the first gift's page, fee cover and wishes; thanked once."""
    page = make_page(slug="ken")
    monthly = given(
        cover_fee="on", message="がんばって", display_name="旗ふり", hide_amount="on", wants_receipt="on",
        legal_name="山田 花", address="東京都新宿区見本町1-2-3", postcode="160-0004",
    )  # fmt: skip
    OutgoingMail.objects.all().delete()

    next_month(stripe_side, monthly, times=2)

    renewal = Donation.objects.exclude(pk=monthly.first_id).get()
    first = monthly.first
    assert renewal.payment.plan == monthly.plan
    assert (renewal.gift_jpy, renewal.fee_cover_jpy, renewal.amount_jpy) == (5000, 187, 5187)
    for name in ("page", "campaign", "team", "email", "donor_key", "display_name", "show_amount", "visibility",
                 "wants_receipt", "legal_name", "address", "postcode", "terms_version", "terms_accepted_at", "language"):  # fmt: skip
        assert getattr(renewal, name) == getattr(first, name), name
    assert (renewal.message, renewal.message_state) == ("", "none")
    assert list(renewal.payment.ledger.values_list("kind", "gift_jpy")) == [("charge", 5000), ("fee", 0)]
    assert (totals(page).raised_jpy, totals(page).donors) == (10_000, 1)
    assert keys() == ["gift_month_received", "run_gift_arrived"]


def test_the_thanks_of_a_month_are_in_the_donors_language_and_name_the_next_day(client, stripe_side, given):
    make_page(slug="ken")
    monthly = given(language="en")
    next_month(stripe_side, monthly)
    mail = OutgoingMail.objects.get(key__startswith="gift_month_received")
    assert (mail.language, mail.to) == ("en", ["hana@example.org"])
    assert "The next gift follows on" in mail.text
    link = re.search(r"/en/give/gift/[^\s#]+", mail.text).group()
    assert "Your monthly gift" in client.get(link).content.decode()


def test_a_dedication_is_said_once_and_not_every_month(stripe_side):
    monthly = make_monthly(tribute="memory", tribute_name="アキ", tribute_email="aki@example.org", tribute_words="x")
    renewal = pay_month(monthly)
    assert (renewal.tribute, renewal.tribute_name, renewal.tribute_email, renewal.tribute_words) == ("", "", "", "")


def test_a_month_that_arrives_after_the_page_was_closed_still_counts_for_it():
    page = make_page()
    monthly = make_monthly(to=page, gift_jpy=3000)
    type(page).objects.filter(pk=page.pk).update(state="closed")
    pay_month(monthly)
    assert totals(page).raised_jpy == 6000


def test_a_month_that_fails_is_told_once_kindly_with_the_way_to_mend_it(client, stripe_side, given):
    """money.md 18: one mail for one failing invoice, in the donor's language; running again brings none."""
    make_page(slug="ken")
    monthly = given(card=FAILS_LATER, language="en")
    OutgoingMail.objects.all().delete()

    next_month(stripe_side, monthly, times=2)

    mail = OutgoingMail.objects.get()
    assert (mail.key.split(":")[0], mail.language, mail.to) == ("gift_month_failed", "en", ["hana@example.org"])
    assert "Nothing was taken" in mail.text
    link = re.search(r"/en/give/gift/[^\s#]+#monthly", mail.text).group()
    page = client.get(link).content.decode()
    assert "The last payment did not go through" in page
    assert 'data-action="manage-plan"' in page
    assert Donation.objects.count() == 1

    bill = RecurringPlan.objects.get().failing_invoice
    with stripe_side.sandbox.world.work() as world:
        world.change(world.get(RecurringPlan.objects.get().stripe_subscription), status="active")
        world.change(world.get(bill), status="void")
    sync_plan(monthly.plan_id, RecurringPlan.objects.get().stripe_subscription)
    assert RecurringPlan.objects.get().status == "active"
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("payment_failed", "カードがお使いになれなく"),
        ("cancellation_requested", "これ以上、カードからお引き落としすることはありません"),
    ],
)
def test_the_end_of_a_plan_is_told_once_and_says_why(stripe_side, given, reason, words):
    make_page(slug="ken")
    monthly = given()
    OutgoingMail.objects.all().delete()
    with stripe_side.sandbox.world.work() as world:
        world.change(
            world.get(RecurringPlan.objects.get().stripe_subscription),
            status="canceled", ended_at=world.now(),
            cancellation_details={"reason": reason, "comment": None, "feedback": None},
        )  # fmt: skip
    for _ in range(2):
        sync_plan(monthly.plan_id, RecurringPlan.objects.get().stripe_subscription)
    mail = OutgoingMail.objects.get()
    assert mail.key == f"gift_monthly_ended:{monthly.plan_id}"
    assert words in mail.text


def test_a_plan_that_the_office_ends_is_told_once_in_the_donor_s_language(stripe_side, given):
    make_page(slug="ken")
    monthly = given(language="en")
    OutgoingMail.objects.all().delete()
    end_plan(monthly.plan_id, reason="お電話にて", by=make_person(is_staff=True))
    for event in stripe_side.events():
        deliver(event)
    mail = OutgoingMail.objects.get()
    assert (mail.key, mail.language) == (f"gift_monthly_ended:{monthly.plan_id}", "en")
    assert "Nothing more will be taken" in mail.text
    assert "お電話" not in mail.text


def test_a_plan_whose_first_payment_never_came_ends_without_a_word(stripe_side):
    donation = make_donation(monthly=True)
    plan = donation.payment.plan
    plan.status = "ended"
    plan.save()
    assert not OutgoingMail.objects.exists()


def test_the_gift_s_link_leads_to_the_portal_and_back(client, stripe_side, given):
    make_page(slug="ken")
    monthly = given()
    token = monthly.first.link_token

    response = client.post(f"/ja/give/gift/{token}/monthly/")

    assert response.status_code == 303
    assert response["Location"].startswith(stripe_side.url + "/p/session/")
    back = urlsplit(stripe_side.all("billing_portal.session")[-1]["return_url"])
    assert back.path == f"/ja/give/gift/{token}/"
    with stripe_side.sandbox.world.work() as world:
        subscription = world.get(RecurringPlan.objects.get().stripe_subscription)
        world.change(subscription, cancel_at_period_end=True, cancel_at=subscription["items"]["data"][0]["current_period_end"])  # fmt: skip
    page = client.get(f"{back.path}?{back.query}").content.decode()
    assert "に終わります。" in page
    assert RecurringPlan.objects.get().ends_at is not None


def test_a_gift_given_once_has_no_plan_to_manage(client):
    gift = make_donation()
    pay(gift)
    assert client.post(f"/ja/give/gift/{gift.link_token}/monthly/").status_code == 404
    assert "manage-plan" not in client.get(gift.get_absolute_url()).content.decode()
    assert client.post("/ja/give/gift/nonsense/monthly/").status_code == 404


def test_without_an_answer_of_the_provider_the_donor_reads_a_sentence(client, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    monthly = make_monthly()
    response = client.post(f"/ja/give/gift/{monthly.first.link_token}/monthly/", follow=True)
    assert "お支払いサービス" in response.content.decode()


def test_a_change_may_be_for_this_gift_alone_or_for_the_coming_ones_too(client):
    monthly = make_monthly(display_name="はな")
    alone = {"display_name": "ひとり", "visibility": "public", "message": ""}
    client.post(monthly.first.get_absolute_url(), alone)
    second = pay_month(monthly, number=1)
    assert (MonthlyGift.objects.get().first.display_name, second.display_name) == ("ひとり", "はな")

    client.post(second.get_absolute_url(), alone | {"display_name": "", "anonymous": "on", "also_coming": "on"})
    third = pay_month(monthly, number=2)

    assert (third.show_name, third.shown_name) == (False, "")
    assert Donation.objects.get(pk=monthly.first_id).shown_name == "ひとり"


def test_receipt_details_of_one_month_hold_for_the_coming_ones():
    monthly = make_monthly()
    give_receipt_details(donation=monthly.first, legal_name="山田 花", postcode="160-0004", address="東京都新宿区")
    renewal = pay_month(monthly)
    assert (renewal.wants_receipt, renewal.legal_name, renewal.address) == (True, "山田 花", "東京都新宿区")


def test_changing_a_gift_given_once_remembers_nothing():
    gift = make_donation()
    change_what_is_shown(
        donation=gift, display_name="x", show_name=True, show_amount=True, visibility="staff", message="",
        also_coming=True,
    )  # fmt: skip
    assert not MonthlyGift.objects.exists()


def test_a_sponsor_adds_to_every_month_while_there_is_room():
    pledge = make_pledge(cap_jpy=8000)
    monthly = make_monthly(to=pledge.campaign)
    for number in (1, 2):
        pay_month(monthly, number=number)

    lines = LedgerEntry.objects.filter(kind="match", payment__match__pledge=pledge).order_by("pk")
    assert list(lines.values_list("amount_jpy", flat=True)) == [5000, 3000]


def test_a_month_that_went_back_before_we_heard_of_it_is_a_gift_all_the_same():
    monthly = make_monthly(gift_jpy=3000)
    back = RemoteRefund(id="re_early", amount_jpy=3000, status="succeeded", created=timezone.now())
    donation = pay_month(monthly, refunds=(back,))
    assert donation.payment.is_paid
    assert [line.gift_jpy for line in donation.payment.ledger.order_by("pk")] == [3000, -3000]
    keys = OutgoingMail.objects.filter(key__contains=str(donation.payment.refunds.get().pk))
    assert [mail.key.split(":")[0] for mail in keys] == ["gift_refunded"]


def test_the_provider_s_page_opens_only_so_often_and_one_sentence_says_so(client, stripe_side, given, settings):
    """money.md 21: per person or session, and per plan, whoever comes with its link."""
    cache.clear()
    make_page(slug="ken")
    monthly = given(language="en")
    settings.CHECKOUT_LIMITS = {"portal": (2, 3600)}
    way = f"/en/give/gift/{monthly.first.link_token}/monthly/"
    opened = len(stripe_side.all("billing_portal.session"))
    assert [client.post(way).status_code for _ in range(2)] == [303, 303]

    client.force_login(make_person())
    refused = client.post(way, follow=True).content.decode()

    assert "opened very often in a short time. Please wait an hour, or write to us." in refused
    assert 'data-action="manage-plan"' in refused
    assert len(stripe_side.all("billing_portal.session")) == opened + 2
    cache.clear()


def test_one_person_opens_only_so_many_plans_pages(client, stripe_side, settings):
    cache.clear()
    settings.CHECKOUT_LIMITS = {"portal": (1, 3600)}
    request = RequestFactory().post("/")
    request.user = make_person()
    count_portal(request, uuid.uuid4())
    with pytest.raises(TooOften):
        count_portal(request, uuid.uuid4())
    request.user = make_person()
    count_portal(request, uuid.uuid4())
    cache.clear()


def test_a_gift_s_page_that_is_opened_again_and_again_asks_the_provider_only_so_often(client, stripe_side, settings):
    cache.clear()
    make_page(slug="ken")
    client.post(KEN, typed(client, KEN))
    gift = Donation.objects.get()
    settings.CHECKOUT_LIMITS = {"asking": (1, 3600)}
    client.get(gift.get_absolute_url())
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    with patch("portal.payments.gateway.payment_by_session", side_effect=AssertionError):
        assert client.get(gift.get_absolute_url()).status_code == 200
    cache.clear()
