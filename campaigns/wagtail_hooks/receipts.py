"""Receipts in the back office: what is due, what was issued, the donor register. Steps stand in `receipt_steps`."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from campaigns.queries.receipt_corrections import corrections_asked
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
        "waiting": due_or_why_not(request, year),
        "corrections": corrections_asked()[:DUE_AT_MOST],
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


def due_or_why_not(request: HttpRequest, year: int) -> list[Due]:
    """What a year owes; nothing, with a message, where receipts cannot be issued at all."""
    try:
        return due(year)
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return []


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
