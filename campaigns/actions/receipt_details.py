"""Who stands on a receipt: said by the donor, put right by either side. What was issued stays as it was issued."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.models import Donation, MonthlyGift
from campaigns.queries.receipt_corrections import has_asked
from campaigns.queries.receipts import donations_on
from portal.mail.send import queue
from portal.payments.models import Receipt, ReceiptLine
from portal.payments.refusals import AlreadyOnReceipt, ReceiptIsVoid
from portal.people.errors import Refused
from portal.people.models import Person

from .monthly import remember_wishes


class NothingWrong(Refused):
    """A correction that says what the receipt says already, or one that nobody waits for any more."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(_("Receipt %(code)s has this very name and address.") % {"code": receipt.code})


@dataclass(frozen=True, kw_only=True)
class ReceiptDetails:
    """Legal name and address as they are to be printed."""

    legal_name: str
    postcode: str
    address: str

    @classmethod
    def on(cls, receipt: Receipt) -> "ReceiptDetails":
        """As they stand on a receipt."""
        return cls(legal_name=receipt.donor_name, postcode=receipt.donor_postcode, address=receipt.donor_address)


@transaction.atomic
def give_receipt_details(*, donation: Donation, legal_name: str, postcode: str, address: str) -> Donation:
    """The donor asks for a receipt and says who they are; the coming gifts of a monthly plan follow.

    Raises AlreadyOnReceipt: then a correction may be asked for.
    """
    details = ReceiptDetails(legal_name=legal_name, postcode=postcode, address=address)
    return _rewrite_alone(donation, details)[0]


@transaction.atomic
def correct_receipt_details(*, donation: Donation, details: ReceiptDetails, reason: str, by: Person) -> Donation:
    """The office corrects them before a receipt is issued. Raises AlreadyOnReceipt: then the receipt is replaced."""
    donation, corrected = _rewrite_alone(donation, details)
    data = {"reason": reason, "corrected": corrected}
    log(instance=donation, action="campaigns.receipt_details_corrected", user=by, data=data)
    return donation


@transaction.atomic
def ask_for_correction(*, receipt: Receipt, details: ReceiptDetails) -> bool:
    """The donor says what should stand on their receipt; it stays as it is until the office replaces it.

    The wish is the details of its gifts: what differs from the receipt waits for the office (queries.receipt_corrections).
    Saying what the receipt says takes a wish back: then False. Raises ReceiptIsVoid, NothingWrong.
    """
    gifts = _locked(donations_on(receipt))
    receipt.refresh_from_db(fields=["state"])
    if not receipt.is_live:
        raise ReceiptIsVoid(receipt)
    is_wrong = details != ReceiptDetails.on(receipt)
    if not is_wrong and not has_asked(receipt):
        raise NothingWrong(receipt)
    if rewrite(gifts, details):
        asked = "correction_asked" if is_wrong else "correction_withdrawn"
        log(instance=receipt, action=f"campaigns.receipt_{asked}")
    return is_wrong


@transaction.atomic
def keep_receipt(*, receipt: Receipt, reason: str, by: Person, nonce: str = "") -> Receipt:
    """The office leaves a receipt as it is although the donor asked; they are told why, in `reason`. Raises NothingWrong."""
    gifts = _locked(donations_on(receipt))
    if not has_asked(receipt):
        raise NothingWrong(receipt)
    rewrite(gifts, ReceiptDetails.on(receipt))
    log(instance=receipt, action="campaigns.receipt_kept", user=by, data={"reason": reason, "nonce": nonce})
    donor = gifts[-1].salutation if receipt.donor_is_body else receipt.donor_name
    if gifts[-1].email:
        queue(
            template="gift_receipt_kept",
            to=gifts[-1].email,
            language=receipt.language,
            context={"receipt": receipt, "donation": gifts[-1], "donor": donor, "reason": reason},
        )
    return receipt


def rewrite(donations: Iterable[Donation], details: ReceiptDetails) -> list[str]:
    """Give these gifts, and the coming ones of their plans, the details; the names of the fields that changed."""
    changed: set[str] = set()
    for donation in _locked(donations):
        changed |= {name for name, value in asdict(details).items() if getattr(donation, name) != value}
        for name, value in asdict(details).items():
            setattr(donation, name, value)
        donation.wants_receipt = True
        donation.save(update_fields=["wants_receipt", "legal_name", "postcode", "address"])
        remember_wishes(donation, MonthlyGift.RECEIPT)
    return sorted(changed)


def _rewrite_alone(donation: Donation, details: ReceiptDetails) -> tuple[Donation, list[str]]:
    locked = _locked([donation])
    line = ReceiptLine.objects.filter(payment=donation.payment_id, live=True).select_related("receipt").first()
    if line:
        raise AlreadyOnReceipt(line.receipt)
    corrected = rewrite(locked, details)
    return Donation.objects.get(pk=donation.pk), corrected


def _locked(donations: Iterable[Donation]) -> list[Donation]:
    """Locked, in the order in which they came: as every other action that needs several."""
    wanted = [donation.pk for donation in donations]
    found = Donation.objects.select_for_update(of=("self",)).filter(pk__in=wanted).select_related("payment")
    return list(found.order_by("payment__paid_at", "pk"))
