"""Receipts for gifts: gathers the donor and the gifts, lets portal.payments number and keep them, and writes."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.models import Donation
from campaigns.queries.receipt_paper import printed
from campaigns.queries.receipts import donations_on, donor_of, identity, payment_of, was_pressed
from portal.mail.send import queue
from portal.payments.actions import receipts as keeping
from portal.payments.models import Payment, Receipt, ReceiptLine
from portal.payments.received import given_jpy
from portal.payments.refusals import AlreadyOnReceipt, NothingReceived
from portal.people.errors import Refused
from portal.people.models import Person

from .receipt_details import ReceiptDetails, rewrite

Kind = Receipt.Kind


class SeveralDonors(Refused):
    def __init__(self) -> None:
        super().__init__(_("These gifts are not of one donor with one name and address."))


class PressedTwice(Refused):
    def __init__(self) -> None:
        super().__init__(_("This was done already."))


@transaction.atomic
def issue_receipt(*, donation: Donation, by: Person | None = None, nonce: str = "") -> Receipt:
    """A certificate for one gift, with its mail. Raises NoReceipt's kinds, which say what is missing.

    `nonce` is of the page on which somebody confirmed it, here and below: the audit keeps it, so that a second press of
    the same button is known (queries.receipts.was_pressed).
    """
    return _issue(Kind.CERTIFICATE, [donation], by=by, nonce=nonce)


@transaction.atomic
def issue_annual_statement(*, donations: Sequence[Donation], by: Person | None = None, nonce: str = "") -> Receipt:
    """One receipt for the gifts of one donor in one calendar year, a line each.

    Raises SeveralDonors, and NoReceipt's kinds.
    """
    if len({identity(donation) for donation in donations}) != 1:
        raise SeveralDonors
    return _issue(Kind.STATEMENT, donations, by=by, nonce=nonce)


@transaction.atomic
def void_receipt(*, receipt: Receipt, reason: str, by: Person, nonce: str = "") -> Receipt:
    """Cancel a receipt and tell the donor; its gifts may stand on another. Raises ReceiptIsVoid."""
    receipt = keeping.void(receipt, reason=reason)
    log(instance=receipt, action="campaigns.receipt_voided", user=by, data={"reason": reason, "nonce": nonce})
    _tell_of_cancellation(receipt)
    return receipt


@transaction.atomic
def void_and_replace(
    *, receipt: Receipt, reason: str, by: Person, details: ReceiptDetails | None = None, nonce: str = ""
) -> Receipt:
    """Cancel a receipt and issue another for what is left of its gifts, with `details`, or the donor's of today.

    The corrected details are those of all its gifts from then on; the old receipt keeps what stood on it. Raises
    ReceiptIsVoid, and NoReceipt's kinds: then nothing has happened.
    """
    old = keeping.void(receipt, reason=reason)
    corrected = rewrite(donations_on(old), details) if details else []
    data = {"reason": reason, "corrected": corrected, "nonce": nonce}
    log(instance=old, action="campaigns.receipt_voided", user=by, data=data)
    return _issue(old.kind, _left(old), by=by, replaces=old)


@transaction.atomic
def replace_cancelled(*, receipt: Receipt, by: Person, nonce: str = "") -> Receipt:
    """Issue another receipt for what is left of the gifts of one that a refund has cancelled. Raises NoReceipt's kinds."""
    receipt = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    newer = Receipt.objects.filter(replaces=receipt).first()
    if newer is not None or receipt.is_live:
        raise AlreadyOnReceipt(newer or receipt)
    return _issue(receipt.kind, _left(receipt), by=by, replaces=receipt, nonce=nonce)


@transaction.atomic
def reissue(*, receipt: Receipt, by: Person, nonce: str = "") -> bytes:
    """Send the donor a copy that is marked 再発行; returns its PDF. Raises ReceiptIsVoid, PressedTwice."""
    receipt = keeping.count_reissue(receipt)
    if was_pressed(nonce):  # nothing else would stop a second copy
        raise PressedTwice
    log(instance=receipt, action="campaigns.receipt_reissued", user=by, data={"nonce": nonce})
    pdf = printed(receipt, list(receipt.lines.all()))
    _send(receipt, pdf)
    return pdf


def tell_of_refund(payment: Payment) -> None:
    """Write to the donor of each receipt that a refund of this payment has cancelled; once for each."""
    cancelled = Receipt.objects.filter(lines__payment=payment, void_reason=Receipt.REFUNDED, state=Receipt.State.VOID)
    for receipt in cancelled.defer("pdf"):
        _tell_of_cancellation(receipt)


def _issue(
    kind: str, donations: Sequence[Donation], *, by: Person | None, replaces: Receipt | None = None, nonce: str = ""
) -> Receipt:
    if not donations or any(donation.payment is None for donation in donations):
        raise NothingReceived
    newest = donations[-1]
    receipt = keeping.issue(
        kind=kind,
        payments=[payment_of(donation) for donation in donations],
        donor=donor_of(newest),
        printer=printed,
        replaces=replaces,
    )
    log(instance=receipt, action="campaigns.receipt_issued", user=by, data={"nonce": nonce})
    _send(receipt, bytes(receipt.pdf))
    return receipt


def _left(receipt: Receipt) -> list[Donation]:
    """The gifts of a receipt of which something is still here, and on no other receipt."""
    gifts = donations_on(receipt)
    free = [gift for gift in gifts if not ReceiptLine.objects.filter(payment=gift.payment_id, live=True).exists()]
    return [gift for gift in free if given_jpy(payment_of(gift))]


def _send(receipt: Receipt, pdf: bytes) -> None:
    donations = list(donations_on(receipt))
    if not donations[-1].email:  # given by cash or transfer: the office prints it
        return
    queue(
        template="gift_receipt",
        to=donations[-1].email,
        language=receipt.language,
        context={"receipt": receipt, "donation": donations[-1], "donor": _greeted(receipt, donations[-1])},
        key=("gift_receipt", str(receipt.pk), str(receipt.reissued_count)),
        attachments=[(receipt.file_name, pdf, "application/pdf")],
    )


def _tell_of_cancellation(receipt: Receipt) -> None:
    donation = list(donations_on(receipt))[-1]
    if not donation.email:
        return
    queue(
        template="gift_receipt_cancelled",
        to=donation.email,
        language=receipt.language,
        context={"receipt": receipt, "donation": donation, "donor": _greeted(receipt, donation)},
        key=("gift_receipt_cancelled", str(receipt.pk)),
    )


def _greeted(receipt: Receipt, donation: Donation) -> str:
    """Whom the mail speaks to: of a company its contact, because a mail is read by a person."""
    return donation.salutation if receipt.donor_is_body else receipt.donor_name
