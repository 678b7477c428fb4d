"""The donor register (寄附者名簿) of a fiscal year, July to June, as an Excel workbook."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import Donation
from portal.documents.sheets import Sheet, workbook
from portal.payments.models import Receipt
from portal.payments.received import House, given_jpy

from .receipts import paid_between, payment_of

FIRST_MONTH = 7
WIDTHS = (14, 26, 12, 44, 14, 22, 32)
AMOUNT = 4  # the column of yen
Row = tuple[dt.date, str, str, str, int, str, str]


def fiscal_year_of(day: dt.date) -> int:
    """The year in which the fiscal year of `day` began: 30 June 2026 belongs to 2025."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def register_rows(year: int) -> Iterator[Row]:
    """Gifts received from 1 July of `year` to 30 June: day, name, postcode, address, yen, receipts, e-mail.

    Names are the legal ones where the donor gave them. The day is that of the receipt: both ask House.received_on.
    Raises NoIssuer.
    """
    house = House.read()
    first, last = dt.date(year, FIRST_MONTH, 1), dt.date(year + 1, FIRST_MONTH, 1) - dt.timedelta(days=1)
    rows: list[Row] = []
    for gift in paid_between(first, last):
        payment = payment_of(gift)
        day, amount = house.received_on(payment), given_jpy(payment)
        if amount and day is not None and first <= day <= last:
            live = [line.receipt for line in payment.receipt_lines.all() if line.live]
            codes = " ".join(receipt.code for receipt in live)
            rows.append((day, *_donor(gift, live), amount, codes, gift.email))
    yield from sorted(rows)


def _donor(gift: Donation, live: list[Receipt]) -> tuple[str, str, str]:
    """As the valid receipt has it, which a wish for a correction does not change; without one, as the gift has it."""
    for receipt in live:
        return (receipt.donor_name, receipt.donor_postcode, receipt.donor_address)
    return (gift.legal_name or gift.donor_name, gift.postcode, gift.address)


def register_workbook(year: int) -> bytes:
    """The register as .xlsx."""
    names = (
        _("Received on"),
        pgettext("person", "Name"),
        _("Postcode"),
        _("Address"),
        _("Amount (yen)"),
        _("Receipt"),
        _("E-mail address"),
    )
    columns = list(zip(names, WIDTHS, strict=True))
    return workbook([Sheet(f"{year}-{year + 1}", columns, register_rows(year), thousands=[AMOUNT])])
