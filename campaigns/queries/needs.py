"""What campaigns bring to the money board: cash that waits for a second person, receipts that are due or to correct."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Donation
from campaigns.models.donation import DonationQuerySet
from portal.payments.models import Payment
from portal.payments.needs import Need
from portal.ui import words

from .offline import offline_waiting
from .receipt_corrections import corrections_asked


def board_needs() -> list[Need]:
    """Named in settings.MONEY_BOARD_NEEDS; five queries."""
    first = offline_waiting().first()
    year = timezone.localdate().year
    last, this = (receipts_wished(of).count() for of in (year - 1, year))
    desk = reverse("campaigns_receipts:desk")
    return [
        Need(
            key="offline",
            label=_("Cash and transfers to confirm"),
            count=offline_waiting().count(),
            url=reverse("campaigns_money:offline"),
            detail=_("the oldest %(when)s") % {"when": words.when(first.entered_at)} if first else "",
            right="campaigns.view_offlinegift",
        ),
        Need(
            key="receipts",
            label=_("Receipts due for %(year)s") % {"year": year - 1},
            count=last,
            url=f"{desk}?year={year - 1}",
            right="payments.view_receipt",
            urgent=True,
        ),
        Need(
            key="receipt-corrections",
            label=_("Receipts to correct"),
            count=corrections_asked().count(),
            url=f"{desk}#corrections",
            right="payments.view_receipt",
            urgent=True,
        ),
        Need(
            key="receipts-later",
            label=_("Wishes for a receipt of %(year)s") % {"year": year},
            count=this,
            url=f"{desk}?year={year}",
            detail=_("for January"),
            right="payments.view_receipt",
            later=True,
        ),
    ]


def receipts_wished(year: int) -> DonationQuerySet:
    """Gifts paid in a Tokyo year whose donors want a receipt that is not there. What each lacks, the desk says."""
    wished = Donation.objects.standing().filter(
        wants_receipt=True, payment__state=Payment.State.PAID, payment__surplus=False, payment__paid_at__year=year
    )
    return wished.exclude(payment__receipt_lines__live=True)
