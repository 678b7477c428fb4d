"""A donor's own place: gifts, monthly gifts, receipts; and the way to the payment service's page for a plan."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns.actions import claim_gifts
from campaigns.models import Donation, NoSuchLink
from campaigns.queries import impacts
from campaigns.queries.mine import gifts_of, monthly_gifts, own_monthly_gift, told, years_of
from campaigns.queries.receipts import receipts_of_person
from portal.payments.actions import open_portal, sync_plan
from portal.payments.errors import NotAtProvider
from portal.payments.limits import count_portal, may_ask
from portal.payments.models import RecurringPlan
from portal.people.errors import Refused
from portal.people.models import Person

from .signed_in import SignedIn

ON_A_PAGE = 20


@never_cache
@login_required
@require_safe
def my_gifts(request: SignedIn) -> HttpResponse:
    """Everything that somebody has given; gifts given with a verified address before are claimed on the way."""
    person = request.user
    claim_and_tell(request, person)
    _look_again(request)
    page = Paginator(gifts_of(person), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "years": years_of(person),
        "monthly": monthly_gifts(person),
        "page_obj": page,
        "gifts": told(page.object_list, impacts()),
        "receipts": receipts_of_person(person).count(),
    }
    response = render(request, "campaigns/my_gifts.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


def claim_and_tell(request: HttpRequest, person: Person) -> None:
    """Earlier gifts become the person's own, and they are told; named in EMAIL_CONFIRMED_HANDLERS (money.md 32)."""
    found = claim_gifts(by=person)
    if not found:
        return
    sentence = ngettext(
        "We found %(found)s gift that you gave with this e-mail address, and put it into “My gifts”.",
        "We found %(found)s gifts that you gave with this e-mail address, and put them into “My gifts”.",
        found,
    )
    messages.success(request, sentence % {"found": found})


def _look_again(request: SignedIn) -> None:
    """Whoever comes back from the payment service's page sees at once what they changed there."""
    try:
        monthly = own_monthly_gift(request.user, uuid.UUID(request.GET.get("plan", "")))
    except ValueError:
        return
    if monthly is not None:
        bring_up_to_date(monthly.plan)


def bring_up_to_date(plan: RecurringPlan) -> bool:
    """Ask the provider about a plan; False where it does not answer, and the last known state is shown."""
    if not plan.stripe_subscription or not may_ask(plan.pk):
        return False
    try:
        sync_plan(plan.pk, plan.stripe_subscription)
    except (Refused, NotAtProvider):
        return False
    return True


@require_POST
@login_required
def my_plan(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """To the payment service's page for one's own monthly gift, and back to my gifts."""
    monthly = own_monthly_gift(request.user, pk)
    if monthly is None:
        raise Http404
    here = reverse("campaigns:my-gifts")
    return to_portal(request, monthly.plan, back=f"{here}?plan={pk}#monthly", here=here)


@require_POST
def gift_plan(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever holds the link of a month's gift."""
    try:
        donation = Donation.objects.by_link(token)
    except NoSuchLink as unknown:
        raise Http404 from unknown
    plan = donation.payment.plan if donation.payment else None
    if plan is None:
        raise Http404
    here = donation.get_absolute_url()
    return to_portal(request, plan, back=f"{here}?plan=1#monthly", here=here)


def to_portal(request: HttpRequest, plan: RecurringPlan, *, back: str, here: str) -> HttpResponse:
    """303 to the provider's page; where there is none, back `here` with a sentence."""
    try:
        count_portal(request, plan.pk)
        url = open_portal(plan, return_url=request.build_absolute_uri(back), language=get_language() or "ja")
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(here)
    return HttpResponse(status=303, headers={"Location": url})
