"""What workers and the beat schedule call."""

from celery import shared_task
from django.utils import timezone

from . import actions
from .models import WebhookEvent

AT_ONCE = 500


@shared_task
def process_webhook(event_pk: int) -> None:
    """One stored event."""
    actions.process_event(event_pk)


@shared_task
def sweep_webhooks() -> int:
    """Every event that waits although its time has come: the broker lost it, a worker died, or it failed before."""
    due = WebhookEvent.objects.waiting().filter(next_attempt__lte=timezone.now()).order_by("next_attempt")
    pks = list(due.values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        actions.process_event(pk)
    return len(pks)


@shared_task
def fetch_missing_fees() -> int:
    """Fees that Stripe had not written yet when the money came."""
    return actions.fetch_missing_fees()


@shared_task
def reconcile_open() -> int:
    """Payments that stay open: compared with Stripe."""
    run = actions.reconcile_open()
    return run.looked_at if run else 0


@shared_task
def resume_refunds() -> int:
    """Refunds that staff asked for while Stripe did not answer."""
    return actions.resume_refunds()


@shared_task
def resume_endings() -> int:
    """Monthly plans that staff ended while Stripe did not answer."""
    return actions.resume_endings()


@shared_task
def reconcile_full() -> int:
    """Once a day: everything of 35 days, and whatever is not final; how many new findings."""
    run = actions.reconcile_full()
    return run.found if run else 0


@shared_task
def watch_webhooks() -> bool:
    """Raises an alarm where Stripe has been silent although payments are open."""
    return actions.raise_alarm_of_silence()


@shared_task
def purge_webhook_bodies() -> int:
    """Bodies hold people's names: they go after their time of keeping."""
    return actions.purge_webhook_bodies()


@shared_task
def watch_plans() -> int:
    """Once a day: monthly plans whose webhook never came."""
    return actions.watch_plans()
