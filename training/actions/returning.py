"""A course fee goes back. Called by portal.payments, in the payment's transaction."""

from django.utils import timezone

from portal.payments.models import Payment, Refund
from portal.payments.queries import refundable_jpy

from ..models import Enrolment, State
from .letters import tell
from .seats import lock_enrolment, note


def note_refund(refund: Refund) -> None:
    """Tell the learner, and keep the list of fees that are owed true: sent back in full is off it, failed is on it.

    Pending is not done (money.md 13). Raises Enrolment.DoesNotExist for a payment that belongs to no enrolment.
    """
    payment = refund.payment
    enrolment = lock_enrolment(Enrolment.objects.only("pk").get(uuid=payment.reference).pk)
    done, failed = refund.status == Refund.Status.SUCCEEDED, refund.status in Refund.VOID
    if failed or (done and enrolment.refund_due and _all_of_it(payment)):
        _set_due(enrolment, failed, reason=f"refund {refund.pk}: {refund.status}")
    if not payment.quiet:
        step = "done" if done else "failed" if failed else "on_its_way"
        tell(enrolment, "refunded", occasion=f"{refund.pk}:{step}", refund=refund)


def _all_of_it(payment: Payment) -> bool:
    unfinished = payment.refunds.filter(status__in=Refund.UNFINISHED).exists()
    return refundable_jpy(payment) == 0 and not unfinished


def _set_due(enrolment: Enrolment, due: bool, *, reason: str) -> None:
    if enrolment.refund_due == due:
        return
    enrolment.refund_due = due
    enrolment.save(update_fields=["refund_due"])
    note(enrolment, origin=State(enrolment.state), by=None, reason=reason, at=timezone.now())
