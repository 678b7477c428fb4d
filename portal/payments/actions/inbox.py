"""Webhooks: stored first, answered, and only then acted upon."""

import datetime as dt
import json
import logging
from typing import Final

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.people.models import Person

from .. import gateway, limits
from ..errors import BodyGone, ForeignSession, PaymentNotHere
from ..facts import Origin
from ..models import Payment, WebhookEvent
from ..pointers import Pointer, point
from .payouts import note_failed
from .plans import payment_of_invoice, sync_plan
from .settling import sync

logger = logging.getLogger(__name__)
Status = WebhookEvent.Status
FINAL: Final = frozenset({Status.DONE, Status.IGNORED, Status.QUARANTINED})
PAYOUT_FAILED: Final = "payout.failed"  # about the bank account and no payment: nothing to converge, somebody to tell
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=6)
ATTEMPTS = 20  # with doubling waits: some three days
LEASE = dt.timedelta(minutes=5)  # a worker that is silent for so long is taken for dead


def receive_webhook(raw: bytes, signature: str) -> WebhookEvent:
    """Verify, store, commit; processing follows by itself. The same event twice is one row.

    Raises BadSignature before anything is stored. Where the broker is away, the row waits for the sweeper.
    """
    signed = gateway.verify_event(raw, signature)
    with transaction.atomic():
        event, made = WebhookEvent.objects.get_or_create(
            event_id=signed.id,
            defaults={
                "type": signed.type,
                "api_version": signed.api_version,
                "livemode": signed.livemode,
                "object_id": signed.object_id,
                "body": raw,
            },
        )
        if made:
            event_pk = event.pk

            def ask_a_worker() -> None:  # Django logs a robust hook that fails by its name, which a partial lacks
                enqueue(event_pk)

            def tell_the_breaker() -> None:
                limits.note_outcome(signed.type)

            transaction.on_commit(ask_a_worker, robust=True)
            transaction.on_commit(tell_the_breaker, robust=True)
    return event


def enqueue(event_pk: int) -> None:
    """Ask a worker, by name: tasks stand above actions."""
    current_app.send_task("portal.payments.tasks.process_webhook", args=[event_pk], retry=False)


def process_event(event_pk: int) -> WebhookEvent:
    """Let a stored event have its effect, exactly once: effects and the "done" mark share one transaction.

    A failure of ours is written on the row, which is tried again later, and later still; after ATTEMPTS it waits for
    staff. Nothing is raised for it: the row is the queue.
    """
    waiting = WebhookEvent.objects.filter(pk=event_pk).exclude(status__in=FINAL)
    now = timezone.now()
    waiting.update(status=Status.PROCESSING, attempts=F("attempts") + 1, next_attempt=now + LEASE)
    try:
        with transaction.atomic():
            event = WebhookEvent.objects.select_for_update().get(pk=event_pk)
            if event.status not in FINAL:
                _react(event)
    except Exception as error:
        logger.exception("Webhook %s failed", event_pk)
        return _note_failure(event_pk, f"{type(error).__name__}: {error}", final=isinstance(error, ForeignSession))
    return event


def _react(event: WebhookEvent) -> None:
    body = json.loads(bytes(event.body))["data"]["object"]
    pointer = point(event.type, body)
    event.error, event.finished_at = "", timezone.now()
    if pointer is None and event.type != PAYOUT_FAILED:
        event.status = Status.IGNORED
    elif event.livemode != gateway.livemode():
        event.status, event.error = Status.QUARANTINED, f"livemode is {event.livemode}"
        logger.error("Webhook %s held back: %s", event.event_id, event.error)
    elif pointer is None:
        note_failed(body["id"])
        event.status = Status.DONE
    else:
        _follow(event, pointer)
    event.save()


def _follow(event: WebhookEvent, pointer: Pointer) -> None:
    """Find our payment and converge with Stripe; what was held back marks the event too."""
    origin = _origin(pointer)
    if not origin.payment_id:
        event.status = Status.IGNORED
        return
    first = Payment.objects.filter(pk=origin.payment_id).first()
    if first is None:
        raise PaymentNotHere(origin.payment_id)
    if pointer.subscription and first.plan_id:
        sync_plan(first.plan_id, pointer.subscription)
    payment: Payment | None = first
    if origin.renewal:
        payment = payment_of_invoice(first, origin.invoice)
    if payment is not None:
        payment = sync(payment.pk, cause=event.type, actor=event.event_id, session=pointer.session)
    event.payment = payment
    event.status = Status.QUARANTINED if payment and payment.quarantine else Status.DONE
    event.error = payment.quarantine if payment else ""


def _origin(pointer: Pointer) -> Origin:
    """Whose event it is. Refunds, disputes and the charges of plans say no more than an intent."""
    if pointer.payment_id:
        return Origin(pointer.payment_id, pointer.invoice, pointer.renewal)
    known = Payment.objects.filter(stripe_intent=pointer.intent).values_list("pk", flat=True).first()
    return Origin(str(known)) if known else gateway.origin_of_intent(pointer.intent)


@transaction.atomic
def _note_failure(event_pk: int, error: str, *, final: bool) -> WebhookEvent:
    event = WebhookEvent.objects.select_for_update().get(pk=event_pk)
    if event.status in FINAL:  # another worker was luckier meanwhile
        return event
    event.error = error[:2000]
    event.status = Status.QUARANTINED if final or event.attempts >= ATTEMPTS else Status.FAILED
    event.next_attempt = timezone.now() + min(FIRST_WAIT * 2 ** min(event.attempts - 1, 16), LONGEST_WAIT)
    event.save()
    return event


def replay_event(event_pk: int, *, by: Person) -> WebhookEvent:
    """Let an event have its effect again, whatever became of it: harmless, because effects converge. Audited.

    Raises BodyGone where its body was deleted after its time of keeping.
    """
    with transaction.atomic():
        event = WebhookEvent.objects.select_for_update().get(pk=event_pk)
        if not event.body:
            raise BodyGone(_("This webhook is too old: its content has been deleted. Compare with Stripe instead."))
        event.status, event.attempts, event.error = Status.RECEIVED, 0, ""
        event.save()
        log(instance=event, action="payments.replay", user=by)
    return process_event(event_pk)
