"""Hours: one's own page with certificates, and the desk at which leads and coordinators approve."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from portal.people.access import signed_in
from portal.people.errors import Refused
from portal.people.models import Person
from volunteers import actions, queries
from volunteers.day_forms import DaysForm, TimesForm
from volunteers.models import HoursCertificate, HoursClaim, Shift, Signup
from volunteers.queries.hours import DECIDES
from volunteers.queries.papers import hours_certificate_pdf
from volunteers.queries.records import certificates_within
from volunteers.queries.rights import reach_of

A_SCREEN = 100
LOOKS_BACK = dt.timedelta(days=60)


@never_cache
@login_required
@require_safe
def my_hours(request: HttpRequest) -> HttpResponse:
    """What counts, what waits, month by month, and certificates."""
    today = timezone.localdate()
    mine = queries.my_hours(signed_in(request))
    days = DaysForm(initial={"since": today.replace(month=1, day=1), "until": today})
    context = {"mine": mine, "days": days, "crumbs": [(_("My page"), reverse("home:me")), (_("My hours"), "")]}
    return render(request, "volunteers/my-hours.html", context)


@login_required
@require_POST
def correct_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the times were different; somebody else approves."""
    person = signed_in(request)
    signup = get_object_or_404(Signup.objects.select_related("shift"), pk=pk, person=person)
    form = TimesForm(request.POST)
    back = f"{reverse('volunteers:my-hours')}#hours-{pk}"
    if not form.is_valid():
        messages.error(request, _("Please write both times like 9:30."))
        return redirect(back)
    start, end = form.times(signup.shift.day)
    try:
        actions.correct_hours(signup=signup, start=start, end=end, note=form.cleaned_data["note"], by=person)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Thank you. The team looks at it; until then nothing changes."))
    return redirect(back)


@login_required
@require_POST
def ask_certificate(request: HttpRequest) -> HttpResponse:
    """A certificate of one's own approved hours."""
    person, form = signed_in(request), DaysForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect(f"{reverse('volunteers:my-hours')}#certificates")
    try:
        certificate = actions.issue_hours_certificate(person=person, by=person, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(f"{reverse('volunteers:my-hours')}#certificates")
    return redirect("volunteers:hours-certificate", certificate.code)


@never_cache
@login_required
@require_safe
def certificate_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The paper: for whom it names, and for coordinators within their reach. A revoked one is not printed again: the
    page that checks numbers says what became of it."""
    certificate = get_object_or_404(HoursCertificate, code=code)
    person = signed_in(request)
    if certificate.person_id != person.pk and not looks_after(person, certificate):
        raise PermissionDenied
    if not certificate.is_valid:
        return redirect(f"{reverse('home:verify')}?code={certificate.code}")
    name = {"Content-Disposition": f'inline; filename="volunteer-hours-{certificate.number}.pdf"'}
    return HttpResponse(hours_certificate_pdf(certificate), content_type="application/pdf", headers=name)


def looks_after(person: Person, certificate: HoursCertificate) -> bool:
    within = certificates_within(reach_of(person))
    return person.has_perm(DECIDES) and within.filter(pk=certificate.pk).exists()


def to_decide(request: HttpRequest) -> QuerySet[HoursClaim]:
    """The claims that this reader may decide; 403 for who decides nothing."""
    person = signed_in(request)
    if not person.has_perm(DECIDES) and not Shift.objects.filter(lead=person).exists():
        raise PermissionDenied
    return queries.claims_to_decide(person)


@never_cache
@login_required
@require_safe
def hours_desk(request: HttpRequest) -> HttpResponse:
    """Hours that wait for approval, shift by shift, each ticked; and lists that nobody kept."""
    waiting = to_decide(request)
    forgotten = queries.lists_without_marks(signed_in(request), since=timezone.now() - LOOKS_BACK)
    context = {
        "claims": list(waiting[:A_SCREEN]),
        "count": waiting.count(),
        "forgotten": list(forgotten.select_related("place").prefetch_related("demands__role").order_by("-start")[:20]),
        "crumbs": [(_("My page"), reverse("home:me")), (_("Hours to approve"), "")],
    }
    return render(request, "volunteers/hours-desk.html", context)


@login_required
@require_POST
def approve_ticked(request: HttpRequest) -> HttpResponse:
    """Approve what is ticked, one after the other."""
    wanted = [int(pk) for pk in request.POST.getlist("claim")[:A_SCREEN] if pk.isdigit()]
    claims = list(to_decide(request).filter(pk__in=wanted))
    approved, sentences = actions.approve_all(claims=claims, by=signed_in(request))
    for claim in claims:
        log(claim, "volunteers.approve_hours", user=request.user, data={"minutes": claim.minutes})
    if approved:
        words = ngettext("Approved: %(count)s entry.", "Approved: %(count)s entries.", approved)
        messages.success(request, words % {"count": approved})
    for sentence in sentences:
        messages.error(request, sentence)
    return redirect("volunteers:hours-desk")


@login_required
@require_POST
def decide_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim: approve other times, or decline it with a reason."""
    claim = get_object_or_404(to_decide(request), pk=pk)
    try:
        if request.POST.get("do") == "decline":
            actions.decline_hours(claim=claim, by=signed_in(request), reason=request.POST.get("reason", ""))
            sentence = _("Declined. The volunteer sees why.")
        else:
            approve_other_times(request, claim)
            sentence = _("Approved with other times.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        log(claim, "volunteers.decide_hours", user=request.user, data={"state": request.POST.get("do", "")})
        messages.success(request, sentence)
    return redirect("volunteers:hours-desk")


def approve_other_times(request: HttpRequest, claim: HoursClaim) -> None:
    """A claim of the team in place of the one that was made, approved at once."""
    form = TimesForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Please write both times like 9:30."))
    start, end = form.times(claim.signup.shift.day)
    by = signed_in(request)
    note = form.cleaned_data["note"]
    actions.approve_other_hours(claim=claim, start=start, end=end, note=note, by=by)
