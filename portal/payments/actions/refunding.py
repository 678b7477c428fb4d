"""Money goes back because staff say so (money.md 13)."""

import logging
import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.people.models import Person

from .. import gateway, queries
from ..errors import IncompleteFacts, NotAtProvider, NotRefundable, PaymentProviderDown, RefundRejected
from ..models import Payment, Refund
from .settling import sync
from .steps import lock

logger = logging.getLogger(__name__)


def refund(payment_id: uuid.UUID | str, *, amount_jpy: int, reason: str, nonce: str, by: Person) -> Refund:
    """Send `amount_jpy` yen of a payment back to the payer; the same form (`nonce`) asks once. Audited.

    The row is reserved and committed before Stripe is asked, so that a crash in between loses nothing: `resume_refunds`
    goes on. Call it OUTSIDE any transaction. Raises NotRefundable (nothing was sent), PaymentProviderDown (noted, and
    tried again by itself).
    """
    row = _reserve(payment_id, amount_jpy=amount_jpy, reason=reason, nonce=nonce, by=by)
    return _ask(row)


@transaction.atomic(durable=True)
def _reserve(payment_id: uuid.UUID | str, *, amount_jpy: int, reason: str, nonce: str, by: Person) -> Refund:
    payment = lock(payment_id)
    if already := Refund.objects.filter(payment=payment, nonce=nonce).first():
        return already
    _must_be_refundable(payment, amount_jpy)
    row = Refund.objects.create(payment=payment, amount_jpy=amount_jpy, reason=reason, nonce=nonce, asked_by=by)
    log(instance=payment, action="payments.refund", user=by, data={"amount_jpy": amount_jpy, "reason": reason})
    return row


def _must_be_refundable(payment: Payment, amount_jpy: int) -> None:
    if not payment.is_paid or not payment.stripe_intent:
        raise NotRefundable(_("Only money that came through the payment service can be sent back from here."))
    if payment.quarantine:
        raise NotRefundable(_("This payment is held back, because it does not match what Stripe says."))
    if payment.disputes.exclude(status__in=["won", "warning_closed", "prevented"]).exists():
        raise NotRefundable(_("This payment is disputed. The bank decides; a refund could pay the money back twice."))
    left = queries.refundable_jpy(payment)
    if not 0 < amount_jpy <= left:
        raise NotRefundable(_("At most %(left)s yen of this payment can still be sent back.") % {"left": f"{left:,}"})


def _ask(row: Refund) -> Refund:
    """Ask Stripe, unless it knows already, and converge. The payment stays locked meanwhile."""
    try:
        with transaction.atomic():
            payment = lock(row.payment_id)
            row.refresh_from_db()
            if row.status == Refund.Status.RESERVED:
                assert payment.stripe_intent is not None  # noqa: S101  # _must_be_refundable saw it
                gateway.create_refund(
                    row.pk, payment_id=payment.pk, intent=payment.stripe_intent, amount_jpy=row.amount_jpy
                )
                sync(payment.pk, cause="refund", actor=str(row.asked_by or ""))
                row.refresh_from_db()
    except RefundRejected as rejected:
        _give_up(row, str(rejected))
        raise NotRefundable(
            _("The payment service refused this refund: %(words)s") % {"words": str(rejected)}
        ) from rejected
    return row


@transaction.atomic
def _give_up(row: Refund, words: str) -> None:
    """Stripe said no for good: the amount may be asked for again."""
    lock(row.payment_id)
    Refund.objects.filter(pk=row.pk, status=Refund.Status.RESERVED).update(
        status=Refund.Status.FAILED, problem=words[:300]
    )
    logger.error("Refund %s of payment %s was refused: %s", row.pk, row.payment_id, words)


def resume_refunds() -> int:
    """Go on with refunds that were reserved but never answered: look them up first, then ask again (money.md 11)."""
    done = 0
    for row in Refund.objects.filter(status=Refund.Status.RESERVED).order_by("created_at"):
        try:
            if sync(row.payment_id, cause="resume_refunds").quarantine:  # what was looked up cannot be trusted
                continue
            done += _ask(row).status != Refund.Status.RESERVED
        except NotRefundable:
            continue  # _give_up has written it down
        except (PaymentProviderDown, NotAtProvider, IncompleteFacts) as error:
            logger.warning("Refund %s could not be asked for: %s", row.pk, error)
    return done
