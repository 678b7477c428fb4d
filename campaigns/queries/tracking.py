"""Where is my gift? Its way as steps of a road, told from the payment, the ledger and the receipts alone."""

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Donation
from portal.payments.models import Payment
from portal.payments.received import given_jpy
from portal.payments.states import ARRIVED
from portal.ui.words import clock, day

from .receipts import receipts_of_gift

Step = dict[str, str]
State = Payment.State


def steps_of_gift(donation: Donation, payment: Payment | None) -> list[Step]:
    """Promised, paid at the till, arrived, receipt; by card without the till. Nothing for a way that has ended.

    Each step is {label, note, state: done | now | next, href}: what `{% steps %}` shows.
    """
    if payment is None or payment.state not in ARRIVED:
        return []
    if payment.state == State.PROCESSING:
        return [*_promised(donation), _at_the_till(payment), _later(_("It has arrived")), _later(_("Receipt"))]
    konbini = payment.method == Payment.Method.KONBINI
    begun = [*_promised(donation), _at_the_till(payment)] if konbini else []
    return [*begun, _arrived(payment), *_receipt(donation, payment)]


def arrived_gift(donation: Donation) -> Donation | None:
    """This gift or another attempt at it from the same form, whichever has been paid or promised by a slip."""
    family = Donation.objects.filter(pk=donation.pk) | Donation.objects.of_the_same_form(donation)
    return family.filter(payment__state__in=ARRIVED).order_by("created_at").last()


def _later(label: str) -> Step:
    return {"label": label, "note": "", "state": "next", "href": ""}


def _promised(donation: Donation) -> list[Step]:
    return [{"label": _("You promised it"), "note": day(donation.created_at), "state": "done", "href": ""}]


def _at_the_till(payment: Payment) -> Step:
    label = _("Paid at the convenience store")
    if payment.paid_at is not None:
        return {"label": label, "note": day(payment.paid_at), "state": "done", "href": ""}
    ends, note = payment.voucher_expires_at, ""
    if ends is not None:
        note = _("Until %(day)s, %(time)s. This is your step.") % {"day": day(ends), "time": clock(ends)}
    return {"label": label, "note": note, "state": "now", "href": payment.voucher_url}


def _arrived(payment: Payment) -> Step:
    """Counted from the moment of the payment; the day on which it reached the bank is told once it is known."""
    note = day(payment.paid_at) if payment.paid_at else ""
    payout = getattr(payment, "payout_arrival", None)
    if payout is not None:
        note = _("%(day)s; in our bank account on %(banked)s") % {"day": note, "banked": day(payout.arrived_on)}
    return {"label": _("It has arrived"), "note": note, "state": "done", "href": ""}


def _receipt(donation: Donation, payment: Payment) -> list[Step]:
    """The receipt that is there, or what it waits for; none for a gift that went back."""
    if not given_jpy(payment):
        return []
    label, where = _("Receipt"), reverse("campaigns:gift-receipt", args=[donation.link_token])
    live = next((receipt for receipt in receipts_of_gift(donation) if receipt.is_live), None)
    if live is not None:
        return [{"label": label, "note": _("No. %(code)s") % {"code": live.code}, "state": "done", "href": where}]
    note = _("Made in January, with all gifts of the year.") if donation.wants_receipt else _("You can ask for one.")
    return [{"label": label, "note": note, "state": "now", "href": where}]
