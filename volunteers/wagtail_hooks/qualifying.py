"""Who holds which qualification: noted by a coordinator after a briefing, and ended before its time."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.people.access import signed_in
from portal.people.errors import Refused
from portal.people.models import Person, Qualification, QualificationGrant
from volunteers import actions
from volunteers.queries.deciding import look_for
from volunteers.queries.rights import MAY_CHANGE

from .reach import admitted

A_PAGE = 50


class GrantForm(forms.Form):
    """Which qualification somebody holds, from which day."""

    qualification = forms.ModelChoiceField(
        Qualification.objects.all(), label=gettext_lazy("Qualification"), empty_label=None
    )
    granted_on = forms.DateField(
        label=gettext_lazy("Took part on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    person = forms.ModelChoiceField(
        Person.objects.filter(is_active=True),
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Please choose a person first."),
            "invalid_choice": gettext_lazy("Please choose a person first."),
        },
    )


@never_cache
def qualifications(request: HttpRequest) -> HttpResponse:
    """Look somebody up and note what they hold; below, everything that was noted, the newest first."""
    admitted(request, MAY_CHANGE)
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("q", "")[:100]
    form = GrantForm(request.POST or None, initial={"granted_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            grant = actions.grant_qualification(**form.cleaned_data, by=signed_in(request))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            told = {"name": grant.person.display_name, "what": grant.qualification.name}
            messages.success(request, _("Noted: %(name)s holds “%(what)s”.") % told)
            return redirect("volunteers_qualifications")
    grants = QualificationGrant.objects.select_related("person", "qualification").order_by("-granted_on", "-pk")
    context = {
        "form": form,
        "wanted": wanted,
        "people": look_for(wanted),
        "today": timezone.localdate(),
        "page_obj": Paginator(grants, A_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "volunteers/office/qualifications.html", context)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them ends before its time, with a reason."""
    admitted(request, MAY_CHANGE)
    grant = get_object_or_404(QualificationGrant, pk=pk)
    try:
        actions.end_qualification(grant=grant, by=signed_in(request), reason=request.POST.get("reason", ""))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(
            request, pgettext("qualification", "It has ended. Places that the person has already are kept.")
        )
    return redirect(f"{reverse('volunteers_qualifications')}#grant-{pk}")
