"""The door and the inbox: money.md 1 to 4, 8 to 10, 12, 22."""

import datetime as dt
import json
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.payments import tasks
from portal.payments.actions import inbox, process_event, receive_webhook, replay_event
from portal.payments.errors import BadSignature
from portal.payments.models import LedgerEntry, Payment, WebhookEvent
from portal.payments.views import WEBHOOK_BYTES
from tests.factories.payments import make_payment
from tests.factories.people import make_person
from tests.payments.stripe_side import deliver, post, signed

pytestmark = pytest.mark.django_db
Status = WebhookEvent.Status


def event_of(body: dict, *, type: str = "checkout.session.completed", **overrides) -> dict:
    return {
        "id": f"evt_{uuid.uuid4().hex}",
        "object": "event",
        "type": type,
        "api_version": "2026-10-28.endive",
        "livemode": False,
        "data": {"object": body},
    } | overrides


def send(client, body: bytes, signature: str):
    return client.post(
        "/stripe/webhook/", body, content_type="application/json", headers={"Stripe-Signature": signature}
    )


@pytest.fixture
def enqueued(monkeypatch):
    """What would be handed to a worker."""
    handed: list[int] = []
    monkeypatch.setattr(inbox, "enqueue", handed.append)
    return handed


@pytest.fixture
def paid_event(checkout, stripe_side):
    """A card was charged; the event waits to be delivered."""
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    event = next(e for e in stripe_side.events() if e["type"] == "checkout.session.completed")
    return payment, event


def test_the_address_is_the_one_of_the_contract():
    assert reverse("payments:webhook") == "/stripe/webhook/"


def test_a_signed_event_is_stored_answered_and_handed_to_a_worker_after_commit(
    client, enqueued, django_capture_on_commit_callbacks
):
    body = json.dumps(event_of({"id": "cs_1", "object": "checkout.session"})).encode()
    with django_capture_on_commit_callbacks() as callbacks:
        response = send(client, body, signed(body))
        assert enqueued == []
    assert response.status_code == 200
    stored = WebhookEvent.objects.get()
    assert (stored.status, bytes(stored.body), stored.object_id) == (Status.RECEIVED, body, "cs_1")
    for callback in callbacks:
        callback()
    assert enqueued == [stored.pk]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_neither_the_answer_nor_the_event(client, monkeypatch, caplog):
    def away(event_pk: int) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(inbox, "enqueue", away)
    body = json.dumps(event_of({"id": "cs_1"})).encode()

    assert send(client, body, signed(body)).status_code == 200
    assert WebhookEvent.objects.get().status == Status.RECEIVED
    assert "no broker" in caplog.text


def test_the_same_event_again_is_answered_but_not_stored_twice(client, enqueued):
    body = json.dumps(event_of({"id": "cs_1"})).encode()
    assert [send(client, body, signed(body)).status_code for _ in range(3)] == [200, 200, 200]
    assert WebhookEvent.objects.count() == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: (body, "t=1,v1=0"),
        lambda body: (body, ""),
        lambda body: (body, signed(body, "whsec_wrong")),
        lambda body: (body + b" ", signed(body)),
        lambda body: (b"not json", signed(b"not json")),
        lambda body: (
            b'{"id": "evt_thin", "object": "v2.core.event"}',
            signed(b'{"id": "evt_thin", "object": "v2.core.event"}'),
        ),
    ],
    ids=["nonsense", "no signature", "wrong secret", "changed body", "not JSON", "another kind of event"],
)
def test_what_stripe_did_not_sign_is_refused_and_nothing_is_stored(client, spoil):
    """money.md 1."""
    body, signature = spoil(json.dumps(event_of({"id": "cs_1"})).encode())
    assert send(client, body, signature).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_an_old_signature_is_refused(client):
    body = json.dumps(event_of({"id": "cs_1"})).encode()
    with time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10)):
        signature = signed(body)
    assert send(client, body, signature).status_code == 400


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_every_event_is_refused(client, settings, secrets):
    settings.STRIPE_WEBHOOK_SECRETS = secrets
    body = json.dumps(event_of({"id": "cs_1"})).encode()
    assert send(client, body, signed(body, "")).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_two_secrets_serve_while_one_replaces_the_other(settings):
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", "whsec_old"]
    for secret in ["whsec_old", "whsec_new"]:
        body = json.dumps(event_of({"id": "cs_1"})).encode()
        receive_webhook(body, signed(body, secret))
    with pytest.raises(BadSignature):
        receive_webhook(body, signed(body, "whsec_third"))
    assert WebhookEvent.objects.count() == 2


