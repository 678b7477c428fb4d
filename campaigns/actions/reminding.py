"""Payment slips that end soon: one mail, in time, and never for money that has come."""

import logging
import uuid

from django.db import transaction
from django.utils import timezone

from campaigns.models import Donation
from portal.mail.send import queue
from portal.payments.actions import sync
from portal.payments.errors import IncompleteFacts, NotAtProvider
from portal.payments.models import Payment
from portal.people.errors import Refused

logger = logging.getLogger(__name__)
BATCH = 200  # a minute's work; the rest comes with the next beat


def remind_of_slips() -> int:
    """Remind everybody whose slip ends soon; returns how many. What ends first comes first."""
    due = Donation.objects.to_remind(timezone.now()).order_by("payment__voucher_expires_at", "pk")
    return sum(_remind(*row) for row in due.values_list("pk", "payment_id")[:BATCH])


def _remind(donation_id: uuid.UUID, payment_id: uuid.UUID) -> bool:
    """One reminder, unless the slip was paid or has ended meanwhile, by the provider's word if it answers."""
    try:
        sync(payment_id, cause="before a reminder")
    except (Refused, IncompleteFacts, NotAtProvider):
        logger.warning("Payment %s: reminded by what we knew, the provider does not answer", payment_id)
    with transaction.atomic():
        Payment.objects.select_for_update().get(pk=payment_id)
        due = Donation.objects.to_remind(timezone.now()).filter(pk=donation_id)
        donation = due.select_related("campaign", "page", "payment").first()
        if donation is None:
            return False
        queue(
            template="gift_reminder",
            to=donation.email,
            language=donation.language,
            context={"donation": donation, "payment": donation.payment},
            key=("gift_reminder", str(payment_id)),
        )
        donation.reminded_at = timezone.now()
        donation.save(update_fields=["reminded_at"])
    return True
