"""What needs somebody today: messages, texts and applications; and the steps of a runner."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.actions import accept_text, approve_message, move_runner, reject_message, send_back_text
from campaigns.forms import ReasonForm, StepForm
from campaigns.models import Campaign, Donation, PageEdit, Runner
from campaigns.queries import NOTHING, totals_by_campaign, waiting
from portal.people.errors import Refused
from portal.people.models import Person

RIGHT = "campaigns.change_donation"
DESK = "campaigns_office:desk"
staff_only = permission_required(RIGHT, raise_exception=True)


class StaffRequest(HttpRequest):
    """A request behind `staff_only`."""

    user: Person


@staff_only
def desk(request: StaffRequest) -> HttpResponse:
    """Everything that waits, oldest first, and what the campaigns have raised."""
    sums = totals_by_campaign()
    rows = [(campaign, sums.get(campaign.pk, NOTHING)) for campaign in Campaign.objects.current_first()]
    return render(request, "campaigns/office/desk.html", {"waiting": waiting(), "campaigns": rows})


@staff_only
@require_POST
def decide_message(request: StaffRequest, pk: str) -> HttpResponse:
    """Approve or reject a donor's message."""
    donation = get_object_or_404(Donation, pk=pk)
    approve = request.POST.get("decision") == "approve"
    act: Callable[..., Any] = approve_message if approve else reject_message
    _try(request, lambda: act(donation=donation, by=request.user), _("Decided."))
    return redirect(DESK)


@staff_only
@require_POST
def decide_text(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a runner's words on the page, or send them back with a reason."""
    edit = get_object_or_404(PageEdit.objects.select_related("page"), pk=pk)
    if request.POST.get("decision") == "accept":
        _try(request, lambda: accept_text(edit=edit, by=request.user), _("The text is on the page."))
        return redirect(DESK)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        _try(request, lambda: send_back_text(edit=edit, reason=reason, by=request.user), _("Sent back to the runner."))
    else:
        messages.error(request, _("Please tell the runner what to change."))
    return redirect(DESK)


@staff_only
def runner_steps(request: StaffRequest, pk: int) -> HttpResponse:
    """A runner's history, and the steps that may follow."""
    runner = get_object_or_404(Runner.objects.select_related("person", "race__campaign"), pk=pk)
    form = StepForm(request.POST or None, runner=runner)
    if request.method == "POST" and form.is_valid():
        step = form.cleaned_data
        _try(
            request,
            lambda: move_runner(runner=runner, to=step["to"], by=request.user, note=step["note"]),
            _("Moved on."),
        )
        return redirect("campaigns_office:runner", pk=pk)
    history = runner.history.select_related("by")
    return render(request, "campaigns/office/runner.html", {"runner": runner, "form": form, "history": history})


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
