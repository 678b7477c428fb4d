"""Receipts that wait for a correction: the donor of their gifts has said another name or address than is printed."""

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Trim

from campaigns.models import Donation
from portal.payments.models import Receipt


def corrections_asked() -> QuerySet[Receipt]:
    """Valid receipts whose gifts say something else now, the oldest first; without their files."""
    gifts = Donation.objects.filter(payment__receipt_lines__receipt=OuterRef("pk"))
    told = gifts.exclude(legal_name="").exclude(address="").annotate(name=Trim("legal_name"), place=Trim("address"))
    other = told.exclude(
        name=OuterRef("donor_name"), postcode=OuterRef("donor_postcode"), place=OuterRef("donor_address")
    )
    asked: QuerySet[Receipt] = Receipt.objects.live().filter(Exists(other))
    return asked.select_related("series").defer("pdf").order_by(F("issued_at"))


def has_asked(receipt: Receipt) -> bool:
    """Whether the donor of this receipt waits for a correction."""
    return corrections_asked().filter(pk=receipt.pk).exists()
