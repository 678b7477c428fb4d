"""A gift goes to another page or campaign, because donor or staff chose the wrong one."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from campaigns.models import Campaign, Donation, FundraisingPage, MonthlyGift, Reassignment
from campaigns.queries.receipts import payment_of
from campaigns.queries.teams import team_of_page
from portal.mail.send import queue
from portal.payments import actions as payments
from portal.payments.models import Payment
from portal.people.models import Person

from .refusals import NothingToMove, SameTarget


@transaction.atomic
def reassign_gift(
    *,
    donation: Donation,
    campaign: Campaign,
    page: FundraisingPage | None,
    reason: str,
    tell_donor: bool,
    by: Person,
    coming_too: bool = False,
) -> Reassignment:
    """Move what is left of a gift, with everything that happens to it later, by two ledger lines that are 0 together.

    Totals of both targets are right before and after, and nobody sees a moment between. Payment, receipts and the
    donor's page stay; what a sponsor added stays only within the campaign of the pledge. The row that is returned keeps
    where the gift was; `coming_too` lets the coming months of a plan go along. Raises NothingToMove, SameTarget.
    """
    payment, donation = _locked(donation)
    if (donation.campaign_id, donation.page_id) == (campaign.pk, page and page.pk):
        raise SameTarget
    move = Reassignment(
        donation=donation,
        from_campaign=donation.campaign,
        from_page=donation.page,
        from_team=donation.team,
        to_campaign=campaign,
        to_page=page,
        to_team=team_of_page(page, at=payment.paid_at),
        reason=reason,
        coming_too=coming_too and _move_coming_months(payment, campaign, page),
        donor_told=tell_donor and bool(donation.email),
        by=by,
        at=timezone.now(),
    )
    move.taken, move.given = payments.move_gift(payment, source_id=f"move-{move.pk}", at=move.at)
    if not move.given.gift_jpy:
        raise NothingToMove
    move.save(force_insert=True)
    donation.campaign, donation.page, donation.team = campaign, page, move.to_team
    donation.save(update_fields=["campaign", "page", "team"])
    payments.follow(payment, arrived=False)
    data = {"move": str(move), "reason": reason, "coming_too": move.coming_too}
    log(instance=donation, action="campaigns.gift_moved", user=by, data=data)
    if move.donor_told:
        _tell(move)
    return move


def _locked(donation: Donation) -> tuple[Payment, Donation]:
    """The payment first and its gift after it, as everywhere. Raises NothingToMove where no money came."""
    payment = payments.lock(payment_of(donation).pk)
    ours = Donation.objects.select_for_update(of=("self",)).select_related("campaign", "page", "team")
    if not payment.is_paid or payment.surplus:
        raise NothingToMove
    return payment, ours.get(pk=donation.pk)


def _move_coming_months(payment: Payment, campaign: Campaign, page: FundraisingPage | None) -> bool:
    """Where the months of this payment's plan go from now on; False where no month can come any more."""
    if payment.plan is None or not payment.plan.is_running:
        return False
    monthly = MonthlyGift.objects.select_for_update(of=("self",)).get(plan=payment.plan)
    monthly.campaign, monthly.page, monthly.team = campaign, page, team_of_page(page)
    monthly.save(update_fields=["campaign", "page", "team"])
    return True


def _tell(move: Reassignment) -> None:
    donation = move.donation
    queue(
        template="gift_moved",
        to=donation.email,
        language=donation.language,
        context={"donation": donation, "move": move},
        key=("gift_moved", str(move.pk)),
    )
