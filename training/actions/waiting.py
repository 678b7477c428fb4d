"""What time does to enrolments: holds end, waiting lists move, editions begin."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models import Edition, Enrolment, State
from .letters import tell
from .seats import lock_edition, move, offer_free_places


def move_waiting_lists() -> list[Enrolment]:
    """Bring every edition up to date with the clock, each in its own transaction; returns what was offered."""
    now = timezone.now()
    overdue = Q(enrolments__in=Enrolment.objects.overdue(now))
    hoping = Q(enrolments__state__in=[State.WAITLISTED, State.REQUESTED])
    editions = Edition.objects.filter(overdue | hoping).order_by("pk").distinct().values_list("pk", flat=True)
    return [offer for edition_id in editions for offer in catch_up(edition_id=edition_id)]


@transaction.atomic
def catch_up(*, edition_id: int) -> list[Enrolment]:
    """End the holds of one edition whose time is over, let waits lapse once it begins, offer what is free."""
    edition, now = lock_edition(edition_id), timezone.now()
    for enrolment in edition.enrolments.overdue(now).select_related("person").order_by("expires_at", "pk"):
        enrolment.edition = edition
        _lapse(enrolment, now)
    if edition.has_begun(now):
        _let_waits_lapse(edition, now)
    return offer_free_places(edition, now=now)


def _let_waits_lapse(edition: Edition, now: dt.datetime) -> None:
    hoping = edition.enrolments.filter(state__in=[State.WAITLISTED, State.REQUESTED]).select_related("person")
    for enrolment in hoping:
        enrolment.edition = edition
        _lapse(enrolment, now)


def _lapse(enrolment: Enrolment, now: dt.datetime) -> None:
    was = enrolment.state
    move(enrolment, State.LAPSED, now=now)
    tell(enrolment, "lapsed", was=was)
