"""Answering a gathering."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns.actions import answer_gathering
from campaigns.forms import ReplyForm
from campaigns.models import Campaign, Gathering, GatheringReply
from portal.people.errors import Refused

from .signed_in import SignedIn


@login_required
@require_POST
def reply(request: SignedIn, pk: int) -> HttpResponse:
    """Say yes or no, and come back to the gathering."""
    gathering = get_object_or_404(Gathering.objects.exclude(campaign__state=Campaign.State.DRAFT), pk=pk)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            answer = answer_gathering(gathering=gathering, answer=form.cleaned_data["answer"], by=request.user)
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            coming = answer.answer == GatheringReply.Answer.YES
            messages.success(
                request,
                _("You are coming. The gathering is in your diary.") if coming else _("Thank you for telling us."),
            )
    return HttpResponseRedirect(f"{gathering.campaign.get_absolute_url()}#gathering-{gathering.pk}")
