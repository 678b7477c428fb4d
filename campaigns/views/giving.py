"""Giving in two steps, without an account: how much and to whom; then who you are."""

import logging
import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from campaigns.actions import AlreadyGiven, begin_checkout, fee_cover
from campaigns.actions import give as give_gift
from campaigns.forms import FLOOR_JPY, AmountForm, GiftForm
from campaigns.models import Donation
from campaigns.queries import arrived_gift, current_campaign, impacts, standing_appeal
from portal.payments.actions import sync
from portal.payments.errors import IncompleteFacts, NotAtProvider
from portal.payments.limits import count_visitor
from portal.payments.states import ARRIVED, OVER
from portal.people.errors import Refused

from .confirming import ask_first
from .confirming import confirm as confirm_address
from .targets import Target, target_of, unfinished

logger = logging.getLogger(__name__)


def give(request: HttpRequest, slug: str = "") -> HttpResponse:
    """GET: step 1, or step 2 once an amount is there. POST: the gift, and on to the hosted checkout."""
    before = unfinished(request)
    if before is not None and (arrived := _found_paid(before)):
        return _see_other(_thanks(arrived))
    target = Target(before.campaign, before.page) if before else target_of(request, slug)
    if target is None or not target.takes_gifts:
        return render(request, "campaigns/give_closed.html", _elsewhere(target))
    if request.method == "POST":
        return _take(request, target)
    if before is not None:
        return _step_two(request, target, _coming_back(target, before), back=before)
    typed = request.GET if {"amount", "other"} & request.GET.keys() else None
    amount = AmountForm(typed, initial={"rhythm": request.GET.get("rhythm", "once")})
    if amount.is_valid():
        return _step_two(request, target, GiftForm(initial=_fresh(target) | _known(request) | amount.cleaned_data))
    return _step_one(request, target, amount)


def confirm(request: HttpRequest) -> HttpResponse:
    """The code that confirms the address, and on to the hosted checkout; refused there, back to step 2 with the reason."""
    return confirm_address(request, _onward)


def _onward(request: HttpRequest, donation: Donation) -> HttpResponse:
    try:
        return _see_other(_next_stop(request, donation))
    except Refused as refused:
        target = Target(donation.campaign, donation.page)
        return _step_two(request, target, _coming_back(target, donation), back=donation, refusal=refused)


def _found_paid(donation: Donation) -> Donation | None:
    """The gift that somebody comes back for, where it has arrived after all, by this attempt or a later one.

    The provider is asked; where it does not answer, the form says so when it is sent.
    """
    if donation.payment is not None and donation.payment.state not in OVER:
        try:
            sync(donation.payment.pk, cause="came back from the checkout")
        except (Refused, IncompleteFacts, NotAtProvider) as unknown:
            logger.warning("Payment %s could not be looked up: %s", donation.payment.pk, unknown)
    return arrived_gift(donation)


def _elsewhere(target: Target | None) -> dict[str, Any]:
    """What to give to where the wish cannot be met."""
    return {"target": target, "current": current_campaign() or standing_appeal()}


def _fresh(target: Target) -> dict[str, Any]:
    return {"nonce": secrets.token_urlsafe(16), "terms_version": target.campaign.gift_terms.version}


def _coming_back(target: Target, before: Donation) -> GiftForm:
    """The form as it was sent, with its own nonce: sent again, it takes the place of what was not paid."""
    same = {"nonce": before.form_nonce} if before.form_nonce else {}
    return GiftForm(initial=_fresh(target) | GiftForm.initial_of(before) | same)


def _known(request: HttpRequest) -> dict[str, Any]:
    """Nobody who is signed in types name and address again."""
    person = request.user
    if not person.is_authenticated:
        return {}
    address = " ".join(part for part in (person.prefecture, person.city, person.street, person.building) if part)
    return {
        "donor_name": person.display_name,
        "email": person.email,
        "legal_name": f"{person.family_name} {person.given_name}".strip(),
        "postcode": person.postcode,
        "address": address,
    }


def _take(request: HttpRequest, target: Target) -> HttpResponse:
    """Step 2 came in: write the gift down and lead to the checkout, or show what is missing.

    Nobody agrees to a sum that was not on the page: after a change of the amount it is shown once more.
    """
    form = GiftForm(request.POST)
    if not form.is_valid():
        return _step_two(request, target, form)
    if request.POST.get("reviewed_jpy", str(form.cleaned_data["gift_jpy"])) != str(form.cleaned_data["gift_jpy"]):
        return _step_two(request, target, form, changed=True)
    try:
        count_visitor(request)
        donation = give_gift(
            campaign=target.campaign,
            page=target.page,
            intent=form.intent(language=get_language() or "ja"),
            nonce=form.cleaned_data["nonce"],
            by=request.user if request.user.is_authenticated else None,
        )
        return ask_first(request, donation) or _see_other(_next_stop(request, donation))
    except Refused as refused:
        return _step_two(request, target, form, refusal=refused)


def _next_stop(request: HttpRequest, donation: Donation) -> str:
    """The hosted checkout; for a gift that already arrived (the form was sent again), its thanks."""
    if donation.payment and donation.payment.state in ARRIVED:
        return _thanks(donation)
    back = f"{reverse('campaigns:give')}?{urlencode({'gift': donation.link_token})}"
    try:
        return begin_checkout(
            donation=donation,
            success_url=request.build_absolute_uri(reverse("campaigns:thanks")) + "?session_id={CHECKOUT_SESSION_ID}",
            cancel_url=request.build_absolute_uri(back),
        )
    except AlreadyGiven as already:
        return _thanks(already.donation)


def _thanks(donation: Donation) -> str:
    return f"{reverse('campaigns:thanks')}?{urlencode({'gift': donation.link_token})}"


def _see_other(url: str) -> HttpResponse:
    """303: the browser asks for the next page with GET, whatever it sent here."""
    return HttpResponse(status=303, headers={"Location": url})


def _step_one(request: HttpRequest, target: Target, form: AmountForm) -> HttpResponse:
    about = {"target": target, "form": form, "impacts": impacts(), "floor_jpy": FLOOR_JPY}
    return render(request, "campaigns/give_amount.html", about)


def _step_two(
    request: HttpRequest,
    target: Target,
    form: GiftForm,
    *,
    back: Donation | None = None,
    changed: bool = False,
    refusal: Refused | None = None,
) -> HttpResponse:
    amount = form.cleaned_data.get("gift_jpy") if form.is_bound else form.initial.get("gift_jpy")
    about = {
        "target": target,
        "form": form,
        "terms": target.campaign.gift_terms,
        "amount_jpy": amount,
        "fee_jpy": fee_cover(amount) if amount else None,
        "with_fee_jpy": amount + fee_cover(amount) if amount else None,
        "is_back": back is not None,
        "is_lapsed": back is not None and back.slip_ended,
        "is_changed": changed,
        "refusal": refusal,
    }
    return render(request, "campaigns/give_details.html", about)
