"""The day on which a gift was received, by the organisation's dated policy: asked by receipts and register alike."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from .models import Certification, IssuerDetails, LedgerEntry, Payment, ReceiptIssuer, ReceivedDatePolicy
from .refusals import NoIssuer, NotCertified

# What the donor gave: neither the provider's fees nor what a sponsor added.
DONOR_KINDS = frozenset([*LedgerEntry.PAID_KINDS, LedgerEntry.Kind.OFFLINE])


@dataclass(frozen=True)
class House:
    """The issuer with all its versions, read once: a batch asks it for every gift."""

    issuer: ReceiptIssuer
    details: list[IssuerDetails]
    certifications: list[Certification]
    policies: list[ReceivedDatePolicy]

    @classmethod
    def read(cls) -> "House":
        """Raises NoIssuer where nobody has entered who issues receipts."""
        issuer = ReceiptIssuer.objects.order_by("pk").first()
        if issuer is None:
            raise NoIssuer
        return cls(
            issuer,
            list(issuer.details.order_by("-valid_from")),
            list(issuer.certifications.order_by("-valid_from", "-certified_on")),
            list(issuer.policies.order_by("-valid_from")),
        )

    def details_on(self, day: dt.date) -> IssuerDetails:
        """Name and address as they were on `day`. Raises NoIssuer."""
        found = next((version for version in self.details if version.valid_from <= day), None)
        if found is None:
            raise NoIssuer
        return found

    def certification_on(self, day: dt.date) -> Certification:
        """Raises NotCertified."""
        found = next((certification for certification in self.certifications if certification.covers(day)), None)
        if found is None:
            raise NotCertified(day)
        return found

    def rule_on(self, day: dt.date) -> str:
        """The rule for payments of the Tokyo day `day`; before any policy, the payout, as the law had it."""
        found = next((policy for policy in self.policies if policy.valid_from <= day), None)
        return found.rule if found else ReceivedDatePolicy.Rule.PAYOUT

    def received_on(self, payment: Payment) -> dt.date | None:
        """The Tokyo day on which a paid payment counts as received; None while its payout is still to come.

        What stands on a live receipt stays, whatever the policy has become. Cash and transfers are received when they
        arrive. Reads `receipt_lines` and `payout_arrival`: prefetch them for many payments.
        """
        for line in payment.receipt_lines.all():
            if line.live:
                return line.received_on
        if payment.paid_at is None:
            return None
        paid_on = timezone.localdate(payment.paid_at)
        if payment.method == Payment.Method.OFFLINE or self.rule_on(paid_on) == ReceivedDatePolicy.Rule.PAYMENT:
            return paid_on
        arrival = getattr(payment, "payout_arrival", None)
        return arrival.arrived_on if arrival else None


def given_jpy(payment: Payment) -> int:
    """What of a payment the donor has given for good, in yen: the gift and the fee they covered, refunds and disputes
    taken off; 0 for a surplus or unpaid payment and for one that is no gift. Reads `ledger`: prefetch it for many.
    """
    if payment.surplus or not payment.is_paid or not payment.gift_jpy:
        return 0
    return max(sum(line.amount_jpy for line in payment.ledger.all() if line.kind in DONOR_KINDS), 0)
