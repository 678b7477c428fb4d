"""Who comes every time: somebody is added to a series by hand, and a standing duty is ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from portal.people.access import signed_in
from portal.people.errors import Refused
from portal.people.models import Person
from volunteers import actions
from volunteers.models import Role, ShiftSeries, StandingMember
from volunteers.queries.deciding import duty_cases, look_for
from volunteers.queries.rights import MAY_CHANGE

from .deciding import numbers
from .series import series_within


def add_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Look somebody up, see what is in the way, and let them come every time."""
    series = series_within(request, pk, MAY_CHANGE)
    given = request.POST if request.method == "POST" else request.GET
    roles = [demand.role for demand in series.demands.select_related("role")]
    role = next((each for each in roles if str(each.pk) == given.get("role")), roles[0] if roles else None)
    wanted = given.get("q", "")[:100]
    context: dict[str, Any] = {"series": series, "roles": roles, "role": role, "wanted": wanted}
    if request.method == "POST" and role is not None:
        try:
            return begin(request, series, role)
        except Refused as refusal:
            context["refusal"] = refusal
    people = look_for(wanted)
    context["cases"] = duty_cases(people, series, role, now=timezone.now()) if role else []
    return render(request, "volunteers/office/duty.html", context)


def begin(request: HttpRequest, series: ShiftSeries, role: Role) -> HttpResponse:
    """Raises what the domain refuses; dates that are refused are named, and the duty stands."""
    person = Person.objects.filter(pk__in=numbers([request.POST.get("person", "")]), is_active=True).first()
    if person is None:
        raise Refused(_("Please choose a person first."))
    results = actions.come_every_time(person=person, series=series, role=role, by=signed_in(request))
    log(series, "wagtail.edit", user=request.user, data={"standing duty begun": person.pk, "role": role.slug})
    done = len([result for result in results if result.signup])
    said = ngettext(
        "%(name)s comes every time now: %(count)s date is taken, and a mail is on its way.",
        "%(name)s comes every time now: %(count)s dates are taken, and a mail is on its way.",
        done,
    )
    messages.success(request, said % {"name": person.display_name, "count": done})
    for result in results:
        if result.refusal:
            messages.warning(request, f"{result.shift}: {result.refusal.sentence}")
    return redirect(f"{reverse('volunteers_series_one', args=[series.pk])}#members")


@require_POST
def end_duty(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """A coordinator ends somebody's standing duty, from today on, and says why."""
    series = series_within(request, pk, MAY_CHANGE)
    row = get_object_or_404(StandingMember, series=series, pk=member)
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        if not reason:
            raise Refused(_("Please say why: the person reads it in the mail."))
        results = actions.stop_coming(member=row, since=timezone.localdate(), by=signed_in(request), reason=reason)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        data = {"standing duty ended": row.pk, "dates": len(results), "reason": reason}
        log(series, "wagtail.edit", user=request.user, data=data)
        messages.success(request, _("The standing duty has ended, its places are free, and a mail says why."))
    return redirect(f"{reverse('volunteers_series_one', args=[pk])}#members")
