"""Taking a place over: from the pool, or by the link of a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.people.access import signed_in
from portal.people.errors import Refused
from volunteers import actions, queries
from volunteers.models import HandOver

from .acting import say


@login_required
def pool(request: HttpRequest) -> HttpResponse:
    """Places that others hand over: what the reader can take first, the others with the reason why not."""
    now = timezone.now()
    vacancies = queries.pool_for(queries.standing_of(signed_in(request), now=now), now=now)
    context = {
        "open_to_me": [vacancy for vacancy in vacancies if vacancy.can_be_taken],
        "others": [vacancy for vacancy in vacancies if not vacancy.can_be_taken],
        "crumbs": [(_("Shifts"), reverse("volunteers:shift-list")), (_("Step in for somebody"), "")],
    }
    return render(request, "volunteers/hand-over-pool.html", context)


@require_POST
@login_required
def take_from_pool(request: HttpRequest, pk: int) -> HttpResponse:
    """Step in for whoever put the place into the pool."""
    found = get_object_or_404(HandOver.objects.filter(to_email="").select_related("signup"), pk=pk)
    return taken(request, found, back="volunteers:hand-over-pool")


def taken(request: HttpRequest, hand_over: HandOver, *, back: str) -> HttpResponse:
    person = signed_in(request)
    try:
        signup = actions.take_over(
            hand_over=hand_over, person=person, by=person, promised=request.POST.getlist("promised")
        )
    except Refused as refusal:
        say(request, refusal=refusal)
        return redirect(back) if ":" in back else redirect(request.path)
    messages.success(request, _("You are in. Thank you for stepping in! A confirmation is on its way to your inbox."))
    return redirect("volunteers:shift-detail", pk=signup.shift_id)


def answer_hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of the mail: who asks, which shift, yes or no. Saying no needs no account."""
    hand_over = queries.hand_over_by_token(token)
    if hand_over is None:
        raise Http404
    if request.method == "POST" and request.POST.get("answer") == "no":
        return declined(request, hand_over)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        return taken(request, hand_over, back="")
    now = timezone.now()
    standing = queries.standing_of(signed_in(request), now=now) if request.user.is_authenticated else None
    context = {
        "hand_over": hand_over,
        "signup": hand_over.signup,
        "shift": hand_over.signup.shift,
        "is_open": HandOver.objects.open(now).filter(pk=hand_over.pk).exists(),
        "is_own": standing is not None and standing.person.pk == hand_over.signup.person_id,
        "vacancy": queries.vacancy_of(hand_over, standing, now=now) if standing else None,
        "sign_in": f"{reverse('account_login')}?next={request.path}",
        "sign_up": f"{reverse('account_signup')}?next={request.path}",
    }
    return render(request, "volunteers/hand-over-answer.html", context)


def declined(request: HttpRequest, hand_over: HandOver) -> HttpResponse:
    try:
        actions.decline_hand_over(hand_over=hand_over)
    except Refused as refusal:
        say(request, refusal=refusal)
    else:
        messages.success(request, _("Thank you for answering. We have told them."))
    return redirect(request.path)
