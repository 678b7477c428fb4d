"""What the office does with receipts. Each step shows first what it will do: a number that is given is never taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from campaigns.actions import (
    correct_receipt_details,
    issue_annual_statement,
    issue_receipt,
    keep_receipt,
    reissue,
    replace_cancelled,
    start_receipts_of_year,
    void_and_replace,
    void_receipt,
)
from campaigns.models import Donation
from campaigns.queries.receipt_corrections import has_asked
from campaigns.queries.receipts import Due, donations_on, seen_as, was_pressed
from campaigns.receipt_forms import ConfirmForm, KeepForm, OfficeDetailsForm, ReplaceForm, WhyReceiptForm, YearForm
from portal.jobs.models import Job
from portal.payments.models import Receipt, ReceiptLine
from portal.people.errors import Refused

from .receipts import DESK, StaffRequest, due_or_why_not, may_issue

SHOWN: Final = 200
may_change = permission_required("payments.change_receipt", raise_exception=True)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One button of a receipt: what it is called, what is typed, on which receipts, and what is said afterwards."""

    label: Promise
    done: Promise
    form: type[Any]
    of_live: bool = True


STEPS: Final = {
    "reissue": Step(
        label=gettext_lazy("Send a marked copy"), done=gettext_lazy("A marked copy was sent."), form=ConfirmForm
    ),
    "replace": Step(
        label=gettext_lazy("Cancel and replace"), done=gettext_lazy("Replaced and sent."), form=ReplaceForm
    ),
    "void": Step(
        label=gettext_lazy("Cancel this receipt"),
        done=gettext_lazy("Cancelled. The donor is told."),
        form=WhyReceiptForm,
    ),
    "keep": Step(
        label=gettext_lazy("Leave the receipt as it is"),
        done=gettext_lazy("Left as it is. The donor reads why."),
        form=KeepForm,
    ),
    "rest": Step(
        label=gettext_lazy("Issue one for what is left"),
        done=gettext_lazy("Issued and sent."),
        form=ConfirmForm,
        of_live=False,
    ),
}


@never_cache
@may_issue
def batch(request: StaffRequest) -> HttpResponse:
    """Every receipt that a year owes: first the list, then with the press the batch."""
    year, form = _year(request), ConfirmForm(request.POST or None)
    pressed = form.is_valid()
    busy = Job.objects.filter(kind="receipts", state__in=[Job.State.QUEUED, Job.State.RUNNING])
    if busy.exists() and not (pressed and was_pressed(form.cleaned_data["nonce"])):
        messages.error(request, _("A batch is at work already."))
        return _back(year)
    ready = [one for one in due_or_why_not(request, year) if not one.missing]
    if pressed and _still_so(request, form, ready):
        nonce = form.cleaned_data["nonce"]
        return _press(
            request,
            year,
            nonce,
            lambda: start_receipts_of_year(year=year, by=request.user, nonce=nonce),
            _("The batch has begun. You can leave this page."),
        )
    return _preview(request, year, ready, title=_("Issue all receipts of %(year)s") % {"year": year})


@never_cache
@may_issue
def issue(request: StaffRequest, pk: str) -> HttpResponse:
    """What is due together with one gift: a certificate, or a statement of several; first on the screen, then for good."""
    year, form = _year(request), ConfirmForm(request.POST or None)
    nonce = form.cleaned_data["nonce"] if form.is_valid() else ""
    one = next((one for one in due_or_why_not(request, year) if str(one.donations[0].pk) == str(pk)), None)
    if one is None or one.missing:
        if was_pressed(nonce):
            messages.success(request, _("Issued and sent."))
        else:
            messages.error(request, _("A colleague has already decided this. The list is up to date now."))
        return _back(year)
    if nonce and _still_so(request, form, [one]):
        return _press(request, year, nonce, lambda: _issue(request, one, nonce), _("Issued and sent."))
    return _preview(request, year, [one], title=_("Issue a receipt"))


def _issue(request: StaffRequest, one: Due, nonce: str) -> Receipt:
    if len(one.donations) == 1:
        return issue_receipt(donation=one.donations[0], by=request.user, nonce=nonce)
    return issue_annual_statement(donations=one.donations, by=request.user, nonce=nonce)


def _preview(request: HttpRequest, year: int, ready: list[Due], *, title: str) -> HttpResponse:
    """How many, whose, of which year, for how much in all; and that the year goes on, where it does."""
    if not ready:
        messages.info(request, _("No receipt of %(year)s can be issued now.") % {"year": year})
        return _back(year)
    context = {
        "title": title,
        "year": year,
        "year_goes_on": timezone.localdate().year <= year,
        "ready": ready,
        "shown": SHOWN,
        "gifts": sum(len(one.donations) for one in ready),
        "total_jpy": sum(one.amount_jpy for one in ready),
        "without_mail": sum(not one.donations[-1].email for one in ready),
        "form": ConfirmForm(initial=ConfirmForm.fresh(seen_as(ready))),
    }
    return render(request, "campaigns/office/receipts_preview.html", context)


