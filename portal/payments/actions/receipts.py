"""Issuing, cancelling and reissuing receipts. Who the donor is and how the page is printed, the domain brings along."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import gateway
from ..models import Payment, PayoutArrival, Receipt, ReceiptIssuer, ReceiptLine, ReceiptSeries
from ..received import House, given_jpy
from ..refusals import (
    AlreadyOnReceipt,
    DonorIncomplete,
    NothingReceived,
    NotPaidOutYet,
    ReceiptIsVoid,
    SeveralYears,
)

Printer = Callable[[Receipt, Sequence[ReceiptLine]], bytes]
TEST_PREFIX = "TEST-"


@dataclass(frozen=True, kw_only=True)
class Donor:
    """Who stands on a receipt; `is_body` says that it is a company or group and no person."""

    legal_name: str
    postcode: str
    address: str
    language: str
    is_body: bool = False

    def missing(self) -> list[str]:
        """What a deductible receipt still needs, in the reader's language."""
        wanted = ((_("your legal name"), self.legal_name), (_("your address"), self.address))
        return [name for name, value in wanted if not value.strip()]


@transaction.atomic
def issue(
    *,
    kind: str,
    payments: Iterable[Payment],
    donor: Donor,
    printer: Printer,
    replaces: Receipt | None = None,
) -> Receipt:
    """Number, print and keep a receipt for paid gifts of one calendar year.

    The number is counted under its series' lock in the caller's transaction: if anything fails, printing too, there is
    neither receipt nor gap. Raises NoIssuer, DonorIncomplete, NothingReceived, NotPaidOutYet, NotCertified,
    SeveralYears, AlreadyOnReceipt.
    """
    if missing := donor.missing():
        raise DonorIncomplete(missing)
    house = House.read()
    lines = _lines(house, payments)
    days = [line.received_on for line in lines]
    if len({day.year for day in days}) > 1:
        raise SeveralYears
    series = _next_in_series(house.issuer, days[0].year, gateway.livemode())
    receipt = Receipt(
        series=series,
        number=series.last_number,
        code=f"{series.prefix}-{series.last_number:06d}",
        kind=kind,
        language=donor.language,
        organisation=_as_it_was(house, days),
        donor_name=donor.legal_name.strip(),
        donor_postcode=donor.postcode,
        donor_address=donor.address.strip(),
        donor_is_body=donor.is_body,
        amount_jpy=sum(line.amount_jpy for line in lines),
        received_on=max(days),
        replaces=replaces,
    )
    receipt.pdf = printer(receipt, lines)
    receipt.pdf_sha256 = hashlib.sha256(receipt.pdf).hexdigest()
    receipt.save(force_insert=True)
    for line in lines:
        line.receipt = receipt
    ReceiptLine.objects.bulk_create(lines)
    return receipt


def _lines(house: House, payments: Iterable[Payment]) -> list[ReceiptLine]:
    """One line per gift, oldest first, its payment locked: a refund that comes now waits, and then cancels."""
    wanted = [payment.pk for payment in payments]
    locked = Payment.objects.select_for_update(of=("self",)).filter(pk__in=wanted, livemode=gateway.livemode())
    lines = [_line(house, payment) for payment in locked.order_by("pk")]
    if not lines or len(lines) < len(set(wanted)):
        raise NothingReceived
    lines.sort(key=lambda line: (line.received_on, line.payment.paid_at))
    for position, line in enumerate(lines, start=1):
        line.position = position
    return lines


def _line(house: House, payment: Payment) -> ReceiptLine:
    already = payment.receipt_lines.filter(live=True).select_related("receipt").first()
    if already:
        raise AlreadyOnReceipt(already.receipt)
    amount = given_jpy(payment)
    if not amount:
        raise NothingReceived
    day = house.received_on(payment)
    if day is None:
        raise NotPaidOutYet
    house.certification_on(day)
    return ReceiptLine(payment=payment, received_on=day, amount_jpy=amount)


def _next_in_series(issuer: ReceiptIssuer, year: int, livemode: bool) -> ReceiptSeries:
    """The year's series, locked, one further."""
    prefix = f"{issuer.prefix}{'' if livemode else TEST_PREFIX}{year}"
    ReceiptSeries.objects.get_or_create(issuer=issuer, year=year, livemode=livemode, defaults={"prefix": prefix})
    series = ReceiptSeries.objects.select_for_update().get(issuer=issuer, year=year, livemode=livemode)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return series


def _as_it_was(house: House, days: Sequence[dt.date]) -> dict[str, object]:
    """The organisation as it was on the day of the (last) gift, with every certification that the gifts fall under."""
    details = house.details_on(max(days))
    covering = dict.fromkeys(house.certification_on(day) for day in sorted(days))
    words = ("name", "address", "representative")
    return {
        **{f"{word}_{code}": getattr(details, f"{word}_{code}") for word in words for code in ("ja", "en")},
        "phone": details.phone,
        "certifications": [
            {
                "number": one.number,
                "certified_on": one.certified_on.isoformat(),
                "certifier_ja": one.certifier_ja,
                "certifier_en": one.certifier_en,
            }
            for one in covering
        ],
    }


@transaction.atomic
def void(receipt: Receipt, *, reason: str) -> Receipt:
    """Cancel a receipt: it keeps its number and its PDF, and its gifts are free for another. Raises ReceiptIsVoid."""
    receipt = _lock(receipt)
    receipt.state, receipt.voided_at, receipt.void_reason = Receipt.State.VOID, timezone.now(), reason
    receipt.save(update_fields=["state", "voided_at", "void_reason"])
    receipt.lines.update(live=False)
    return receipt


@transaction.atomic
def count_reissue(receipt: Receipt) -> Receipt:
    """One more copy with the mark 再発行 goes out; number and content stay. Raises ReceiptIsVoid."""
    receipt = _lock(receipt)
    receipt.reissued_count, receipt.reissued_at = receipt.reissued_count + 1, timezone.now()
    receipt.save(update_fields=["reissued_count", "reissued_at"])
    return receipt


def _lock(receipt: Receipt) -> Receipt:
    """Payments first and the receipt after them, as a refund does: two who want both never wait for each other."""
    list(Payment.objects.select_for_update(of=("self",)).filter(receipt_lines__receipt=receipt).order_by("pk"))
    locked = Receipt.objects.select_for_update(of=("self",)).select_related("series").get(pk=receipt.pk)
    if not locked.is_live:
        raise ReceiptIsVoid(locked)
    return locked


def cancel_after_refund(payment: Payment) -> bool:
    """Cancel the live receipt of a payment of which less is left than the receipt says; True where one was.

    The caller holds the payment's lock.
    """
    line = ReceiptLine.objects.filter(payment=payment, live=True).select_related("receipt").first()
    if line is None or given_jpy(payment) >= line.amount_jpy:
        return False
    void(line.receipt, reason=Receipt.REFUNDED)
    return True


@transaction.atomic
def record_payout(*, payout: str, arrived_on: dt.date, charges: Iterable[str]) -> int:
    """Note that the money of these charges (Stripe's ids) reached the bank on `arrived_on`; returns how many are ours.

    The first note of a payment stays: money arrives once.
    """
    found = Payment.objects.filter(stripe_charge__in=list(charges), payout_arrival=None).order_by("pk")
    arrivals = [PayoutArrival(payment=payment, payout=payout, arrived_on=arrived_on) for payment in found]
    return len(PayoutArrival.objects.bulk_create(arrivals))
