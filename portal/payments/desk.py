"""What staff press on the page of a payment or a webhook, in the back office."""

import json
import secrets
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.people.errors import Refused
from portal.people.models import Person

from . import actions
from .models import Payment, WebhookEvent

MAY_REPLAY = "payments.change_webhookevent"
MAY_HELP = "payments.add_refund"


@require_POST
@permission_required(MAY_REPLAY, raise_exception=True)
def body(request: HttpRequest, event_pk: int) -> HttpResponse:
    """The content of a webhook, while it is kept. A button, not a link: reading it is written down."""
    event = get_object_or_404(WebhookEvent, pk=event_pk)
    raw = actions.read_body(event.pk, by=_who(request))
    words = json.dumps(json.loads(raw), indent=2, ensure_ascii=False) if raw else ""
    return render(request, "payments/office_body.html", {"event": event, "words": words})


@require_POST
@permission_required(MAY_HELP, raise_exception=True)
def look_again(request: HttpRequest, pk: str) -> HttpResponse:
    """Compare one payment with Stripe, now."""

    def act() -> str:
        payment = actions.look_again(get_object_or_404(Payment, pk=pk).pk, by=_who(request))
        if payment.quarantine:
            raise Refused(_("It still differs, and stays held back: %(why)s") % {"why": payment.quarantine})
        return _("Compared with Stripe: %(state)s.") % {"state": payment.get_state_display()}

    return _press(request, pk, act)


@require_POST
@permission_required(MAY_HELP, raise_exception=True)
def write_again(request: HttpRequest, pk: str) -> HttpResponse:
    """The payer is written to once more."""
    nonce = request.POST.get("nonce", "")[:40] or secrets.token_urlsafe(12)

    def act() -> str:
        payment = actions.write_again(get_object_or_404(Payment, pk=pk).pk, nonce=nonce, by=_who(request))
        return _("The mail to %(address)s is on its way again.") % {"address": payment.payer_email or "–"}

    return _press(request, pk, act)


def _press(request: HttpRequest, pk: str, act: Callable[[], str]) -> HttpResponse:
    """Do it and say so, or say why not; back to the payment."""
    try:
        messages.success(request, act())
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("money_payments:inspect", pk)


def _who(request: HttpRequest) -> Person:
    return cast(Person, request.user)
