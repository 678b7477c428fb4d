"""Marking a change that calendars must hear of."""

from django.db.models import F
from django.utils import timezone

from .models import CalendarStamped


def stamp_changed(thing: CalendarStamped) -> None:
    """Raise SEQUENCE by one and note the moment; call once per transaction, inside it, the row locked.

    For a change of time, place, title, URL or status, and for nothing else (calendars.md 8).
    """
    now = timezone.now()
    type(thing)._default_manager.filter(pk=thing.pk).update(
        calendar_sequence=F("calendar_sequence") + 1, calendar_changed_at=now
    )
    thing.calendar_sequence += 1
    thing.calendar_changed_at = now
