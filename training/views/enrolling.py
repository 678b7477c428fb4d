"""Enrolling, paying, answering an offer, leaving: forms that work without JavaScript."""

import logging
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.payments.errors import IncompleteFacts, PaymentProviderDown
from portal.payments.limits import count_visitor
from portal.payments.models import Payment
from portal.people.errors import Refused
from portal.people.models import Person

from .. import actions, queries
from ..forms import EnrolForm
from ..models import Course, Edition, Enrolment, State
from .showing import show_course

logger = logging.getLogger(__name__)


@require_POST
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """A place, a request or a wait; where a fee is due, on to the hosted checkout."""
    course = get_object_or_404(Course, slug=slug)
    form = EnrolForm(request.POST, auto_id=f"id_{request.POST.get('edition', '')}_%s")
    if not isinstance(request.user, Person):
        return _sign_in_first(request, course)
    if not form.is_valid():
        return show_course(request, course, form=form, status=422)
    edition = get_object_or_404(Edition, pk=form.cleaned_data["edition"], course=course)
    try:
        enrolment = actions.enrol(
            edition=edition, person=request.user, by=request.user, student=form.cleaned_data["student"]
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return show_course(request, course, form=form, status=409)
    return _after_seat(request, enrolment)


def _sign_in_first(request: HttpRequest, course: Course) -> HttpResponse:
    """Signing in leads back to the form, with the choice that was made."""
    page = reverse("training:course-detail", args=[course.slug])
    chosen = {"student": "1"} if request.POST.get("student") else {}
    messages.info(request, _("Please sign in or register first. Then you come back here."))
    return redirect_to_login(f"{page}?{urlencode(chosen)}" if chosen else page, settings.LOGIN_URL)


def _after_seat(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Where to go from the state an action ended in."""
    slug = enrolment.edition.course.slug
    if enrolment.state == State.PENDING_PAYMENT:
        return _to_checkout(request, enrolment)
    if enrolment.state == State.ENROLLED:
        messages.success(request, _("Your place is confirmed. Welcome!"))
        return redirect("training:learn", slug)
    sentences = {
        State.WAITLISTED: _("You are on the waiting list. We write to you as soon as a place is free."),
        State.REQUESTED: _("Thank you. We look at your request and write to you."),
    }
    messages.success(request, sentences[State(enrolment.state)])
    return redirect("training:course-detail", slug)


def _to_checkout(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    slug = enrolment.edition.course.slug
    page = settings.BASE_URL + reverse("training:course-detail", args=[slug])
    welcome_page = settings.BASE_URL + reverse("training:welcome", args=[slug])
    try:
        count_visitor(request)
        checkout = actions.begin_payment(
            enrolment=enrolment,
            success_url=welcome_page + "?session_id={CHECKOUT_SESSION_ID}",
            cancel_url=page,
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("training:course-detail", slug)
    return HttpResponseRedirect(checkout)


def _mine(request: HttpRequest, slug: str, edition_id: str, *states: State) -> Enrolment:
    """My live enrolment: in the named edition, else the newest. Raises Http404."""
    course = get_object_or_404(Course, slug=slug)
    for enrolment in queries.live_enrolments(request.user, course):
        right_edition = not edition_id or str(enrolment.edition_id) == edition_id
        if right_edition and (not states or enrolment.state in states):
            return enrolment
    raise Http404


@require_POST
@login_required
def pay(request: HttpRequest, slug: str) -> HttpResponse:
    """Try again, or go on, at the hosted checkout."""
    return _to_checkout(request, _mine(request, slug, request.POST.get("edition", ""), State.PENDING_PAYMENT))


@require_POST
@login_required
def answer_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """`answer` is accept or decline."""
    enrolment = _mine(request, slug, request.POST.get("edition", ""))
    person = enrolment.person
    try:
        if request.POST.get("answer") == "accept":
            return _after_seat(request, actions.accept_offer(enrolment=enrolment, by=person))
        actions.decline_offer(enrolment=enrolment, by=person)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Thank you for telling us. The place goes to the next person."))
    return redirect("training:course-detail", slug)


@require_safe
@login_required
def welcome(request: HttpRequest, slug: str) -> HttpResponse:
    """After the checkout. Says what the provider says, and never more (money.md 6)."""
    course = get_object_or_404(Course, slug=slug)
    mine = Enrolment.objects.filter(person=request.user.pk, edition__course=course).exclude(fee_jpy=0)
    enrolment = mine.select_related("edition__course", "person").order_by("-pk").first()
    if enrolment is None:
        raise Http404
    payment, unreachable = _ask_provider(enrolment)
    enrolment.refresh_from_db()
    context = {
        "course": course,
        "enrolment": enrolment,
        "payment": payment,
        "unreachable": unreachable,
        "outcome": outcome_of(enrolment, payment),
    }
    return render(request, "training/welcome.html", context)


def _ask_provider(enrolment: Enrolment) -> tuple[Payment | None, bool]:
    """The last attempt as the provider knows it; as we know it, and True, where the provider does not answer."""
    try:
        return actions.refresh_payment(enrolment=enrolment), False
    except (PaymentProviderDown, IncompleteFacts):
        logger.warning("The payment of enrolment %s could not be read yet", enrolment.uuid, exc_info=True)
        return actions.latest_payment(enrolment), True


def outcome_of(enrolment: Enrolment, payment: Payment | None) -> str:
    """One word for the page: enrolled, refund, slip, unpaid or over."""
    if enrolment.state == State.ENROLLED:
        return "enrolled"
    if enrolment.refund_due:
        return "refund"
    if payment is not None and payment.state == Payment.State.PROCESSING:
        return "slip"
    return "unpaid" if enrolment.owes_fee else "over"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """GET asks, because money and other people are touched, and says what becomes of the fee; POST cancels."""
    sent = request.POST if request.method == "POST" else request.GET
    enrolment = _mine(request, slug, sent.get("edition", ""))
    if request.method != "POST":
        return _ask_before_cancelling(request, enrolment)
    try:
        actions.cancel_enrolment(enrolment=enrolment, by=enrolment.person)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Your enrolment is cancelled. A mail confirms it."))
    return redirect("training:course-detail", slug)


def _ask_before_cancelling(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    context = {
        "course": enrolment.edition.course,
        "enrolment": enrolment,
        "edition": enrolment.edition,
        "fee_returns": actions.fee_returns(enrolment, by_learner=True),
    }
    return render(request, "training/cancel.html", context)
