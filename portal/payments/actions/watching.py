"""Listens whether Stripe still speaks to us, tidies what it said, and lets staff stop the comparisons."""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.people.models import Person

from .. import queries
from ..models import ReconcilerSwitch, WebhookEvent

logger = logging.getLogger(__name__)


def raise_alarm_of_silence() -> bool:
    """True, and an error in the log, where no webhook came for WEBHOOK_SILENCE_HOURS while payments are open.

    A bot wall in front of the endpoint is the usual cause (money.md 23).
    """
    silence = queries.webhook_silence()
    if silence is None:
        return False
    logger.error(
        "No webhook since %s although %s payments are open: look at the endpoint and at what stands before it",
        silence.since or "ever",
        silence.open_payments,
    )
    return True


def purge_webhook_bodies() -> int:
    """Delete the bodies of webhooks that had their effect WEBHOOK_BODY_DAYS ago; how many. The rows stay."""
    before = timezone.now() - dt.timedelta(days=settings.WEBHOOK_BODY_DAYS)
    over = WebhookEvent.objects.filter(status__in=["done", "ignored"], finished_at__lt=before)
    return over.exclude(body=b"").update(body=b"")


@transaction.atomic
def switch_reconcilers(*, on: bool, by: Person, reason: str = "") -> ReconcilerSwitch:
    """Stop or start every comparison (money.md 24). Audited with the reason; pressing twice changes nothing."""
    switch, _made = ReconcilerSwitch.objects.select_for_update().get_or_create(pk=1)
    if switch.is_on != on:
        switch.is_on, switch.changed_at, switch.changed_by = on, timezone.now(), by
        switch.save()
        log(instance=switch, action="payments.switch", user=by, data={"on": on, "reason": reason})
    return switch
