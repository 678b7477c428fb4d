"""Approved hours and certificates in the back office: looked up, taken back, revoked; nothing is deleted."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions
from volunteers.queries.hours import DECIDES
from volunteers.queries.records import certificates_within, entries_within, find_certificates, person_of

from .reach import admitted

A_PAGE = 50


@never_cache
@require_safe
def person_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """What counts for one person within reach, shift by shift, and the certificates that say so."""
    reach = admitted(request, DECIDES)
    person = person_of(pk, reach)
    if person is None:
        raise Http404
    entries = entries_within(reach).filter(person=person)
    standing = entries.filter(reversal__isnull=True)
    context = {
        "person": person,
        "page_obj": Paginator(entries, A_PAGE).get_page(request.GET.get("p")),
        "minutes": standing.minutes(),
        "times": standing.count(),
        "certificates": certificates_within(reach).filter(person=person),
        "is_limited": not reach.everywhere,
    }
    return render(request, "volunteers/office/person_hours.html", context)


@never_cache
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Every certificate within reach, the newest first, found by number, name or address."""
    reach = admitted(request, DECIDES)
    wanted = request.GET.get("q", "")[:100].strip()
    rows = find_certificates(certificates_within(reach), wanted)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    context = {"page_obj": page, "wanted": wanted, "is_limited": not reach.everywhere}
    return render(request, "volunteers/office/certificates.html", context)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Hours that were approved in error are reversed, with the reason."""
    entry = get_object_or_404(entries_within(admitted(request, DECIDES)), pk=pk)
    reason = request.POST.get("reason", "")
    try:
        taken = actions.take_back_hours(entry=entry, by=signed_in(request), reason=reason)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        log(entry, "volunteers.take_back_hours", user=request.user, data={"reason": taken.reason})
        messages.success(request, _("The hours are taken back, and the volunteer gets a mail that says why."))
    return redirect(f"{reverse('volunteers_person_hours', args=[entry.person_id])}#hours-{pk}")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """A certificate stays in the register as revoked."""
    certificate = get_object_or_404(certificates_within(admitted(request, DECIDES)), pk=pk)
    try:
        actions.revoke_hours_certificate(
            certificate=certificate, by=signed_in(request), reason=request.POST.get("reason", "")
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        reason = request.POST["reason"].strip()[:300]
        log(certificate, "volunteers.revoke_certificate", user=request.user, data={"reason": reason})
        said = _("Certificate %(number)s is revoked. Whoever checks its number now reads so.")
        messages.success(request, said % {"number": certificate.number})
    if certificate.person_id is None:
        return redirect(f"{reverse('volunteers_certificates')}?q={certificate.number}")
    return redirect(f"{reverse('volunteers_person_hours', args=[certificate.person_id])}#certificate-{pk}")
