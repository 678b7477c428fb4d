"""What sponsors add to gifts. Called by portal.payments, in the payment's transaction, after every look at its ledger."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from campaigns.models import Donation, Match, MatchPledge
from campaigns.queries.matching import matched_jpy, own_gift_jpy, used_jpy
from portal.payments.actions import record_match
from portal.payments.models import LedgerEntry, Payment


@transaction.atomic
def follow_ledger(payment: Payment, *, arrived: bool) -> None:
    """Bring what a sponsor adds to a gift in step with the gift: the share of what is here, never above the cap.

    When the money arrives, the oldest pledge with room is asked. Afterwards the share only follows its own gift: less
    after a refund or dispute, again after one that failed or was won, as far as the cap then has room. The payment's
    row is locked by the caller, the pledge's row here and always after it. Raises Donation.DoesNotExist.
    """
    match = Match.objects.filter(payment=payment).first()
    if match is None and not (arrived and payment.gift_jpy and not payment.surplus):
        return
    donation = Donation.objects.select_related("campaign").get(pk=payment.reference)
    match = match or _promise(payment, donation)
    if match is not None:
        _converge(match, payment, donation)


def _promise(payment: Payment, donation: Donation) -> Match | None:
    day = timezone.localdate(payment.paid_at)
    for pledge in MatchPledge.objects.for_gift_on(donation.campaign, day).select_for_update():
        promised = min(pledge.share_of(payment.gift_jpy), pledge.cap_jpy - used_jpy(pledge))
        if promised > 0:
            return Match.objects.create(pledge=pledge, payment=payment, promised_jpy=promised)
    return None


def _converge(match: Match, payment: Payment, donation: Donation) -> None:
    pledge = MatchPledge.objects.select_for_update().get(pk=match.pledge_id)
    adds = matched_jpy(payment)
    # A gift that was moved to another campaign is not what the sponsor promised for.
    here = own_gift_jpy(payment) if donation.campaign_id == pledge.campaign_id else 0
    room = pledge.cap_jpy - used_jpy(pledge) + adds
    due = max(min(pledge.share_of(here), match.promised_jpy, room), 0)
    if due != adds:
        number = payment.ledger.filter(kind=LedgerEntry.Kind.MATCH).count() + 1
        at = timezone.now() if adds else _arrival(payment)
        record_match(payment, amount_jpy=due - adds, source_id=f"match-{match.pk}-{number}", occurred_at=at)


def _arrival(payment: Payment) -> dt.datetime:
    return payment.paid_at or timezone.now()
