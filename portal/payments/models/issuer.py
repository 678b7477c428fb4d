"""Who issues receipts, as it was on each day: name and address, certification, and which date counts as received."""

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.people.paired import Paired

from .payment import Payment


class ReceiptIssuer(models.Model):
    """The organisation whose name stands on receipts; a house has one. `prefix` begins every number."""

    slug = models.SlugField(_("short name"), unique=True)
    prefix = models.CharField(_("prefix of numbers"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("issuer of receipts")
        verbose_name_plural = _("issuers of receipts")

    def __str__(self) -> str:
        return self.slug


class IssuerDetails(models.Model):
    """Name and address from one day on. A move is a new version; the old one stays for the days before it."""

    issuer = models.ForeignKey(ReceiptIssuer, on_delete=models.PROTECT, related_name="details")
    valid_from = models.DateField(_("from this day on"))
    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    address_ja = models.CharField(_("address in Japanese"), max_length=200)
    address_en = models.CharField(_("address in English"), max_length=200)
    representative_ja = models.CharField(_("representative, in Japanese"), max_length=80)
    representative_en = models.CharField(_("representative, in English"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)

    name, address, representative = Paired("name"), Paired("address"), Paired("representative")

    class Meta:
        verbose_name = _("organisation on receipts")
        verbose_name_plural = _("organisation on receipts")
        ordering = ["-valid_from"]
        constraints = [models.UniqueConstraint(fields=["issuer", "valid_from"], name="issuer_one_version_a_day")]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from.isoformat()})"


class Certification(models.Model):
    """A certification (認定) and the days that it covers, both ends included; a renewal is another row."""

    issuer = models.ForeignKey(ReceiptIssuer, on_delete=models.PROTECT, related_name="certifications")
    number = models.CharField(_("certification number"), max_length=60)
    certified_on = models.DateField(_("certified on"))
    valid_from = models.DateField(_("first day"))
    valid_until = models.DateField(_("last day"))
    certifier_ja = models.CharField(_("certified by, in Japanese"), max_length=80)
    certifier_en = models.CharField(_("certified by, in English"), max_length=80)

    certifier = Paired("certifier")

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="certification_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.number

    def covers(self, day: dt.date) -> bool:
        return self.valid_from <= day <= self.valid_until


class ReceivedDatePolicy(models.Model):
    """Which date counts as the day a card gift was received, for payments from one Tokyo day on.

    Since 22 December 2023 the day of the donor's card payment may be used, under conditions, instead of the day on
    which the provider paid out. What was issued keeps its date whatever the policy becomes.
    """

    class Rule(models.TextChoices):
        PAYMENT = "payment", _("the day of the donor's payment")
        PAYOUT = "payout", _("the day of the payout")

    EARLIEST_PAYMENT: ClassVar = dt.date(2023, 12, 22)

    issuer = models.ForeignKey(ReceiptIssuer, on_delete=models.PROTECT, related_name="policies")
    valid_from = models.DateField(_("for payments from this day on"))
    rule = models.CharField(_("date of receipt"), max_length=10, choices=Rule)
    decided = models.CharField(_("decided by"), max_length=200, blank=True, help_text=_("Which meeting, on which day."))

    class Meta:
        verbose_name = _("policy for the date of receipt")
        verbose_name_plural = _("policies for the date of receipt")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "valid_from"], name="received_date_one_policy_a_day"),
            models.CheckConstraint(
                condition=Q(rule="payout") | Q(rule="payment", valid_from__gte=dt.date(2023, 12, 22)),
                name="received_date_by_payment_since_december_2023",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from.isoformat()}: {self.get_rule_display()}"

    def clean(self) -> None:
        """Once a policy is in force, no later one moves the day of a gift that is already here."""
        super().clean()
        others = ReceivedDatePolicy.objects.exclude(pk=self.pk)
        if self.valid_from is None or not others.exists():
            return
        before = others.filter(valid_from__lte=self.valid_from).first()
        after = others.filter(valid_from__gt=self.valid_from).last()
        if self.rule == (before.rule if before else self.Rule.PAYOUT):
            return
        moved = Payment.objects.paid().filter(paid_at__date__gte=self.valid_from, gift_jpy__gt=0)
        if after is not None:
            moved = moved.filter(paid_at__date__lt=after.valid_from)
        if count := moved.exclude(method=Payment.Method.OFFLINE).count():
            sentence = ngettext(
                "%(count)s gift has arrived since that day, and its date of receipt would change. Choose a day to come.",
                "%(count)s gifts have arrived since that day, and their dates of receipt would change. Choose a day to come.",
                count,
            )
            raise ValidationError({"valid_from": sentence % {"count": count}}, code="moves_gifts")


class PayoutArrival(models.Model):
    """On which day a payment's money reached the organisation's bank account, and in which payout."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="payout_arrival")
    payout = models.CharField(_("payout"), max_length=255)
    arrived_on = models.DateField(_("arrived on"))

    class Meta:
        verbose_name = _("arrival of a payout")
        verbose_name_plural = _("arrivals of payouts")
        constraints = [models.CheckConstraint(condition=~Q(payout=""), name="payout_arrival_names_its_payout")]

    def __str__(self) -> str:
        return f"{self.payout} ({self.arrived_on.isoformat()})"
