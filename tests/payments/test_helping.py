"""What staff do for one payment: compare it again, release it, write its mail once more. All of it is written down."""

import importlib
import json

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.mail.models import OutgoingMail
from portal.payments.actions import look_again, switch_reconcilers, sync, write_again
from portal.payments.errors import NothingToWrite
from portal.payments.models import Payment, WebhookEvent
from tests.factories.campaigns import make_donation, make_gift, promise
from tests.factories.payments import make_payment
from tests.factories.people import make_person
from tests.payments.stripe_side import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def real_handlers(settings):
    """The mails of the product, not the notes of the other tests."""
    settings.PAYMENT_HANDLERS = {"donation": "campaigns.actions.settle_donation"}
    settings.REFUND_HANDLERS = {"donation": "campaigns.actions.note_refund"}


@pytest.fixture
def fundraiser(client):
    person = make_person(is_staff=True)
    for migration in ("0002_fundraisers", "0004_after_the_money_rights"):
        importlib.import_module(f"portal.payments.migrations.{migration}").grant(apps, None)
    group = Group.objects.get(name="Fundraisers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    client.force_login(person)
    return person


def audited(action: str) -> list:
    return list(ModelLogEntry.objects.filter(action=action).values_list("user", flat=True))


def mails(payment: Payment) -> list[str]:
    rows = OutgoingMail.objects.filter(key__contains=str(payment.pk)).order_by("pk")
    return [":".join([row.key.split(":")[0], *row.key.split(":")[2:]]) for row in rows]


def test_a_mail_that_staff_send_again_has_a_key_of_its_own_and_goes_to_the_donor_alone(real_handlers):
    staff, payment = make_person(is_staff=True), make_gift().payment
    assert mails(payment) == ["gift_received"]
    write_again(payment.pk, nonce="a", by=staff)
    write_again(payment.pk, nonce="a", by=staff)
    write_again(payment.pk, nonce="b", by=staff)
    assert mails(payment) == ["gift_received", "gift_received:a", "gift_received:b"]
    assert audited("payments.write_again") == [staff.pk] * 3


def test_of_a_slip_that_waits_the_slip_is_sent_again(real_handlers):
    donation = make_donation()
    promise(donation)
    write_again(donation.payment.pk, nonce="a", by=make_person(is_staff=True))
    assert mails(donation.payment) == ["gift_promised", "gift_promised:a"]


def test_there_is_nothing_to_write_about_a_payment_that_nobody_has_paid(real_handlers):
    with pytest.raises(NothingToWrite):
        write_again(make_donation().payment.pk, nonce="a", by=make_person(is_staff=True))
    assert audited("payments.write_again") == []


def test_a_payment_held_back_is_released_once_both_sides_agree_and_its_webhooks_too(checkout, stripe_side):
    staff, payment = make_person(is_staff=True), checkout(make_payment())
    Payment.objects.filter(pk=payment.pk).update(amount_jpy=6000)
    stripe_side.pay_by_card(payment)
    for event in stripe_side.events():
        deliver(event)
    assert WebhookEvent.objects.filter(status="quarantined").exists()
    assert look_again(payment.pk, by=staff).quarantine == "Stripe says ¥5000, we say ¥6000"
    assert not payment.ledger.exists()

    Payment.objects.filter(pk=payment.pk).update(amount_jpy=5000)
    released = look_again(payment.pk, by=staff)
    assert (released.quarantine, released.state) == ("", "paid")
    assert not WebhookEvent.objects.filter(status="quarantined").exists()
    assert [line.kind for line in payment.ledger.all()] == ["charge", "fee"]
    assert audited("payments.look_again") == [staff.pk] * 2


def test_the_buttons_of_a_payment_do_what_they_say(client, fundraiser, real_handlers, checkout, stripe_side):
    payment = checkout(make_donation().payment)
    stripe_side.pay_by_card(payment)
    sync(payment.pk)
    page = client.get(reverse("money_payments:inspect", args=[payment.pk])).content.decode()
    assert [f'data-action="{name}"' in page for name in ("look-again", "write-again")] == [True, True]
    told = client.post(reverse("payment_look_again", args=[payment.pk]), follow=True).content.decode()
    assert "Stripeと照合しました" in told
    told = client.post(reverse("payment_write_again", args=[payment.pk]), {"nonce": "x"}, follow=True).content.decode()
    assert "もう一度送ります" in told
    assert mails(payment) == ["gift_received", "gift_received:x"]


def test_who_may_only_look_presses_nothing(client):
    payment = make_payment()
    client.force_login(make_person(is_staff=True))
    for name in ("payment_look_again", "payment_write_again"):
        assert client.post(reverse(name, args=[payment.pk])).status_code in (302, 403)
    assert not ModelLogEntry.objects.exists()


def test_the_content_of_a_webhook_is_read_while_it_is_kept_and_the_reading_is_written_down(client, fundraiser):
    body = json.dumps({"data": {"object": {"id": "po_1", "name": "山田"}}}, ensure_ascii=False).encode()
    event = WebhookEvent.objects.create(event_id="evt_1", type="payout.paid", livemode=False, body=body, status="done")
    address = reverse("webhook_body", args=[event.pk])
    assert client.get(address).status_code == 405
    assert "山田" in client.post(address).content.decode()
    assert audited("payments.read_body") == [fundraiser.pk]
    WebhookEvent.objects.update(body=b"")
    assert "保管期間" in client.post(address).content.decode()
    assert audited("payments.read_body") == [fundraiser.pk]


def test_the_screen_of_the_switch_says_who_pressed_it_when(client, fundraiser):
    switch_reconcilers(on=False, by=fundraiser)
    page = client.get(reverse("money_board:switch")).content.decode()
    assert str(fundraiser) in page
    assert 'name="on" value="1"' in " ".join(page.split())
    client.post(reverse("money_board:switch"), {"on": "1", "reason": "OK"})
    assert audited("payments.switch") == [fundraiser.pk, fundraiser.pk]
