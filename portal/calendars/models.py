"""What a dated thing must remember so that its calendar entry stays true; and the addresses of feeds."""

import uuid

from django.db import models
from django.utils import timezone


class CalendarStamped(models.Model):
    """A dated thing with a UID for life, a SEQUENCE that only rises, and the moment of its last change."""

    calendar_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True