def _still_so(request: HttpRequest, form: ConfirmForm, ready: list[Due]) -> bool:
    """Whether what is due is what was on the page that was pressed; a second press of the same page passes."""
    typed = form.cleaned_data
    if typed["seen"] == seen_as(ready) or was_pressed(typed["nonce"]):
        return True
    messages.warning(request, _("The list has changed since you opened it. Nothing was issued: please look again."))
    return False


@never_cache
@may_change
def change(request: StaffRequest, pk: str, step: str) -> HttpResponse:
    """Cancel, replace, leave or reissue one receipt: what it is, what is typed, and what will happen."""
    if step not in STEPS:
        raise Http404
    receipt = get_object_or_404(Receipt.objects.select_related("series").defer("pdf"), pk=pk)
    chosen, year = STEPS[step], receipt.series.year
    form = chosen.form(request.POST or None, initial=_initial(receipt, step))
    if form.is_valid():
        act = _act(request, receipt, step, form.cleaned_data)
        return _press(request, year, form.cleaned_data["nonce"], act, str(chosen.done))
    if receipt.is_live != chosen.of_live:
        messages.error(request, _("A colleague has already decided this. The list is up to date now."))
        return _back(year)
    context = {
        "receipt": receipt,
        "gifts": list(donations_on(receipt)),
        "step": step,
        "label": chosen.label,
        "form": form,
        "has_asked": receipt.is_live and has_asked(receipt),
    }
    return render(request, "campaigns/office/receipt_step.html", context)


def _initial(receipt: Receipt, step: str) -> dict[str, Any]:
    """A new nonce, and for the next receipt what its gifts say: what the donor asked for, where they did."""
    fresh: dict[str, Any] = ConfirmForm.fresh()
    if step != "replace":
        return fresh
    return fresh | ReplaceForm.initial_of(list(donations_on(receipt))[-1])


def _act(request: StaffRequest, receipt: Receipt, step: str, typed: dict[str, Any]) -> Callable[[], object]:
    by, nonce, reason = request.user, typed["nonce"], typed.get("reason", "")
    steps: dict[str, Callable[[], object]] = {
        "reissue": lambda: reissue(receipt=receipt, by=by, nonce=nonce),
        "replace": lambda: void_and_replace(
            receipt=receipt, reason=reason, by=by, details=ReplaceForm.details_in(typed), nonce=nonce
        ),
        "void": lambda: void_receipt(receipt=receipt, reason=reason, by=by, nonce=nonce),
        "keep": lambda: keep_receipt(receipt=receipt, reason=reason, by=by, nonce=nonce),
        "rest": lambda: replace_cancelled(receipt=receipt, by=by, nonce=nonce),
    }
    return steps[step]


@never_cache
@may_change
def details(request: StaffRequest, pk: str) -> HttpResponse:
    """Name and address for the receipt of a gift that has none yet; one that has is replaced."""
    gift = get_object_or_404(Donation.objects.select_related("payment", "campaign", "page"), pk=pk)
    line = ReceiptLine.objects.filter(payment=gift.payment_id, live=True).first()
    if line is not None:
        return redirect("campaigns_receipts:change", line.receipt_id, "replace")
    form = OfficeDetailsForm(request.POST or None, initial=OfficeDetailsForm.initial_of(gift))
    if form.is_valid():
        try:
            correct_receipt_details(
                donation=gift, details=form.details, reason=form.cleaned_data["reason"], by=request.user
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Saved. The receipt will say so."))
            return redirect("campaigns_money:gift", gift.pk)
    return render(request, "campaigns/office/receipt_details.html", {"gift": gift, "form": form})


def _press(request: HttpRequest, year: int, nonce: str, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it and say so, or say why not. The second press of a double click finds it done and says the same."""
    try:
        act()
    except Refused as refused:
        if not was_pressed(nonce):
            messages.error(request, refused.sentence)
            return _back(year)
    messages.success(request, done)
    return _back(year)


def _year(request: HttpRequest) -> int:
    form = YearForm(request.POST if "year" in request.POST else request.GET)
    if not form.is_valid():
        raise Http404
    year: int = form.cleaned_data["year"]
    return year


def _back(year: int) -> HttpResponse:
    return redirect(f"{redirect(DESK).url}?year={year}")