def test_only_post_is_welcome(client):
    assert client.get("/stripe/webhook/").status_code == 405


def test_a_body_beyond_all_measure_is_refused_unread(client):
    body = b"x" * (WEBHOOK_BYTES + 1)
    assert send(client, body, signed(body)).status_code == 413


def test_storing_an_event_takes_few_queries(client, enqueued, django_assert_num_queries):
    body = json.dumps(event_of({"id": "cs_1"})).encode()
    with django_assert_num_queries(6):  # two savepoints around a look and an insert
        send(client, body, signed(body))


@pytest.mark.parametrize("times", [1, 2, 10])
def test_the_same_event_any_number_of_times_is_one_ledger_line_and_one_call(paid_event, listening, times):
    """money.md 3."""
    payment, event = paid_event
    for _ in range(times):
        assert deliver(event).status == Status.DONE
    assert payment.ledger.filter(kind="charge").count() == 1
    assert listening.states_heard(payment) == ["paid"]


def test_two_different_events_of_one_payment_are_one_ledger_line(checkout, stripe_side, listening):
    payment = checkout(make_payment())
    stripe_side.pay_by_card(payment)
    events = stripe_side.events()
    assert {"charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"} <= {e["type"] for e in events}
    for event in events + events:
        deliver(event)
    assert payment.ledger.filter(kind="charge").count() == 1
    assert listening.states_heard(payment) == ["paid"]


def test_when_the_domain_fails_nothing_has_happened_and_the_event_waits(paid_event, listening):
    """money.md 2 and 4: effects and the done mark share one transaction."""
    payment, event = paid_event
    listening.broken.append(RuntimeError("the domain is broken"))
    stored = deliver(event)
    payment.refresh_from_db()
    assert (stored.status, stored.attempts) == (Status.FAILED, 1)
    assert "the domain is broken" in stored.error
    assert stored.next_attempt > timezone.now()
    assert payment.state == Payment.State.OPEN
    assert not LedgerEntry.objects.exists()
    assert payment.transitions.count() == 1

    listening.broken.clear()
    with time_machine.travel(stored.next_attempt + dt.timedelta(seconds=1)):
        assert tasks.sweep_webhooks() == 1
    stored.refresh_from_db()
    payment.refresh_from_db()
    assert (stored.status, stored.error, payment.state) == (Status.DONE, "", Payment.State.PAID)


def test_while_stripe_is_away_the_event_waits(paid_event, settings):
    _payment, event = paid_event
    settings.STRIPE_API_BASE = "http://127.0.0.1:1"
    stored = deliver(event)
    assert stored.status == Status.FAILED
    assert "PaymentProviderDown" in stored.error


def test_an_event_whose_task_was_lost_is_found_by_the_sweeper(paid_event):
    payment, event = paid_event
    post(event)
    assert tasks.sweep_webhooks() == 1
    payment.refresh_from_db()
    assert payment.state == Payment.State.PAID
    assert tasks.sweep_webhooks() == 0


def test_an_event_whose_worker_died_is_taken_up_when_its_lease_ends(paid_event):
    payment, event = paid_event
    stored = post(event)
    WebhookEvent.objects.filter(pk=stored.pk).update(
        status=Status.PROCESSING, next_attempt=timezone.now() + inbox.LEASE
    )
    assert tasks.sweep_webhooks() == 0
    with time_machine.travel(timezone.now() + inbox.LEASE + dt.timedelta(seconds=1)):
        assert tasks.sweep_webhooks() == 1
    payment.refresh_from_db()
    assert payment.state == Payment.State.PAID


