"""After giving: thanks that say what is true, and the donor's own link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.actions import change_what_is_shown
from campaigns.forms import OwnGiftForm
from campaigns.models import Donation, NoSuchLink
from campaigns.queries import impact_of, road_of_campaign, road_of_page, steps_of_gift, totals
from campaigns.queries.mine import monthly_of
from portal.payments.actions import sync
from portal.payments.errors import IncompleteFacts, NotAtProvider
from portal.payments.limits import may_ask
from portal.payments.models import Payment
from portal.payments.queries import returned_jpy, taken_back_jpy
from portal.payments.received import given_jpy
from portal.payments.states import OVER, UNSETTLED
from portal.people.errors import Refused

from .mine import bring_up_to_date
from .shares import shares_of


def thanks(request: HttpRequest) -> HttpResponse:
    """Where the checkout leads back to; shows the state that the payment provider tells, and never another."""
    try:
        donation = _of_address(request)
    except NoSuchLink:
        return render(request, "campaigns/unknown_gift.html", status=404)
    shares = shares_of(request, donation.page or donation.campaign)
    return render(request, "campaigns/thanks.html", {"shares": shares, **_story(donation)})


def gift(request: HttpRequest, token: str) -> HttpResponse:
    """Follow a gift by its signed link, and change what of it is shown."""
    try:
        donation = Donation.objects.by_link(token)
    except NoSuchLink:
        return render(request, "campaigns/unknown_gift.html", status=404)
    form = OwnGiftForm(request.POST or None, donation=donation)
    if request.method == "POST" and form.is_valid():
        change_what_is_shown(
            donation=donation,
            also_coming=form.cleaned_data["also_coming"],
            dedication=form.dedication,
            by=request.user if request.user.is_authenticated else None,
            **form.shown,
        )
        messages.success(request, _("Saved. New words are read by us before others see them."))
        return redirect(donation)
    if "plan" in request.GET and donation.payment and donation.payment.plan:
        bring_up_to_date(donation.payment.plan)
    return render(request, "campaigns/gift.html", {"form": form, **_story(donation)})


def _of_address(request: HttpRequest) -> Donation:
    """The gift of `?session_id=` (the checkout's own, unguessable) or of `?gift=` (signed). Raises NoSuchLink."""
    session = request.GET.get("session_id", "")
    if not session:
        return Donation.objects.by_link(request.GET.get("gift", ""))
    gifts = Donation.objects.select_related("campaign__race", "page", "payment")
    found = gifts.filter(payment__stripe_session=session).first()
    if found is None:
        raise NoSuchLink
    return found


def _story(donation: Donation) -> dict[str, object]:
    """The gift's true state: asked from the provider while it is not settled, else as the ledger has it."""
    payment, is_stale = donation.payment, False
    if payment is not None and payment.state in UNSETTLED:
        try:
            payment, is_stale = (sync(payment.pk), False) if may_ask(payment.pk) else (payment, True)
        except (Refused, IncompleteFacts, NotAtProvider):
            is_stale = True
    went_back = returned_jpy(payment) if payment and payment.is_paid else 0
    disputed = taken_back_jpy(payment) if payment and payment.is_paid else 0
    raised = totals(donation.page or donation.campaign)
    road = road_of_page(donation.page, raised) if donation.page else road_of_campaign(donation.campaign, raised)
    return {
        "donation": donation,
        "monthly": monthly_of(donation),
        "payment": payment,
        "campaign": donation.campaign,
        "page": donation.page,
        "totals": raised,
        "road": road,
        "is_stale": is_stale,
        "steps": steps_of_gift(donation, payment),
        "impact": impact_of(donation.gift_jpy) if payment and not went_back and not disputed else None,
        "returned_jpy": went_back,
        "taken_back_jpy": disputed,
        "still_stands": _still_stands(payment),
    }


def _still_stands(payment: Payment | None) -> bool:
    """Whether the gift is here or may still come: one that went back or lapsed is not dedicated any more."""
    if payment is None or payment.state in OVER:
        return False
    return not payment.is_paid or given_jpy(payment) > 0
