"""Cash and transfers in the back office: enter, look at the evidence, confirm, reject, reverse."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import ModelLogEntry

from campaigns.actions import confirm_offline_gift, enter_offline_gift, reject_offline_gift, reverse_offline_gift
from campaigns.forms import OfflineForm, WhyForm
from campaigns.models import OfflineGift
from campaigns.queries.offline import may_confirm, offline_decided, offline_waiting
from portal.people.errors import Refused
from portal.people.models import Person

DESK = "campaigns_money:offline"
A_PAGE = 30
may_look = permission_required("campaigns.view_offlinegift", raise_exception=True)
may_enter = permission_required("campaigns.add_offlinegift", raise_exception=True)
may_decide = permission_required("campaigns.change_offlinegift", raise_exception=True)


class StaffRequest(HttpRequest):
    """A request behind one of the rights above."""

    user: Person


@never_cache
@may_look
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    """What waits for a second person, and everything that was decided."""
    waiting = [(gift, may_confirm(gift, request.user)) for gift in offline_waiting()]
    page = Paginator(offline_decided(), A_PAGE).get_page(request.GET.get("p"))
    return render(request, "campaigns/office/offline.html", {"waiting": waiting, "page_obj": page})


@never_cache
@may_enter
def enter(request: StaffRequest) -> HttpResponse:
    """A new entry, or the corrected one of a gift that was reversed (`?corrects=`); nothing typed or chosen is lost."""
    wrong = _corrected(request)
    filled = (request.POST or None, request.FILES or None)
    form = OfflineForm(*filled, initial=OfflineForm.initial_of(wrong), by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            enter_offline_gift(
                entry=form.entry(),
                evidence=form.cleaned_data["evidence"],
                nonce=form.cleaned_data["nonce"],
                by=request.user,
                corrects=wrong,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Entered. Please ask a colleague to confirm it: it counts from then on."))
            return redirect(DESK)
    kept = form.keep_file() if form.is_bound else None
    return render(request, "campaigns/office/offline_form.html", {"form": form, "corrects": wrong, "kept": kept})


def _corrected(request: StaffRequest) -> OfflineGift | None:
    """The reversed gift that this entry stands for, where nothing else does yet."""
    try:
        wanted = uuid.UUID(request.GET.get("corrects", ""))
    except ValueError:
        return None
    return OfflineGift.objects.filter(state=OfflineGift.State.REVERSED, corrected_by=None, pk=wanted).first()


@never_cache
@may_look
@require_safe
def look(request: StaffRequest, pk: str) -> HttpResponse:
    """One entry with its evidence and every step."""
    found = OfflineGift.objects.select_related(
        "campaign", "page", "entered_by", "decided_by", "donation__payment", "corrects"
    )
    gift = get_object_or_404(found, pk=pk)
    steps = ModelLogEntry.objects.for_instance(gift).select_related("user").order_by("timestamp")
    context = {"gift": gift, "may_confirm": may_confirm(gift, request.user), "steps": steps}
    return render(request, "campaigns/office/offline_gift.html", context)


@never_cache
@may_look
@require_safe
def evidence(request: StaffRequest, pk: str) -> HttpResponseBase:
    """The paper itself, as the type that its content has; the browser is not to guess another."""
    gift = get_object_or_404(OfflineGift, pk=pk)
    if not gift.evidence:
        raise Http404
    answer = FileResponse(gift.evidence.open("rb"), content_type=gift.evidence_type)
    is_picture = gift.evidence_type.startswith("image/")
    answer["Content-Disposition"] = "inline" if is_picture else 'attachment; filename="evidence.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; sandbox"
    return answer


@may_decide
@require_POST
def decide(request: StaffRequest, pk: str) -> HttpResponse:
    """Confirm, reject or reverse, as the pressed button says."""
    gift = get_object_or_404(OfflineGift, pk=pk)
    step, form, by = request.POST.get("step", ""), WhyForm(request.POST), request.user
    if step in ("reject", "reverse") and not form.is_valid():
        messages.error(request, _("Please write the reason."))
        return redirect("campaigns_money:offline-gift", gift.pk)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    steps: dict[str, tuple[Callable[[], Any], str]] = {
        "confirm": (lambda: confirm_offline_gift(gift=gift, by=by), _("Confirmed. The gift counts now.")),
        "reject": (lambda: reject_offline_gift(gift=gift, reason=reason, by=by), _("Rejected. Nothing was counted.")),
        "reverse": (
            lambda: reverse_offline_gift(gift=gift, reason=reason, by=by),
            _("Reversed. You can enter it anew with what was wrong corrected."),
        ),
    }
    if step not in steps:
        raise Http404
    act, done = steps[step]
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
    return redirect("campaigns_money:offline-gift", gift.pk) if step == "reverse" else redirect(DESK)
