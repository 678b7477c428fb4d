"""What a donor hears when money goes back. Called by portal.payments, in the payment's transaction."""

from campaigns.models import Donation
from portal.mail.send import queue
from portal.payments.models import Refund


def note_refund(refund: Refund) -> None:
    """Write to the donor, once for every step of a refund: on its way, sent back, or failed (money.md 13, 18).

    The totals follow by themselves, as sums over the ledger. Raises Donation.DoesNotExist for a payment of no gift.
    """
    payment = refund.payment
    if payment.quiet:
        return
    donation = Donation.objects.select_related("campaign__gift_terms", "page").get(pk=payment.reference)
    queue(
        template="gift_refunded",
        to=donation.email,
        language=donation.language,
        context={"donation": donation, "payment": payment, "refund": refund},
        key=("gift_refunded", str(refund.pk), step_of(refund)),
    )


def step_of(refund: Refund) -> str:
    """The three things that matter to who waits for money."""
    if refund.status == Refund.Status.SUCCEEDED:
        return "done"
    return "failed" if refund.status in Refund.VOID else "on_its_way"
