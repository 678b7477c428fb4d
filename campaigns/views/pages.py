"""A page of a runner or a team: for everybody, and for its owner."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.actions import pause_page, propose_text, resume_page, set_target
from campaigns.forms import PageForm
from campaigns.models import FundraisingPage, PageEdit
from campaigns.queries import cheering, days_left, gifts_of_page, impacts, road_of_page, totals
from campaigns.queries.matching import sponsors_now
from portal.people.errors import Refused

from .shares import shares_of
from .signed_in import SignedIn
from .teams import about_team

FIRST_GIFTS = 8
OWNERS = ("runner__person", "team__captain__person")


@require_safe
def runner_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page in the reader's language. What is not public is 404 for everybody but its owner."""
    page = _visible(request, slug)
    raised = totals(page)
    everything = request.GET.get("gifts") == "all"
    gifts = gifts_of_page(page, limit=None if everything else FIRST_GIFTS + 1)
    return render(
        request,
        "campaigns/team_page.html" if page.is_team else "campaigns/runner_page.html",
        {
            **about_team(request, page, raised),
            "page": page,
            "campaign": page.campaign,
            "totals": raised,
            "percent": raised.percent_of(page.target_jpy),
            "road": road_of_page(page, raised),
            "days_left": days_left(page.campaign),
            "gifts": gifts if everything else gifts[:FIRST_GIFTS],
            "more_gifts": not everything and len(gifts) > FIRST_GIFTS,
            "impacts": impacts(),
            "sponsors": sponsors_now(page.campaign),
            "cheering": cheering(page.campaign),
            "is_mine": _owns(request, page),
            "shares": shares_of(request, page),
        },
    )


def _visible(request: HttpRequest, slug: str) -> FundraisingPage:
    pages = FundraisingPage.objects.with_team().select_related("campaign__race", "campaign__gift_terms", *OWNERS)
    pages = pages.prefetch_related("campaign__race__points")
    page = get_object_or_404(pages, slug=slug)
    public = page.is_public and page.campaign.state != "draft"
    if not public and not _owns(request, page):
        raise Http404
    return page


def _owns(request: HttpRequest, page: FundraisingPage) -> bool:
    return request.user.is_authenticated and page.owner == request.user


@login_required
def edit_page(request: SignedIn, slug: str) -> HttpResponse:
    """The owner writes title and story; somebody reads them before they are public."""
    page = _mine(request, slug)
    waiting = page.edits.filter(state=PageEdit.State.WAITING).first()
    initial: dict[str, Any] = {word: getattr(waiting, word) for word in PageEdit.WORDS} if waiting else {}
    form = PageForm(request.POST or None, instance=page, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = {word: form.cleaned_data[word] for word in PageEdit.WORDS}
        try:
            set_target(page=page, target_jpy=form.cleaned_data["target_jpy"], by=request.user)
            propose_text(page=page, words=words, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Thank you. We read your words within two days, then they are public."))
            return redirect(page)
    last = page.edits.filter(state=PageEdit.State.REJECTED).first()
    return render(
        request, "campaigns/edit_page.html", {"page": page, "form": form, "waiting": waiting, "sent_back": last}
    )


@login_required
@require_POST
def rest_page(request: SignedIn, slug: str) -> HttpResponse:
    """The owner lets the page rest, or shows it again."""
    page = _mine(request, slug)
    resting = page.state == FundraisingPage.State.PAUSED
    try:
        (resume_page if resting else pause_page)(page=page, by=request.user)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(page.get_absolute_url())


def _mine(request: SignedIn, slug: str) -> FundraisingPage:
    """The reader's own page; anybody else's is not there."""
    page = get_object_or_404(FundraisingPage.objects.select_related("campaign__race", *OWNERS), slug=slug)
    if not _owns(request, page):
        raise Http404
    return page
