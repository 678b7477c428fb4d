"""The door for Stripe's webhooks, and the page where everybody can see that the money adds up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from . import actions
from . import integrity as integrity_page
from .errors import BadSignature

WEBHOOK_BYTES = 512 * 1024  # Stripe's largest events are well below


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Verify, store, answer; everything else happens later. Stripe repeats what is not answered with 2xx."""
    if _too_large(request):
        return HttpResponse("too large", status=413, content_type="text/plain")
    try:
        actions.receive_webhook(request.body, request.headers.get("Stripe-Signature", ""))
    except BadSignature:
        return HttpResponse("bad signature", status=400, content_type="text/plain")
    return HttpResponse("received", content_type="text/plain")


def _too_large(request: HttpRequest) -> bool:
    return int(request.META.get("CONTENT_LENGTH") or 0) > WEBHOOK_BYTES


@require_safe
def integrity(request: HttpRequest) -> HttpResponse:
    """Payments beside the ledger, counted now, and the comparisons with Stripe of the past days."""
    return render(request, "payments/integrity.html", integrity_page.context())
