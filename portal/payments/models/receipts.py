"""Donation receipts (寄附金受領証明書): numbered without a gap, never changed, never deleted."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .issuer import ReceiptIssuer
from .payment import Payment


class ReceiptSeries(models.Model):
    """The numbers of one organisation and calendar year; test-mode receipts count in a series of their own.

    `last_number` is raised under the row's lock, in the transaction that writes the receipt: a receipt that fails
    gives its number back, so there are no gaps.
    """

    issuer = models.ForeignKey(ReceiptIssuer, on_delete=models.PROTECT, related_name="series")
    year = models.PositiveSmallIntegerField(_("year"))
    livemode = models.BooleanField(_("real money"))
    prefix = models.CharField(_("prefix of numbers"), max_length=20)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of receipts")
        verbose_name_plural = _("series of receipts")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "livemode"], name="receipt_one_series_a_year"),
            models.UniqueConstraint(fields=["prefix"], name="receipt_series_prefix_is_its_own"),
        ]

    def __str__(self) -> str:
        return self.prefix


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def live(self) -> "ReceiptQuerySet":
        return self.filter(state=Receipt.State.LIVE)


class Receipt(models.Model):
    """One receipt as it was printed: a snapshot, its PDF and the PDF's hash.

    `organisation` holds what stood on it: name, address, representative, certifications. Database triggers
    (portal/payments/frozen.py) refuse every change but voiding and the note of reissues, and every deletion:
    receipts are kept at least five years, also after an erasure of the donor's other data.
    """

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("receipt")
        STATEMENT = "statement", _("annual statement")

    class State(models.TextChoices):
        LIVE = "live", _("valid")
        VOID = "void", pgettext_lazy("a receipt", "cancelled")

    REFUNDED: ClassVar = "refunded"  # the reason that the house itself gives

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(ReceiptSeries, on_delete=models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField(_("number in the series"))
    code = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    organisation = models.JSONField(_("organisation, as printed"))
    donor_name = models.CharField(_("legal name"), max_length=120)
    donor_postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    donor_address = models.CharField(_("address"), max_length=300)
    donor_is_body = models.BooleanField(_("to a company or group"), default=False)
    amount_jpy = models.PositiveIntegerField(_("amount in yen"))
    received_on = models.DateField(_("received on"), help_text=_("Of a statement: the day of its last gift."))
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now, editable=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField("SHA-256", max_length=64)

    state = models.CharField(_("state"), max_length=5, choices=State, default=State.LIVE)
    voided_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    void_reason = models.CharField(_("cancelled because"), max_length=250, blank=True)
    reissued_count = models.PositiveSmallIntegerField(_("times reissued"), default=0)
    reissued_at = models.DateTimeField(_("last reissued at"), null=True, blank=True)

    objects: ClassVar = ReceiptQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-issued_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="receipt_number_is_its_own"),
            models.CheckConstraint(condition=Q(number__gt=0, amount_jpy__gt=0), name="receipt_counts_from_one"),
            models.CheckConstraint(condition=~Q(donor_name="") & ~Q(donor_address=""), name="receipt_names_its_donor"),
            models.CheckConstraint(
                condition=Q(state="live", voided_at__isnull=True, void_reason="")
                | (Q(state="void", voided_at__isnull=False) & ~Q(void_reason="")),
                name="receipt_void_has_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    @property
    def file_name(self) -> str:
        """Says what a look at the paper would: `…-void`, `…-reissued`."""
        mark = "" if self.is_live else "-void"
        mark = mark or ("-reissued" if self.reissued_count else "")
        return f"receipt-{self.code}{mark}.pdf"


class ReceiptLine(models.Model):
    """One gift on a receipt. `live` follows its receipt, so that the database keeps a gift off two live ones."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="lines")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="receipt_lines")
    position = models.PositiveSmallIntegerField()
    received_on = models.DateField(_("received on"))
    amount_jpy = models.PositiveIntegerField(_("amount in yen"))
    live = models.BooleanField(default=True)

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("gift on a receipt")
        verbose_name_plural = _("gifts on receipts")
        ordering = ["receipt", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["payment"], condition=Q(live=True), name="receipt_no_gift_on_two_live_receipts"
            ),
            models.UniqueConstraint(fields=["receipt", "position"], name="receipt_line_has_its_place"),
            models.CheckConstraint(condition=Q(amount_jpy__gt=0), name="receipt_line_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.received_on.isoformat()} ¥{self.amount_jpy:,}"