def test_waits_double_and_staff_are_asked_at_last(paid_event, listening):
    _payment, event = paid_event
    listening.broken.append(RuntimeError("still broken"))
    stored = post(event)
    waits = []
    with time_machine.travel(timezone.now(), tick=False):
        while stored.status != Status.QUARANTINED:
            stored = process_event(stored.pk)
            waits.append(stored.next_attempt - timezone.now())
    assert len(waits) == inbox.ATTEMPTS
    assert waits[:3] == [inbox.FIRST_WAIT, inbox.FIRST_WAIT * 2, inbox.FIRST_WAIT * 4]
    assert max(waits) == inbox.LONGEST_WAIT


def test_a_stray_task_does_not_touch_an_event_that_waits_for_staff(paid_event):
    payment, event = paid_event
    stored = post(event)
    WebhookEvent.objects.filter(pk=stored.pk).update(status=Status.QUARANTINED)
    assert process_event(stored.pk).status == Status.QUARANTINED
    payment.refresh_from_db()
    assert payment.state == Payment.State.OPEN


def test_an_event_that_waited_for_staff_can_be_replayed(paid_event, listening):
    payment, event = paid_event
    stored = post(event)
    WebhookEvent.objects.filter(pk=stored.pk).update(status=Status.QUARANTINED, attempts=20)
    assert replay_event(stored.pk, by=make_person()).status == Status.DONE
    assert replay_event(stored.pk, by=make_person()).status == Status.DONE
    assert listening.states_heard(payment) == ["paid"]


@pytest.mark.parametrize(
    ("type", "body"),
    [
        ("customer.created", {"id": "cus_1", "object": "customer"}),
        ("payout.paid", {"id": "po_1", "object": "payout"}),
        ("checkout.session.completed", {"id": "cs_theirs", "object": "checkout.session", "metadata": {}}),
        ("checkout.session.completed", {"id": "cs_odd", "metadata": {"tomoni_payment": "no uuid"}}),
        ("charge.succeeded", {"id": "ch_1", "object": "charge", "payment_intent": None, "metadata": None}),
        ("invoice.upcoming", {"object": "invoice", "parent": None}),
        ("a.kind.that.comes.next.year", {"id": "x_1"}),
    ],
)
def test_what_is_not_ours_is_answered_and_ignored(client, type, body):
    """money.md 22."""
    raw = json.dumps(event_of(body, type=type)).encode()
    assert send(client, raw, signed(raw)).status_code == 200
    assert process_event(WebhookEvent.objects.get().pk).status == Status.IGNORED


def test_an_event_about_a_payment_that_is_not_here_fails_loudly_and_is_tried_again():
    """money.md 10: never silently ignored."""
    stored = deliver(event_of({"id": "cs_1", "metadata": {"tomoni_payment": str(uuid.uuid4())}}))
    assert stored.status == Status.FAILED
    assert "PaymentNotHere" in stored.error


def test_a_second_session_that_claims_a_payment_waits_for_staff(paid_event):
    """money.md 12."""
    payment, event = paid_event
    event["data"]["object"]["id"] = "cs_another"
    stored = deliver(event)
    payment.refresh_from_db()
    assert stored.status == Status.QUARANTINED
    assert payment.state == Payment.State.OPEN


def test_an_event_of_the_other_mode_waits_for_staff(paid_event):
    """money.md 9."""
    payment, event = paid_event
    stored = deliver(event | {"livemode": True})
    payment.refresh_from_db()
    assert stored.status == Status.QUARANTINED
    assert payment.state == Payment.State.OPEN


def test_an_amount_that_is_not_ours_holds_payment_and_event_back(paid_event, listening):
    """money.md 9."""
    payment, event = paid_event
    Payment.objects.filter(pk=payment.pk).update(amount_jpy=9000)
    stored = deliver(event)
    payment.refresh_from_db()
    assert stored.status == Status.QUARANTINED
    assert payment.quarantine == stored.error == "Stripe says ¥5000, we say ¥9000"
    assert payment.state == Payment.State.OPEN
    assert not LedgerEntry.objects.exists()
    assert listening.heard == []


def test_the_body_of_an_event_is_not_believed(checkout, stripe_side):
    """money.md 5: an event is only a trigger."""
    payment = checkout(make_payment())
    session = next(s for s in stripe_side.all("checkout.session") if s["id"] == payment.stripe_session)
    liar = event_of(session | {"status": "complete", "payment_status": "paid"})
    assert deliver(liar).status == Status.DONE
    payment.refresh_from_db()
    assert payment.state == Payment.State.OPEN
