"""Giving: from what a donor typed to a hosted checkout."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Donation, FundraisingPage, MonthlyGift, donor_key
from campaigns.queries import team_of_page
from portal.mail.send import queue
from portal.payments.actions import end_checkout, open_payment, start_checkout
from portal.payments.errors import IncompleteFacts, NotAtProvider
from portal.payments.models import Payment
from portal.payments.states import ARRIVED, OVER, UNSETTLED
from portal.people.models import Person

from .refusals import AlreadyGiven, NotAskingForGifts, PageTakesNoGifts, TermsChanged

KONBINI_JPY = range(120, 300_001)  # what a convenience store takes, by Stripe's documentation of konbini
FEE_PER_MILLE = 36  # Stripe's price for cards and konbini in Japan, 3.6 %; what "cover the fee" adds


@dataclass(frozen=True, kw_only=True)
class GiftIntent:
    """What a donor typed, folded and checked; amounts in yen."""

    gift_jpy: int
    cover_fee: bool
    donor_name: str
    email: str
    display_name: str
    show_name: bool
    show_amount: bool
    visibility: str
    message: str
    wants_receipt: bool
    legal_name: str
    postcode: str
    address: str
    language: str
    terms_version: str
    company: str = ""
    tribute: str = ""
    tribute_name: str = ""
    tribute_email: str = ""
    tribute_words: str = ""
    monthly: bool = False

    @property
    def fee_cover_jpy(self) -> int:
        return fee_cover(self.gift_jpy) if self.cover_fee else 0


def fee_cover(gift_jpy: int) -> int:
    """What is added so that the organisation receives `gift_jpy` after the fee; whole yen, rounded up."""
    return -(-gift_jpy * FEE_PER_MILLE // (1000 - FEE_PER_MILLE))


@transaction.atomic
def give(
    *, campaign: Campaign, page: FundraisingPage | None, intent: GiftIntent, nonce: str, by: Person | None
) -> Donation:
    """Write the gift down and open its payment; the same form sent twice is the same gift.

    Sent again with other content (the browser's way back, another amount) it is another gift: the key is made of
    the form's nonce and of all that was typed. Raises NotAskingForGifts, PageTakesNoGifts, TermsChanged.
    """
    # One give at a time per campaign: a double click then finds the first click's gift.
    campaign = Campaign.objects.select_for_update(of=("self",)).select_related("gift_terms").get(pk=campaign.pk)
    key, existing = _same_gift(_key(nonce, campaign, page, intent))
    if existing is not None:
        return existing
    if page is not None and not page.takes_gifts:
        raise PageTakesNoGifts(page)
    if not campaign.asks_now:
        raise NotAskingForGifts(campaign)
    if intent.terms_version != campaign.gift_terms.version:
        raise TermsChanged
    donation = _write_down(campaign, page, intent, by, nonce=key, form_nonce=nonce)
    return _with_payment(donation, monthly=intent.monthly)


def _key(nonce: str, campaign: Campaign, page: FundraisingPage | None, intent: GiftIntent) -> str:
    content = json.dumps([nonce, campaign.pk, page and page.pk, asdict(intent)], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _same_gift(key: str) -> tuple[str, Donation | None]:
    """The gift of this key, and the key; where its payment is over, the key of the next attempt."""
    while True:
        existing = Donation.objects.select_related("payment").filter(nonce=key).first()
        if existing is None or existing.payment is None or existing.payment.state not in OVER:
            return key, existing
        key = hashlib.sha256(key.encode()).hexdigest()


def _write_down(
    campaign: Campaign,
    page: FundraisingPage | None,
    intent: GiftIntent,
    by: Person | None,
    *,
    nonce: str,
    form_nonce: str,
) -> Donation:
    typed = asdict(intent)
    del typed["cover_fee"], typed["monthly"]
    has_words = intent.message or intent.tribute_name
    state = Donation.MessageState.PENDING if has_words else Donation.MessageState.NONE
    return Donation.objects.create(
        **typed,
        campaign=campaign,
        page=page,
        team=team_of_page(page),
        person=by,
        nonce=nonce,
        form_nonce=form_nonce,
        donor_key=donor_key(intent.email),
        fee_cover_jpy=intent.fee_cover_jpy,
        amount_jpy=intent.gift_jpy + intent.fee_cover_jpy,
        message_state=state,
        terms_accepted_at=timezone.now(),
    )


def _with_payment(donation: Donation, *, monthly: bool) -> Donation:
    with translation.override(donation.language):
        about = donation.page.name if donation.page else donation.campaign.name
        description = (_("Monthly gift: %(about)s") if monthly else _("Gift: %(about)s")) % {"about": about}
    donation.payment = open_payment(
        purpose="donation",
        reference=donation.pk,
        amount_jpy=donation.amount_jpy,
        gift_jpy=donation.gift_jpy,
        nonce=donation.nonce,
        payer_name=donation.donor_name,
        payer_email=donation.email,
        language=donation.language,
        description=description,
        monthly=monthly,
    )
    donation.save(update_fields=["payment"])
    if donation.payment.plan is not None:
        MonthlyGift.begun_with(donation, donation.payment.plan).save()
    return donation


def send_code(*, donation: Donation, code: str) -> None:
    """The code with which the donor confirms the address; each has a mail of its own."""
    queue(
        template="gift_code",
        to=donation.email,
        language=donation.language,
        context={"donation": donation, "code": code},
        key=("gift_code", str(donation.pk), secrets.token_hex(6)),
    )


def _was_quicker(payment: Payment) -> bool:
    """Close an earlier attempt's checkout; whether its money is here, or on its way, all the same."""
    try:
        return Payment.State(end_checkout(payment.pk).state) in ARRIVED
    except NotAtProvider:  # the provider has no such checkout: nobody can pay there
        return False
    except IncompleteFacts:  # called paid, only the charge does not show yet
        return True


def begin_checkout(*, donation: Donation, success_url: str, cancel_url: str) -> str:
    """The address of the hosted checkout; the same one for the same gift.

    Of one form at most one checkout is open: those of earlier attempts are closed first, so that nobody pays twice for
    one gift. Raises PaymentProviderDown, and AlreadyGiven where one of them was paid, or has a konbini slip.
    """
    assert donation.payment is not None  # noqa: S101  # `give` never returns a gift without one
    earlier = Donation.objects.of_the_same_form(donation).filter(created_at__lt=donation.created_at)
    for other in earlier.filter(payment__state__in=UNSETTLED).select_related("payment"):
        if other.payment is not None and _was_quicker(other.payment):
            end_checkout(donation.payment.pk)
            raise AlreadyGiven(other)
    # A plan takes cards alone: start_checkout sees to it.
    methods = ("card", "konbini") if donation.amount_jpy in KONBINI_JPY else ("card",)
    return start_checkout(donation.payment, success_url=success_url, cancel_url=cancel_url, methods=methods)
