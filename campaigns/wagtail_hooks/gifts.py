"""One gift in the back office: its money, where it was, and moving it; sponsors' promises; gifts as a file."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from campaigns.actions import blank_dedication, reassign_gift
from campaigns.forms import ExportForm, MoveForm
from campaigns.models import Donation
from campaigns.queries.exports import gifts_csv, gifts_workbook
from campaigns.queries.matching import matched_jpy, own_gift_jpy, pledges_with_progress
from campaigns.queries.receipts import receipts_of_gift
from portal.payments.models import Receipt
from portal.people.errors import Refused
from portal.people.models import Person

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
may_look = permission_required("campaigns.view_donation", raise_exception=True)
may_move = permission_required("campaigns.add_reassignment", raise_exception=True)
may_decide = permission_required("campaigns.change_donation", raise_exception=True)
may_see_pledges = permission_required("campaigns.view_matchpledge", raise_exception=True)


class StaffRequest(HttpRequest):
    """A request behind one of the rights above."""

    user: Person


@never_cache
@may_look
@require_safe
def gift(request: StaffRequest, pk: str) -> HttpResponse:
    """Everything about one gift that the office may need on the telephone."""
    found = _gift(pk)
    context = {
        "gift": found,
        "own_jpy": own_gift_jpy(found.payment) if found.payment else 0,
        "matched_jpy": matched_jpy(found.payment) if found.payment else 0,
        "receipt": receipts_of_gift(found).filter(state=Receipt.State.LIVE).first(),
        "lines": found.payment.ledger.all() if found.payment else [],
        "moves": found.reassignments.select_related(
            "from_campaign", "from_page", "from_team", "to_campaign", "to_page", "to_team", "by"
        ),
    }
    return render(request, "campaigns/office/gift.html", context)


@never_cache
@may_move
def move(request: StaffRequest, pk: str) -> HttpResponse:
    """To which page a gift goes, why, and whether the donor hears of it."""
    found = _gift(pk)
    form = MoveForm(
        request.POST or None, initial={"campaign": found.campaign_id, "page": found.page_id, "tell_donor": True}
    )
    if request.method == "POST" and form.is_valid():
        try:
            reassign_gift(donation=found, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Moved. Both totals are right already."))
            return redirect("campaigns_money:gift", found.pk)
    return render(request, "campaigns/office/move.html", {"gift": found, "form": form})


@may_decide
@require_POST
def blank(request: StaffRequest, pk: str) -> HttpResponse:
    """Take a dedication away, for good: the donor may write another one, which is read again."""
    blank_dedication(donation=_gift(pk), by=request.user)
    messages.success(request, _("The dedication is gone, with the words and the address of its card."))
    return redirect("campaigns_money:gift", pk)


def _gift(pk: str) -> Donation:
    return get_object_or_404(
        Donation.objects.select_related("payment__plan", "campaign", "page", "team", "person"), pk=pk
    )


@never_cache
@may_see_pledges
@require_safe
def pledges(request: StaffRequest) -> HttpResponse:
    """How far each sponsor's promise has been used."""
    return render(request, "campaigns/office/pledges.html", {"rows": pledges_with_progress()})


@never_cache
@may_look
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """The form, or with its answers the file. Every download is in the log."""
    today = timezone.localdate()
    start = {"first": today.replace(day=1), "last": today, "form": "xlsx"}
    form = ExportForm(request.GET if "first" in request.GET else None, initial=start)
    if not form.is_valid():
        return render(request, "campaigns/office/export.html", {"form": form})
    first, last, kind = (form.cleaned_data[name] for name in ("first", "last", "form"))
    _note_export(request.user, first, last)
    body, mime = (
        (gifts_workbook(first, last), XLSX) if kind == "xlsx" else (gifts_csv(first, last), "text/csv; charset=utf-8")
    )
    name = {"Content-Disposition": f'attachment; filename="gifts-{first.isoformat()}-{last.isoformat()}.{kind}"'}
    return HttpResponse(body, content_type=mime, headers=name)


def _note_export(by: Person, first: dt.date, last: dt.date) -> None:
    """Written on the person who has the file now: there is no row that the gifts of some days hang on."""
    data = {"first": first.isoformat(), "last": last.isoformat()}
    log(instance=by, action="campaigns.gifts_exported", user=by, data=data)
