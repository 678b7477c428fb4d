"""A donor's receipts: on my page, and by the signed link of a gift."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.actions import ask_for_correction, give_receipt_details
from campaigns.models import Donation, NoSuchLink
from campaigns.queries.receipt_corrections import has_asked
from campaigns.queries.receipt_paper import as_it_stands
from campaigns.queries.receipts import gifts_without_receipt, missing_for_receipt, receipts_of_gift, receipts_of_person
from campaigns.receipt_forms import ReceiptDetailsForm
from portal.payments.models import Receipt
from portal.payments.received import given_jpy
from portal.people.errors import Refused

from .signed_in import SignedIn


@never_cache
@login_required
@require_safe
def my_receipts(request: SignedIn) -> HttpResponse:
    """All receipts of somebody's own gifts, and the gifts that have none yet."""
    person = request.user
    without = [(gift, missing_for_receipt(gift)) for gift in gifts_without_receipt(person)]
    context = {"receipts": receipts_of_person(person), "without": without}
    return _unlisted(render(request, "campaigns/my_receipts.html", context))


@never_cache
@login_required
@require_safe
def my_receipt(request: SignedIn, pk: str) -> HttpResponse:
    """One's own receipt as a file; somebody else's is not there."""
    return _file(receipts_of_person(request.user), pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def gift_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt of a gift, for whoever holds its link: what is missing, and the files."""
    try:
        donation = Donation.objects.by_link(token)
    except NoSuchLink:
        return render(request, "campaigns/unknown_gift.html", status=404)
    receipts = list(receipts_of_gift(donation))
    live = next((receipt for receipt in receipts if receipt.is_live), None)
    form = ReceiptDetailsForm(request.POST or None, initial=ReceiptDetailsForm.initial_of(donation))
    if request.method == "POST" and form.is_valid():
        _save(request, donation, live, form)
        return redirect("campaigns:gift-receipt", token=token)
    context = {
        "donation": donation,
        "form": form,
        "receipts": receipts,
        "has_live": live is not None,
        "has_asked": live is not None and has_asked(live),
        "missing": missing_for_receipt(donation),
        "given_jpy": given_jpy(payment) if (payment := donation.payment) and payment.is_paid else donation.amount_jpy,
    }
    return _unlisted(render(request, "campaigns/gift_receipt.html", context))


def _save(request: HttpRequest, donation: Donation, live: Receipt | None, form: ReceiptDetailsForm) -> None:
    """Who is to stand on the receipt to come, or what is wrong on the one that is there."""
    try:
        if live is None:
            give_receipt_details(donation=donation, **form.cleaned_data)
            said = _("Saved. We will send the receipt by e-mail.")
        elif ask_for_correction(receipt=live, details=form.details):
            said = _("Thank you. We look at it and send a corrected receipt by e-mail.")
        else:
            said = _("Your receipt stays as it is.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)


@never_cache
@require_safe
def gift_receipt_file(request: HttpRequest, token: str, pk: str) -> HttpResponse:
    """The file of a receipt that the linked gift stands on."""
    try:
        donation = Donation.objects.by_link(token)
    except NoSuchLink as unknown:
        raise Http404 from unknown
    return _file(receipts_of_gift(donation), pk)


def _file(own: QuerySet[Receipt], pk: str) -> HttpResponse:
    """The PDF of a valid receipt, marked if it was reissued; a cancelled one is not handed out any more."""
    receipt = own.filter(pk=pk, state=Receipt.State.LIVE).first()
    if receipt is None:
        raise Http404
    name = {"Content-Disposition": f'attachment; filename="{receipt.file_name}"'}
    return _unlisted(HttpResponse(as_it_stands(receipt), content_type="application/pdf", headers=name))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response
