"""Giving in two steps, without an account: how much and to whom; then who you are."""

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from campaigns.actions import begin_checkout, fee_cover
from campaigns.actions import give as give_gift
from campaigns.forms import FLOOR_JPY, AmountForm, GiftForm
from campaigns.models import Campaign, Donation, FundraisingPage, NoSuchLink
from campaigns.queries import current_campaign, impacts
from portal.payments.limits import count_visitor
from portal.payments.models import Payment
from portal.people.errors import Refused

ARRIVED = (Payment.State.PAID, Payment.State.PROCESSING)


@dataclass(frozen=True)
class Target:
    """What a gift goes to: a campaign, and perhaps one runner's page of it."""

    campaign: Campaign
    page: FundraisingPage | None

    @property
    def takes_gifts(self) -> bool:
        return self.page.takes_gifts if self.page else self.campaign.asks_now

    @property
    def query(self) -> dict[str, str]:
        return {"page": self.page.slug} if self.page else {"campaign": self.campaign.slug}

    @property
    def address(self) -> str:
        """Where both steps of this gift stand."""
        return f"{reverse('campaigns:give')}?{urlencode(self.query)}"


def give(request: HttpRequest, slug: str = "") -> HttpResponse:
    """GET: step 1, or step 2 once an amount is there. POST: the gift, and on to the hosted checkout."""
    before = _unfinished(request)
    target = Target(before.campaign, before.page) if before else _target(request, slug)
    if target is None or not target.takes_gifts:
        return render(request, "campaigns/give_closed.html", {"target": target, "current": current_campaign()})
    if request.method == "POST":
        return _take(request, target)
    if before is not None:
        return _step_two(request, target, GiftForm(initial=_fresh(target) | GiftForm.initial_of(before)), back=before)
    typed = request.GET if {"amount", "other"} & request.GET.keys() else None
    amount = AmountForm(typed, initial={"rhythm": request.GET.get("rhythm", "once")})
    if amount.is_valid():
        return _step_two(request, target, GiftForm(initial=_fresh(target) | _known(request) | amount.cleaned_data))
    return _step_one(request, target, amount)


def _unfinished(request: HttpRequest) -> Donation | None:
    """The gift that somebody brings back from the checkout by its signed link; a wrong link is no gift."""
    token = request.GET.get("gift", "") if request.method == "GET" else ""
    if not token:
        return None
    try:
        return Donation.objects.by_link(token)
    except NoSuchLink as unknown:
        raise Http404 from unknown


def _target(request: HttpRequest, slug: str) -> Target | None:
    """The page or campaign of the address, else the current campaign; None where nothing is asked for."""
    slug = slug or request.GET.get("page", "")
    campaigns = Campaign.objects.public().select_related("gift_terms")
    if slug:
        pages = FundraisingPage.objects.public().select_related("campaign__gift_terms")
        page = get_object_or_404(pages, slug=slug)
        return Target(page.campaign, page)
    if "campaign" in request.GET:
        return Target(get_object_or_404(campaigns, slug=request.GET["campaign"]), None)
    current = current_campaign()
    return Target(current, None) if current else None


def _fresh(target: Target) -> dict[str, Any]:
    return {"nonce": secrets.token_urlsafe(16), "terms_version": target.campaign.gift_terms.version}


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
        return _see_other(_next_stop(request, donation))
    except Refused as refused:
        return _step_two(request, target, form, refusal=refused)


def _next_stop(request: HttpRequest, donation: Donation) -> str:
    """The hosted checkout; for a gift that already arrived (the form was sent again), its thanks."""
    thanks = reverse("campaigns:thanks")
    if donation.payment and donation.payment.state in ARRIVED:
        return f"{thanks}?{urlencode({'gift': donation.link_token})}"
    back = f"{reverse('campaigns:give')}?{urlencode({'gift': donation.link_token})}"
    return begin_checkout(
        donation=donation,
        success_url=request.build_absolute_uri(thanks) + "?session_id={CHECKOUT_SESSION_ID}",
        cancel_url=request.build_absolute_uri(back),
    )


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
