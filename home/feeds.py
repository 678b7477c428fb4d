"""Calendars over HTTP: one person's diary by its token, and what is for everybody (calendars.md 14-21)."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import queries as campaigns
from campaigns.models import Campaign, Gathering
from portal.calendars.actions import find_feed, note_fetch
from portal.calendars.ics import to_ics
from portal.calendars.occasion import Occasion
from portal.calendars.window import window, within
from portal.people.models import Person
from training import queries as training
from training.models import Edition, Session
from volunteers import queries as volunteers

# Calendars cannot show a page, and nobody may learn from the answer whether an address ever existed.
UNKNOWN = "There is no calendar at this address.\n"


def occasions_for(person: Person, *, since: dt.datetime, until: dt.datetime) -> list[Occasion]:
    """Everything of one person between two moments, from every domain, in the active language."""
    found: list[Occasion] = []
    for domain in (volunteers, campaigns, training):
        found += domain.occasions_for(person, since=since, until=until)
    return found


@require_safe
def private(request: HttpRequest, token: str) -> HttpResponse:
    """One person's diary; the address is the key, so no cookie, header or redirect is needed."""
    feed = find_feed(token)
    if feed is None:
        return _hidden(HttpResponseNotFound(UNKNOWN, content_type="text/plain; charset=utf-8"))
    now = timezone.now()
    since, until = window(now)
    with translation.override(feed.spoken):
        occasions = within(occasions_for(feed.person, since=since, until=until), now)
        name = _("Appointments") if feed.discreet_titles else _("My days with Tomoni")
    body = to_ics(occasions, name=name, language=feed.spoken, discreet=feed.discreet_titles)
    note_fetch(feed=feed, agent=request.headers.get("User-Agent", ""))
    return _hidden(_calendar(request, body, language=feed.spoken))


@require_safe
def shifts(request: HttpRequest) -> HttpResponse:
    """All published shifts."""
    now = timezone.now()
    since, until = window(now)
    with translation.override(_language(request)):
        occasions = within(volunteers.public_occasions(since=since, until=until), now)
        return _public(request, occasions, name=_("Tomoni: volunteer shifts"))


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """Race day and the open gatherings of one campaign."""
    found = get_object_or_404(Campaign.objects.public(), slug=slug)
    with translation.override(_language(request)):
        return _public(request, within(campaigns.public_occasions(found), timezone.now()), name=found.name)


@require_safe
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The sessions of one published course edition, without their join links."""
    found = get_object_or_404(
        Edition.objects.exclude(state=Edition.State.DRAFT).select_related("course"), pk=edition_id
    )
    with translation.override(_language(request)):
        return _public(request, within(training.public_occasions(found), timezone.now()), name=str(found))


@require_safe
def shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """One shift as a file: as its reader stands to it (where to meet, waiting list), else as everybody sees it."""
    with translation.override(_language(request)):
        mine = volunteers.occasion_of(shift_id, request.user) if request.user.is_authenticated else None
        occasion = mine or volunteers.public_occasion(shift_id)
        return _single(request, occasion)


@require_safe
def gathering(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """One open gathering as a file."""
    found = get_object_or_404(Gathering.objects.select_related("campaign"), pk=gathering_id)
    with translation.override(_language(request)):
        return _single(request, _with_uid(found.calendar_uid, campaigns.public_occasions(found.campaign)))


@require_safe
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session of a published edition as a file."""
    found = get_object_or_404(Session.objects.select_related("edition"), pk=session_id)
    with translation.override(_language(request)):
        return _single(request, _with_uid(found.calendar_uid, training.public_occasions(found.edition)))


def _with_uid(uid: uuid.UUID, occasions: Iterable[Occasion]) -> Occasion | None:
    return next((occasion for occasion in occasions if occasion.uid == uid), None)


def _single(request: HttpRequest, occasion: Occasion | None) -> HttpResponse:
    """A calendar of one; raises Http404 where there is nothing that this reader may see."""
    if occasion is None:
        raise Http404
    return _public(request, [occasion], name=occasion.title)


def _language(request: HttpRequest) -> str:
    """`?l=en` or Japanese; never the browser's wish, so that one address always says the same."""
    return "en" if request.GET.get("l") == "en" else "ja"


def _public(request: HttpRequest, occasions: Iterable[Occasion], *, name: str) -> HttpResponse:
    language = translation.get_language() or "ja"
    return _calendar(request, to_ics(occasions, name=name, language=language), language=language)


def _calendar(request: HttpRequest, body: bytes, *, language: str) -> HttpResponse:
    """The stream, or 304 without a body where the client has these very bytes."""
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
    response["Cache-Control"] = "private, max-age=300"
    answer = get_conditional_response(request, etag=response["ETag"], response=response) or response
    answer["Content-Language"] = language
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _hidden(response: HttpResponse) -> HttpResponse:
    """A private address leaks by no header and stays in no shared cache, whether it exists or not."""
    response["Cache-Control"] = "private, max-age=300"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
