"""What the worker does for the outbox."""

from celery import shared_task
from django.utils import timezone

from . import delivery
from .models import OutgoingMail

SWEEP_AT_MOST = 500


@shared_task(name="portal.mail.tasks.deliver")
def deliver(mail_id: int) -> None:
    """Send one mail, and then call the one that waited behind it in its thread."""
    mail = delivery.deliver(mail_id)
    if mail is not None and mail.thread and mail.state in (OutgoingMail.State.SENT, OutgoingMail.State.FAILED):
        behind = OutgoingMail.objects.filter(thread=mail.thread, pk__gt=mail.pk).due(timezone.now())
        following = behind.order_by("pk").values_list("pk", flat=True).first()
        if following is not None:
            deliver.delay(following)


@shared_task(name="portal.mail.tasks.sweep")
def sweep() -> int:
    """Call every mail that is due and was left behind: the broker was down, an attempt failed, a worker died.

    Returns how many were called. A mail that is called twice is still sent once (see `delivery.deliver`).
    """
    due = OutgoingMail.objects.due(timezone.now()).next_in_thread().order_by("next_attempt")
    waiting = list(due.values_list("pk", flat=True)[:SWEEP_AT_MOST])
    for mail_id in waiting:
        deliver.delay(mail_id)
    return len(waiting)
