"""Receipts in the back office: what is due, what was issued, January's batch, the donor register."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from campaigns.actions import (
    issue_annual_statement,
    issue_receipt,
    reissue,
    replace_cancelled,
    start_receipts_of_year,
    void_and_replace,
    void_receipt,
)
from campaigns.forms import ReasonForm
from campaigns.queries.receipt_paper import as_it_stands
from campaigns.queries.receipts import Due, due
from campaigns.queries.register import fiscal_year_of, register_workbook
from campaigns.receipt_forms import PayoutForm, YearForm
from portal.jobs.models import Job
from portal.payments.actions.receipts import record_payout
from portal.payments.models import Receipt, ReceiptIssuer
from portal.people.errors import Refused
from portal.people.models import Person

DESK = "campaigns_receipts:desk"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A_PAGE, DUE_AT_MOST = 50, 50
may_look = permission_required("payments.view_receipt", raise_exception=True)
may_issue = permission_required("payments.add_receipt", raise_exception=True)
may_change = permission_required("payments.change_receipt", raise_exception=True)


class StaffRequest(HttpRequest):
    """A request behind one of the rights above."""

    user: Person


@never_cache
@may_look
@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    """One year: what is due, what the last batch did, every receipt."""
    form = YearForm(request.GET)
    year = form.cleaned_data["year"] if form.is_valid() else timezone.localdate().year
    words = request.GET.get("q", "").strip()
    found = (
        Receipt.objects.filter(series__year=year).select_related("replaced_by", "replaces").prefetch_related("lines")
    )
    if words:
        found = found.filter(Q(code__icontains=words) | Q(donor_name__icontains=words))
    job = Job.objects.filter(kind="receipts", parameters__year=year).first()
    context = {
        "year": year,
        "words": words,
        "waiting": _due(request, year),
        "due_at_most": DUE_AT_MOST,
        "page_obj": Paginator(found.defer("pdf", "replaced_by__pdf", "replaces__pdf"), A_PAGE).get_page(
            request.GET.get("p")
        ),
        "job": job,
        "fiscal_year": fiscal_year_of(timezone.localdate()),
        "payout_form": PayoutForm(),
    }
    page = render(request, "campaigns/office/receipts.html", context)
    if job and not job.is_finished:
        page["Refresh"] = "5"  # the desk renews itself while the batch runs, without a script
    return page


def _due(request: HttpRequest, year: int) -> list[Due]:
    try:
        return due(year)
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return []


@may_issue
@require_POST
def issue(request: StaffRequest, pk: str) -> HttpResponse:
    """Issue what is due together with one gift: a certificate, or a statement of several."""
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Http404
    year = form.cleaned_data["year"]
    one = next((one for one in _due(request, year) if str(one.donations[0].pk) == str(pk)), None)
    if one is None:
        messages.error(request, _("A colleague has already decided this. The list is up to date now."))
    elif len(one.donations) == 1:
        _try(request, lambda: issue_receipt(donation=one.donations[0], by=request.user), _("Issued and sent."))
    else:
        _try(request, lambda: issue_annual_statement(donations=one.donations, by=request.user), _("Issued and sent."))
    return _back(year)


@may_change
@require_POST
def change(request: StaffRequest, pk: str) -> HttpResponse:
    """Cancel, replace or reissue one receipt, as the pressed button says."""
    receipt = get_object_or_404(Receipt.objects.select_related("series"), pk=pk)
    step, form = request.POST.get("step", ""), ReasonForm(request.POST)
    if step in ("void", "replace") and not form.is_valid():
        messages.error(request, _("Please write why the receipt is cancelled."))
        return _back(receipt.series.year)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    by = request.user
    steps: dict[str, tuple[Callable[[], Any], str]] = {
        "void": (lambda: void_receipt(receipt=receipt, reason=reason, by=by), _("Cancelled. The donor is told.")),
        "replace": (lambda: void_and_replace(receipt=receipt, reason=reason, by=by), _("Replaced and sent.")),
        "rest": (lambda: replace_cancelled(receipt=receipt, by=by), _("Issued and sent.")),
        "reissue": (lambda: reissue(receipt=receipt, by=by), _("A marked copy was sent.")),
    }
    if step not in steps:
        raise Http404
    _try(request, *steps[step])
    return _back(receipt.series.year)


@never_cache
@may_look
@require_safe
def pdf(request: StaffRequest, pk: str) -> HttpResponse:
    """The file as the receipt stands today; with `?as=issued` the very one that was issued, which its hash proves."""
    receipt = get_object_or_404(Receipt.objects.select_related("series", "replaces"), pk=pk)
    issued = request.GET.get("as") == "issued"
    name = f"receipt-{receipt.code}.pdf" if issued else receipt.file_name
    content = bytes(receipt.pdf) if issued else as_it_stands(receipt)
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=disposition)


@may_issue
@require_POST
def batch(request: StaffRequest) -> HttpResponse:
    """Begin the year's batch, unless one is at work."""
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Http404
    year = form.cleaned_data["year"]
    busy = Job.objects.filter(kind="receipts", state__in=[Job.State.QUEUED, Job.State.RUNNING])
    if busy.exists():
        messages.error(request, _("A batch is at work already."))
    else:
        start_receipts_of_year(year=year, by=request.user)
        messages.success(request, _("The batch has begun. You can leave this page."))
    return _back(year)


@never_cache
@may_look
@require_safe
def register(request: StaffRequest) -> HttpResponse:
    """The donor register of the fiscal year that began in July of `year`."""
    form = YearForm(request.GET)
    if not form.is_valid():
        raise Http404
    year = form.cleaned_data["year"]
    try:
        book = register_workbook(year)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(DESK)
    issuer = ReceiptIssuer.objects.order_by("pk").first()
    log(instance=issuer, action="campaigns.register_downloaded", user=request.user, data={"year": year})
    name = {"Content-Disposition": f'attachment; filename="donor-register-{year}-{year + 1}.xlsx"'}
    return HttpResponse(book, content_type=XLSX, headers=name)


@may_issue
@require_POST
def payout(request: StaffRequest) -> HttpResponse:
    """Note on which day a payout with these charges reached the bank."""
    form = PayoutForm(request.POST)
    if form.is_valid():
        count = record_payout(**form.cleaned_data)
        sentence = ngettext("%(count)s payment noted.", "%(count)s payments noted.", count)
        messages.success(request, sentence % {"count": count})
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(DESK)


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)


def _back(year: int) -> HttpResponse:
    return redirect(f"{redirect(DESK).url}?year={year}")
