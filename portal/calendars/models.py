"""What a dated thing must remember so that its calendar entry stays true; and the addresses of feeds."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CalendarStamped(models.Model):
    """A dated thing with a UID for life, a SEQUENCE that only rises, and the moment of its last change."""

    calendar_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


def hash_token(token: str) -> str:
    """What is stored of a token: enough to know it again, useless to whoever reads the database."""
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def live(self) -> "CalendarFeedQuerySet":
        """Feeds that answer: not revoked, and the account is open."""
        return self.filter(revoked_at__isnull=True, person__is_active=True)


class CalendarFeed(models.Model):
    """One private address of one person's diary. It opens the calendar and nothing else."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=[("ja", "日本語"), ("en", "English")], default=""
    )
    discreet_titles = models.BooleanField(
        _("discreet titles"), default=False, help_text=_("Shows when something is, and not what or where.")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(pgettext_lazy("moment", "revoked"), null=True, blank=True, editable=False)
    last_fetched_at = models.DateTimeField(_("last fetched"), null=True, blank=True, editable=False)
    last_agent = models.CharField(_("fetched by"), max_length=200, blank=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=models.F("created_at")),
                name="feed_is_revoked_after_it_was_made",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {timezone.localdate(self.created_at):%Y-%m-%d}"

    @property
    def spoken(self) -> str:
        """The language the feed speaks: its own, else its person's."""
        return self.language or self.person.language
