"""Gifts as a spreadsheet. What people typed is text in every program, never a formula."""

import csv
import datetime as dt
import io
from collections.abc import Iterator

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import Donation
from portal.documents.sheets import Cell, Sheet, neutral, workbook
from portal.payments.gateway import livemode
from portal.payments.models import LedgerEntry, Payment

WIDTHS = (12, 12, 24, 24, 30, 12, 12, 12, 12, 14, 28, 24, 24, 10, 18, 38)
YEN = range(5, 9)  # the columns of yen
MATCH = LedgerEntry.Kind.MATCH


def heads() -> list[str]:
    """The names of the columns, in the reader's language."""
    return [
        _("Given on"), _("Received on"), pgettext("person", "Name"), _("Company or group"), _("E-mail address"), _("Gift (yen)"),
        _("Fee covered (yen)"), _("Here now (yen)"), _("Matched (yen)"), _("How it came"), _("Campaign"), _("Page"),
        _("Team"), _("Wants a receipt"), _("Receipt"), _("Number of the gift"),
    ]  # fmt: skip


def gift_rows(first: dt.date, last: dt.date) -> Iterator[list[Cell]]:
    """Gifts whose money came on the Tokyo days `first` to `last`, the oldest first; four queries however many."""
    paid = Donation.objects.filter(
        payment__state=Payment.State.PAID,
        payment__surplus=False,
        payment__livemode=livemode(),
        payment__paid_at__date__gte=first,
        payment__paid_at__date__lte=last,
    )
    here = dict(_net(paid, match=False))
    added = dict(_net(paid, match=True))
    gifts = paid.select_related("payment", "campaign", "page", "team").prefetch_related(
        "payment__receipt_lines__receipt"
    )
    for gift in gifts.order_by("payment__paid_at", "pk"):
        yield _row(gift, here.get(gift.payment_id, 0), added.get(gift.payment_id, 0))


def _net(gifts: "object", *, match: bool) -> Iterator[tuple[object, int]]:
    lines = LedgerEntry.objects.filter(payment__donation__in=gifts).order_by()
    lines = lines.filter(kind=MATCH) if match else lines.exclude(kind=MATCH)
    yield from lines.values_list("payment").annotate(yen=Sum("gift_jpy"))


def _row(gift: Donation, here: int, added: int) -> list[Cell]:
    payment = gift.payment
    assert payment is not None  # noqa: S101  # selected by it
    codes = " ".join(line.receipt.code for line in payment.receipt_lines.all() if line.live)
    return [
        timezone.localdate(gift.created_at), payment.paid_at and timezone.localdate(payment.paid_at), gift.donor_name,
        gift.company, gift.email, gift.gift_jpy, gift.fee_cover_jpy, here, added, payment.get_method_display(),
        gift.campaign.name, gift.page.name if gift.page else "", gift.team.name if gift.team else "",
        _("yes") if gift.wants_receipt else "", codes, str(gift.pk),
    ]  # fmt: skip


def _neutral_row(row: list[Cell]) -> list[Cell]:
    return [neutral(cell) if isinstance(cell, str) else cell for cell in row]


def gifts_csv(first: dt.date, last: dt.date) -> bytes:
    """UTF-8 with a mark at its beginning, without which Excel takes Japanese for something else."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads())
    for row in gift_rows(first, last):
        writer.writerow([cell.isoformat() if isinstance(cell, dt.date) else cell for cell in _neutral_row(row)])
    return out.getvalue().encode("utf-8-sig")


def gifts_workbook(first: dt.date, last: dt.date) -> bytes:
    """The same as .xlsx."""
    columns = list(zip(heads(), WIDTHS, strict=True))
    return workbook([Sheet(f"{first.isoformat()}…", columns, gift_rows(first, last), thousands=YEN)])
