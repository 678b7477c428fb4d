"""What happens to a gift when its payment moves. Called by portal.payments, in the payment's transaction."""

from campaigns.models import Donation, MonthlyGift
from portal.mail.send import queue
from portal.payments.models import Payment
from portal.payments.states import OVER

from .dedicating import send_card
from .monthly import gift_of_month
from .receipts import tell_of_refund


def settle_donation(payment: Payment) -> None:
    """Tell donor and runner what became of a gift; the ledger already holds the money.

    A later month of a plan has no gift yet: it is made here, quietly or not.
    Accepts any prior state, and may be called again: every mail has its own key. It asks neither campaign nor page
    whether they are still open: money that arrives late is kept and counted. Raises Donation.DoesNotExist for a
    payment that belongs to no gift, loudly. What a reconciler heals quietly brings no mail (money.md 18).
    """
    if payment.plan_id and payment.is_paid:
        gift_of_month(payment)
    donation = Donation.objects.select_related(
        "campaign__gift_terms", "page__runner__person", "page__team__captain__person"
    ).get(pk=payment.reference)
    if payment.quiet:
        return
    if payment.state == Payment.State.PROCESSING:
        _write_to_donor("gift_promised", donation, payment)
    if payment.state == Payment.State.PAID and not payment.surplus:
        first = payment.plan_id is None or MonthlyGift.objects.filter(first=donation).exists()
        _write_to_donor("gift_received" if first else "gift_month_received", donation, payment)
        _write_to_runner(donation, payment)
        send_card(donation)
        tell_of_refund(payment)
    if payment.state in OVER and _was_promised(payment):
        _write_to_donor("gift_lapsed", donation, payment)


def write_again(payment: Payment, *, again: str) -> bool:
    """Staff have the donor written to once more; the runner is not. True where a mail was written (money.md 18)."""
    donation = Donation.objects.select_related("campaign__gift_terms", "page").get(pk=payment.reference)
    if payment.state == Payment.State.PROCESSING:
        return _write_to_donor("gift_promised", donation, payment, again)
    first = payment.plan_id is None or MonthlyGift.objects.filter(first=donation).exists()
    return _write_to_donor("gift_received" if first else "gift_month_received", donation, payment, again)


def _was_promised(payment: Payment) -> bool:
    """Whether the donor held a payment slip: who only left the checkout hears nothing."""
    return payment.transitions.filter(from_state=Payment.State.PROCESSING).exists()


def _write_to_donor(template: str, donation: Donation, payment: Payment, *again: str) -> bool:
    """False where there is nobody to write to: of cash or a transfer no address may be known."""
    if not donation.email:
        return False
    queue(
        template=template,
        to=donation.email,
        language=donation.language,
        context={"donation": donation, "payment": payment},
        key=(template, str(payment.pk), *again),
    )
    return True


def _write_to_runner(donation: Donation, payment: Payment) -> None:
    """Only what the donor lets the runner see; of a gift for the office alone, nothing."""
    page = donation.page
    if page is None or page.owner is None or donation.visibility == Donation.Visibility.STAFF:
        return
    queue(
        template="run_gift_arrived",
        to=page.owner,
        context={
            "page": page,
            "name": donation.shown_name,
            "amount_jpy": donation.gift_jpy if donation.show_amount else None,
            "message": donation.shown_message,
        },
        key=("run_gift_arrived", str(payment.pk)),
    )
