"""Gifts that come every month: the gift of each paid month, and what a donor hears when one fails or the plan ends."""

from typing import Any

from campaigns.models import Donation, MonthlyGift
from portal.mail.send import queue
from portal.payments.models import Payment, RecurringPlan

Status = RecurringPlan.Status


def gift_of_month(payment: Payment) -> Donation:
    """The gift that a plan's payment carries: the one that is there, else a new one made after the first (money.md 12).

    The payment and its plan are locked. Raises MonthlyGift.DoesNotExist for a plan that belongs to no gift, loudly.
    """
    there = Donation.objects.filter(pk=payment.reference).first()
    if there is not None:
        return there
    monthly = _locked(payment)
    return Donation.objects.create(
        id=payment.reference,
        payment=payment,
        nonce=f"month-{payment.pk.hex}",
        created_at=payment.paid_at or payment.created_at,
        **monthly.for_the_next(),
    )


def remember_wishes(donation: Donation, names: tuple[str, ...]) -> None:
    """The coming gifts of this gift's plan follow these fields of it; nothing where it belongs to none."""
    if donation.payment is None or donation.payment.plan_id is None:
        return
    monthly = MonthlyGift.objects.select_for_update().get(plan=donation.payment.plan_id)
    monthly.wishes |= {name: getattr(donation, name) for name in names}
    monthly.save(update_fields=["wishes"])


def _locked(payment: Payment) -> MonthlyGift:
    """The first gift is locked before the wishes: whoever changes or claims it does it in this order too."""
    first = Donation.objects.select_for_update().get(pk=MonthlyGift.objects.get(plan=payment.plan_id).first_id)
    monthly: MonthlyGift = MonthlyGift.objects.select_for_update().get(plan=payment.plan_id)
    monthly.first = first
    return monthly


def note_plan(plan: RecurringPlan) -> None:
    """Write to the donor when a month's payment fails (once for each failing invoice) and when the plan has ended (once).

    Called by portal.payments with the plan locked. Running again brings no mail: the thanks for the gift say it all. A
    plan whose first payment never came was never a gift. What a reconciler heals quietly brings no mail (money.md 18).
    """
    if plan.quiet:
        return
    if plan.status == Status.PAST_DUE and plan.failing_invoice:
        _write("gift_month_failed", plan, plan.failing_invoice)
    if plan.status == Status.ENDED and plan.payments.paid().exists():
        _write("gift_monthly_ended", plan, str(plan.pk))


def _write(template: str, plan: RecurringPlan, key: str) -> None:
    first = Donation.objects.select_related("campaign__gift_terms", "page").get(begins__plan=plan)
    context: dict[str, Any] = {"donation": first, "plan": plan, "months": plan.payments.paid().count()}
    queue(template=template, to=first.email, language=first.language, context=context, key=(template, key))
