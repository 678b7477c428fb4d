"""What a person does with the private addresses of their diary."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from portal.people.models import Person

from .models import CalendarFeed, hash_token

TOKEN_BYTES = 24  # 192 random bits
NOTE_FETCHES_EVERY = dt.timedelta(minutes=1)


def create_feed(*, person: Person, language: str = "", discreet_titles: bool = False) -> tuple[CalendarFeed, str]:
    """A new private feed, and its token, which nobody can read again: only its hash is stored."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed.objects.create(
        person=person, token_hash=hash_token(token), language=language, discreet_titles=discreet_titles
    )
    return feed, token


@transaction.atomic
def rotate_feed(*, feed: CalendarFeed) -> tuple[CalendarFeed, str]:
    """A new address with the same choices; the old one is dead at once."""
    locked = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
    return create_feed(person=locked.person, language=locked.language, discreet_titles=locked.discreet_titles)


def revoke_feeds(*, person: Person) -> int:
    """Kill every address of the person's diary, as closing an account does; returns how many were alive."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=timezone.now())


def find_feed(token: str) -> CalendarFeed | None:
    """The live feed of this token, with its person; None for unknown, revoked and closed-account alike."""
    return CalendarFeed.objects.live().select_related("person").filter(token_hash=hash_token(token)).first()


def note_fetch(*, feed: CalendarFeed, agent: str) -> None:
    """Remember that a calendar came by, at most once a minute per feed (a write for each poll helps nobody)."""
    now = timezone.now()
    if feed.last_fetched_at is not None and now - feed.last_fetched_at < NOTE_FETCHES_EVERY:
        return
    feed.last_fetched_at = now
    feed.last_agent = "".join(letter for letter in agent if letter.isprintable())[:200]
    feed.save(update_fields=["last_fetched_at", "last_agent"])
