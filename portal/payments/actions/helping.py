"""What staff do for one payment: compare it again, release what was held back, write its mail once more."""

import logging
import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.people.models import Person

from ..errors import ForeignSession, IncompleteFacts, NotAtProvider, NothingToWrite, PaymentProviderDown
from ..models import Payment, WebhookEvent
from .inbox import replay_event
from .settling import sync
from .steps import lock, mail_handler_of

logger = logging.getLogger(__name__)


def look_again(payment_id: uuid.UUID, *, by: Person) -> Payment:
    """Compare one payment with Stripe now; what no longer differs is released, with its webhooks. Audited.

    What differs stays held back: nobody takes another amount than was agreed (money.md 9). Raises PaymentProviderDown.
    """
    log(instance=Payment.objects.get(pk=payment_id), action="payments.look_again", user=by)
    try:
        payment = sync(payment_id, cause="looked at again", actor=str(by))
    except (NotAtProvider, IncompleteFacts, ForeignSession) as error:
        raise PaymentProviderDown(_("Stripe knows no such payment, or not all of it yet.")) from error
    if not payment.quarantine:
        held = WebhookEvent.objects.filter(payment=payment, status=WebhookEvent.Status.QUARANTINED).exclude(body=b"")
        for event in held:
            replay_event(event.pk, by=by)
    return payment


@transaction.atomic
def write_again(payment_id: uuid.UUID, *, nonce: str, by: Person) -> Payment:
    """Send the payer the mail of the payment's state once more; the same form (`nonce`) writes one mail. Audited.

    The mail has a key of its own: that the first one has gone does not hold it up (money.md 18). Raises NothingToWrite.
    """
    payment = lock(payment_id)
    if payment.surplus or payment.state not in (Payment.State.PAID, Payment.State.PROCESSING):
        raise NothingToWrite(_("There is no mail for a payment in this state."))
    if not mail_handler_of(payment.purpose)(payment, again=nonce):
        raise NothingToWrite(_("There is nobody to write to, or nothing to say about this payment."))
    log(instance=payment, action="payments.write_again", user=by)
    return payment


@transaction.atomic
def read_body(event_pk: int, *, by: Person) -> bytes:
    """The body of a webhook as Stripe sent it; it names people, so that reading it is audited. Empty once deleted."""
    event = WebhookEvent.objects.get(pk=event_pk)
    if event.body:
        log(instance=event, action="payments.read_body", user=by)
    return bytes(event.body)
