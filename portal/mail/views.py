"""The mailbox of a development machine: whatever the house wrote, to whomever. Never on in production."""

import functools
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import Attachment, OutgoingMail

PER_PAGE = 30
# A mail carries its own styles and nothing else; a link in it opens in the whole window.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"
)
FILE_POLICY = "default-src 'none'; sandbox"

View = Callable[..., HttpResponse]


def in_development(view: View) -> View:
    """404 where DEV_MAILBOX is off, whatever the addresses say."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, **ids: int) -> HttpResponse:
        if not settings.DEV_MAILBOX:
            raise Http404
        return view(request, **ids)

    return guarded


@require_safe
@in_development
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that was written, newest first; `?q=` looks in addresses and subjects."""
    wanted = request.GET.get("q", "").strip()
    mails = OutgoingMail.objects.defer("html").prefetch_related("attachments")
    if wanted:
        mails = mails.filter(Q(subject__icontains=wanted) | Q(to__icontains=wanted))
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mail/inbox.html", {"page_obj": page, "wanted": wanted})


@require_safe
@in_development
def message(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail as its reader sees it, and as text."""
    mail = get_object_or_404(OutgoingMail.objects.prefetch_related("attachments"), pk=mail_id)
    return render(request, "mail/message.html", {"mail": mail})


@require_safe
@in_development
def html(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The HTML alone, for the frame of `message`: no script, no foreign picture, no form."""
    mail = get_object_or_404(OutgoingMail.objects.exclude(html=""), pk=mail_id)
    body = mail.html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(body, headers={"Content-Security-Policy": MAIL_POLICY})


@require_safe
@in_development
def attachment(request: HttpRequest, mail_id: int, attachment_id: int) -> HttpResponse:
    """One file of a mail, to keep."""
    found = get_object_or_404(Attachment, pk=attachment_id, mail=mail_id)
    return HttpResponse(
        bytes(found.content),
        content_type=found.mimetype,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name or 'file')}",
            "Content-Security-Policy": FILE_POLICY,
        },
    )
