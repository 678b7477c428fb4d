"""The page where everybody can see that the money adds up, and the back office."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.payments.actions import reconcile_open
from portal.payments.models import Payment, WebhookEvent
from tests.factories.payments import make_paid
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_the_page_says_in_both_languages_that_the_money_adds_up(client):
    make_paid(amount_jpy=12_345, gift_jpy=12_345)
    reconcile_open()
    for language, words in [
        ("ja", ["お金の流れの公開", "12,345円", "0円"]),
        ("en", ["Where the money is", "¥12,345", "difference ¥0"]),
    ]:
        page = client.get(f"/{language}/integrity/").content.decode()
        assert [word for word in words if word not in page] == []


def test_the_page_never_hides_a_difference(client):
    payment = make_paid()
    Payment.objects.filter(pk=payment.pk).update(amount_jpy=6000)
    page = client.get("/en/integrity/").content.decode()
    assert "differ by ¥1,000" in page
    assert "agree" not in page


def test_the_page_says_when_nothing_was_compared_yet(client):
    assert "No comparison has been finished yet." in client.get("/en/integrity/").content.decode()


@pytest.mark.parametrize("payments", [1, 3])
def test_the_page_takes_the_same_few_queries_however_many_payments(client, payments, django_assert_max_num_queries):
    for _ in range(payments):
        make_paid()
    client.get("/en/integrity/")
    with django_assert_max_num_queries(9):  # three sums, three runs, findings, the switch, and the frame's own
        client.get("/en/integrity/")


@pytest.fixture
def fundraiser(client):
    person = make_person(is_staff=True)
    importlib.import_module("portal.payments.migrations.0002_fundraisers").grant(apps, None)
    group = Group.objects.get(name="Fundraisers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    client.force_login(person)
    return person


def test_fundraisers_see_a_payment_with_its_steps_and_ledger(client, fundraiser):
    payment = make_paid()
    assert client.get(reverse("money_payments:index")).status_code == 200
    page = client.get(reverse("money_payments:inspect", args=[payment.pk])).content.decode()
    charge = payment.ledger.get(kind="charge")
    assert charge.source_id in page
    assert "−180円" in page
    assert "12:00" in page  # NOON is Tokyo's
    assert " 03:00" not in page


@pytest.mark.parametrize("name", ["money_payments", "ledger", "webhooks", "reconciliations"])
def test_nobody_adds_changes_or_deletes_money_in_the_back_office(client, name):
    client.force_login(make_person(is_staff=True, is_superuser=True))
    assert client.get(reverse(f"{name}:index")).status_code == 200
    assert client.get(reverse(f"{name}:add")).status_code == 302  # refused: back to the front of the office


def test_a_volunteer_sees_no_money(client):
    client.force_login(make_person())
    assert client.get(reverse("money_payments:index")).status_code in (302, 403)


def stored_event() -> WebhookEvent:
    return WebhookEvent.objects.create(
        event_id="evt_1",
        type="payout.paid",
        livemode=False,
        body=b'{"data": {"object": {"id": "po_1"}}}',
        status=WebhookEvent.Status.QUARANTINED,
    )


def test_staff_let_a_webhook_have_its_effect_again_and_it_is_written_down(client, fundraiser):
    event = stored_event()
    page = client.get(reverse("webhooks:inspect", args=[event.pk])).content.decode()
    assert 'data-action="replay"' in page
    assert client.post(reverse("webhook_replay", args=[event.pk])).status_code == 302
    event.refresh_from_db()
    assert event.status == WebhookEvent.Status.IGNORED
    entry = ModelLogEntry.objects.get(action="payments.replay")
    assert (entry.user, entry.object_id) == (fundraiser, str(event.pk))


def test_who_may_only_look_cannot_replay(client):
    event = stored_event()
    client.force_login(make_person(is_staff=True))
    assert client.post(reverse("webhook_replay", args=[event.pk])).status_code in (302, 403)
    event.refresh_from_db()
    assert event.status == WebhookEvent.Status.QUARANTINED
