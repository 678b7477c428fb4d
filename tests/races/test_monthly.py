"""Monthly gifts under real concurrency: one invoice told by many webhooks, one first gift claimed and renewed at once."""

# ruff: noqa: F811  # fixtures of the payments tests are used here by name
import pytest
from allauth.account.models import EmailAddress
from django.db.models import Count

from campaigns.actions import claim_gifts
from campaigns.models import Donation, MonthlyGift
from portal.mail.models import OutgoingMail
from portal.payments.actions import start_checkout, sync
from portal.payments.models import Payment, RecurringPlan, WebhookEvent
from tests.factories.campaigns import make_campaign, make_donation, make_gift
from tests.factories.people import make_person
from tests.payments.conftest import sandbox, stripe_side  # noqa: F401
from tests.payments.stripe_side import deliver
from tests.races.test_payments import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 20


@pytest.fixture
def begun(stripe_side) -> MonthlyGift:
    """A monthly gift whose first month is paid."""
    gift = make_donation(to=make_campaign(), monthly=True, email="hana@example.org")
    start_checkout(gift.payment, success_url="http://127.0.0.1:1/t", cancel_url="http://127.0.0.1:1/b")
    gift.payment.refresh_from_db()
    stripe_side.pay_by_card(gift.payment)
    sync(gift.payment.pk)
    stripe_side.events()
    return MonthlyGift.objects.get()


def next_month(stripe_side, **how) -> list[dict]:
    plan = RecurringPlan.objects.get()
    stripe_side.control("subscriptions/renew", subscription=plan.stripe_subscription, **how)
    return stripe_side.events()


def test_all_webhooks_of_one_invoice_at_once_make_one_gift_and_one_mail(begun, stripe_side):
    """money.md 3, 12, 18, 30. Every second one twice; the first payment's page and a reconciler look at the same time."""
    for _ in range(ROUNDS // 4):
        before = Donation.objects.count()
        events = next_month(stripe_side)
        others = [lambda: sync(begun.first.payment_id)] * 2
        jobs = [lambda event=event: deliver(event) for event in [*events, *events[::2]]]
        assert all_at_once(*jobs, *others) == []
        assert Donation.objects.count() == before + 1
    events = WebhookEvent.objects.exclude(status__in=["done", "ignored"])
    assert list(events.values_list("type", "error")) == []
    charges = Payment.objects.annotate(lines=Count("ledger")).values_list("state", "lines")
    assert set(charges) == {("paid", 2)}
    keys = OutgoingMail.objects.filter(key__startswith="gift_month_received").values_list("key", flat=True)
    assert len(set(keys)) == len(keys) == ROUNDS // 4


def test_all_webhooks_of_a_failing_invoice_at_once_write_one_mail(begun, stripe_side):
    events = next_month(stripe_side, fail=True)
    assert all_at_once(*[lambda event=event: deliver(event) for event in events * 3]) == []
    assert OutgoingMail.objects.filter(key__startswith="gift_month_failed").count() == 1
    assert RecurringPlan.objects.get().status == "past_due"
    assert Donation.objects.count() == 1


def test_two_people_with_one_address_never_claim_the_same_gift():
    """Only one of them can have verified it; should both rows exist, each gift still has one owner."""
    people = [make_person() for _ in range(2)]
    for number, person in enumerate(people):
        EmailAddress.objects.create(
            user=person, email="hana@example.org" if number else "HANA@example.org", verified=True
        )
    campaign = make_campaign()
    for _ in range(ROUNDS // 2):
        gift = make_gift(to=campaign, email="hana@example.org")
        claimed: list[int] = []
        jobs = [lambda person=person, to=claimed: to.append(claim_gifts(by=person)) for person in people * 2]
        assert all_at_once(*jobs) == []
        assert sorted(claimed) == [0, 0, 0, 1]
        assert Donation.objects.get(pk=gift.pk).person in people


def test_a_gift_that_is_claimed_while_its_next_month_arrives_is_owned_whole_at_the_next_look(begun, stripe_side):
    person = make_person(email="hana@example.org")
    EmailAddress.objects.create(user=person, email="hana@example.org", verified=True)
    jobs = [lambda event=event: deliver(event) for event in next_month(stripe_side)]
    assert all_at_once(*jobs, lambda: claim_gifts(by=person)) == []
    claim_gifts(by=person)
    assert list(Donation.objects.values_list("person", flat=True)) == [person.pk, person.pk]
