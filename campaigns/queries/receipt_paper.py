"""A receipt on paper: as it was issued, as a marked copy, and, once it is cancelled, as a paper that says so.

The file that was issued is never rewritten. Everything else is made from the receipt's snapshot when it is asked for.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from portal.documents.render import render_pdf
from portal.payments.models import Receipt, ReceiptLine


def printed(receipt: Receipt, lines: Sequence[ReceiptLine]) -> bytes:
    """The receipt as PDF/A, from its snapshot alone: marked 再発行 from the first reissue on, 無効 once it is cancelled.

    The same receipt in the same state gives the same bytes.
    """
    organisation, language = receipt.organisation, receipt.language
    reissued_at = receipt.reissued_at or timezone.now()
    data = {
        "kind": receipt.kind,
        "code": receipt.code,
        "year": receipt.series.year,
        "test": not receipt.series.livemode,
        "language": language,
        "issued_on": timezone.localdate(receipt.issued_at),
        "reissued": receipt.reissued_count,
        "reissued_on": timezone.localdate(reissued_at),
        "replaces": receipt.replaces.code if receipt.replaces else "",
        **_cancellation(receipt),
        "donor_name": receipt.donor_name,
        "donor_postcode": receipt.donor_postcode,
        "donor_address": receipt.donor_address,
        "donor_is_body": receipt.donor_is_body,
        "amount_jpy": receipt.amount_jpy,
        "lines": [{"received_on": line.received_on, "amount_jpy": line.amount_jpy} for line in lines],
        **{word: organisation[f"{word}_{language}"] for word in ("name", "address", "representative")},
        "phone": organisation["phone"],
        "certifications": organisation["certifications"],
    }
    return render_pdf("receipt", data, at=_dated(receipt, reissued_at))


def as_it_stands(receipt: Receipt) -> bytes:
    """The file to hand out today: the one that was issued while nothing has happened since, a marked one otherwise."""
    if receipt.is_live and not receipt.reissued_count:
        return bytes(receipt.pdf)
    return printed(receipt, list(receipt.lines.all()))


def _cancellation(receipt: Receipt) -> dict[str, Any]:
    """Why it was cancelled stays in the office: somebody wrote it for colleagues."""
    if receipt.voided_at is None:
        return {"voided_on": None, "replaced_by": ""}
    codes = Receipt.objects.filter(replaces=receipt).values_list("code", flat=True)
    return {"voided_on": timezone.localdate(receipt.voided_at), "replaced_by": codes.first() or ""}


def _dated(receipt: Receipt, reissued_at: dt.datetime) -> dt.datetime:
    if receipt.voided_at is not None:
        return receipt.voided_at
    return reissued_at if receipt.reissued_count else receipt.issued_at
