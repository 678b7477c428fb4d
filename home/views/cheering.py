"""The cheering guide."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from campaigns.queries import Pace
from home.cheering import guide
from home.forms import PaceForm
from portal.people.models import Person


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """To the guide of the next race, else of the last one."""
    races = Campaign.objects.filter(race__isnull=False).exclude(state="draft")
    today = timezone.localdate()
    next_race = races.filter(race__date__gte=today).order_by("race__date").first()
    campaign = next_race or races.order_by("-race__date").first()
    if campaign is None:
        return redirect("volunteers:shift-list")
    return redirect("home:cheering-guide", slug=campaign.slug)


@require_safe
def cheering_guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Where to cheer, how to get there and away, and when a runner passes."""
    campaigns = Campaign.objects.exclude(state="draft").filter(race__isnull=False)
    campaign = get_object_or_404(
        campaigns.select_related("race").prefetch_related("race__points", "race__waves"), slug=slug
    )
    asked = any(name in request.GET for name in ("runner", "wave", "target"))
    form = PaceForm(request.GET if asked else None, waves=list(campaign.race.waves.all()))
    own = None
    if asked and form.is_valid() and form.cleaned_data["target"]:
        wave = form.chosen_wave()
        own = Pace(wave.start if wave else campaign.race.start, form.cleaned_data["target"])
    reader = request.user if isinstance(request.user, Person) else None
    made = guide(campaign, reader, slug=request.GET.get("runner", ""), own=own, now=timezone.now())
    context = {"guide": made, "campaign": campaign, "form": form, "here": request.get_full_path()}
    return render(request, "home/cheering.html", context)
