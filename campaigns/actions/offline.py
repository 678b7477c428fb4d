"""Gifts by cash, bank or post: one person enters, another confirms; what was wrong is reversed, never changed."""

import datetime as dt
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns.models import Campaign, Donation, FundraisingPage, OfflineGift, donor_key
from campaigns.queries.teams import team_of_page
from portal.payments.actions import record_offline, reverse_offline
from portal.payments.models import ReceiptLine
from portal.people.models import Person

from .receipts import void_receipt
from .refusals import AlreadyDecided, NeedsSecondPerson, NotInTheBooks, NotYetReceived

TERMS = "offline"  # nothing was ticked: the money was handed to the organisation itself
NOON = dt.time(12, 0)


@dataclass(frozen=True, kw_only=True)
class OfflineEntry:
    """What somebody in the office typed, folded and checked; amounts in yen."""

    campaign: Campaign
    page: FundraisingPage | None
    way: str
    amount_jpy: int
    received_on: dt.date
    donor_name: str
    company: str
    email: str
    language: str
    display_name: str
    show_name: bool
    wants_receipt: bool
    legal_name: str
    postcode: str
    address: str
    bank_reference: str
    note: str


@dataclass(frozen=True)
class Evidence:
    """A paper whose content was looked at: its file, and what it is."""

    file: File[bytes]
    content_type: str


@transaction.atomic
def enter_offline_gift(
    *, entry: OfflineEntry, evidence: Evidence | None, nonce: str, by: Person, corrects: OfflineGift | None = None
) -> OfflineGift:
    """Write the entry down for a second person; no money is counted. The same form sent twice is one entry.

    Raises NotYetReceived.
    """
    if entry.received_on > timezone.localdate():
        raise NotYetReceived
    if already := OfflineGift.objects.filter(nonce=nonce).first():
        return already
    facts = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
    gift = OfflineGift(**facts, nonce=nonce, entered_by=by, corrects=corrects)
    if evidence is not None:
        gift.evidence, gift.evidence_type = evidence.file, evidence.content_type
    gift.save(force_insert=True)
    log(instance=gift, action="campaigns.offline_entered", user=by, data={"amount_jpy": gift.amount_jpy})
    return gift


@transaction.atomic
def confirm_offline_gift(*, gift: OfflineGift, by: Person) -> Donation:
    """A second person has seen the evidence: the gift, its payment and its ledger line are written, the donor thanked.

    Raises NeedsSecondPerson for whoever entered it, AlreadyDecided.
    """
    gift = _waiting(gift)
    if gift.was_entered_by(by):
        raise NeedsSecondPerson
    received_at = _moment(gift.received_on)
    donation = _donation(gift, received_at)
    with translation.override(gift.language):
        description = _("Gift: %(about)s") % {"about": gift.about}
    donation.payment = record_offline(
        purpose="donation",
        reference=donation.pk,
        amount_jpy=gift.amount_jpy,
        gift_jpy=gift.amount_jpy,
        received_at=received_at,
        payer_name=gift.company or gift.donor_name,
        payer_email=gift.email,
        language=gift.language,
        description=description,
        by=str(by),
    )
    donation.save(update_fields=["payment"])
    gift.donation = donation
    _decide(gift, OfflineGift.State.CONFIRMED, by, "campaigns.offline_confirmed")
    return donation


@transaction.atomic
def reject_offline_gift(*, gift: OfflineGift, reason: str, by: Person) -> OfflineGift:
    """It was no gift, or entered wrongly; whoever entered it may take it back too. Raises AlreadyDecided."""
    gift = _waiting(gift)
    gift.reason = reason
    _decide(gift, OfflineGift.State.REJECTED, by, "campaigns.offline_rejected")
    return gift


@transaction.atomic
def reverse_offline_gift(*, gift: OfflineGift, reason: str, by: Person) -> OfflineGift:
    """Take a confirmed gift out of the books by a reversing line; its receipt is cancelled and the donor told of that.

    A correction is this and a new entry, which a second person confirms again. Raises NotInTheBooks.
    """
    gift = OfflineGift.objects.select_for_update(of=("self",)).get(pk=gift.pk)
    if gift.state != OfflineGift.State.CONFIRMED or gift.donation is None or gift.donation.payment is None:
        raise NotInTheBooks
    line = ReceiptLine.objects.filter(payment=gift.donation.payment, live=True).select_related("receipt").first()
    if line is not None:  # before the payment is locked here: a receipt's payments are locked in their order
        void_receipt(receipt=line.receipt, reason=reason, by=by)
    reverse_offline(gift.donation.payment, at=timezone.now())
    gift.state, gift.reason = OfflineGift.State.REVERSED, reason
    gift.save(update_fields=["state", "reason"])
    log(instance=gift, action="campaigns.offline_reversed", user=by, data={"reason": reason})
    return gift


def _waiting(gift: OfflineGift) -> OfflineGift:
    gift = OfflineGift.objects.select_for_update(of=("self",)).get(pk=gift.pk)
    if not gift.is_waiting:
        raise AlreadyDecided
    return gift


def _decide(gift: OfflineGift, state: str, by: Person, action: str) -> None:
    gift.state, gift.decided_by, gift.decided_at = state, by, timezone.now()
    gift.save(update_fields=["state", "decided_by", "decided_at", "reason", "donation"])
    log(instance=gift, action=action, user=by, data={"reason": gift.reason} if gift.reason else None)


def _moment(day: dt.date) -> dt.datetime:
    """Noon in Tokyo of the day received, which is all that the evidence says; of today, not later than now."""
    return min(dt.datetime.combine(day, NOON, tzinfo=timezone.get_default_timezone()), timezone.now())


def _donation(gift: OfflineGift, received_at: dt.datetime) -> Donation:
    same = (
        "campaign", "page", "amount_jpy", "donor_name", "company", "email", "language", "display_name", "show_name",
        "wants_receipt", "legal_name", "postcode", "address",
    )  # fmt: skip
    return Donation.objects.create(
        **{name: getattr(gift, name) for name in same},
        team=team_of_page(gift.page, at=received_at),
        gift_jpy=gift.amount_jpy,
        nonce=f"offline-{gift.pk}",
        donor_key=donor_key(gift.email or f"{gift.company} {gift.donor_name} {gift.postcode} {gift.address}"),
        terms_version=TERMS,
        terms_accepted_at=received_at,
        created_at=received_at,
    )
