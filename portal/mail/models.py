"""The outbox: every mail of the house is a row before it is a message."""

import datetime as dt
import uuid

from django.contrib.admin import display
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def due(self, now: dt.datetime) -> "OutgoingMailQuerySet":
        """What should be tried at `now`: waiting for its turn, or claimed by somebody who never came back."""
        unfinished = Q(state=OutgoingMail.State.QUEUED) | Q(state=OutgoingMail.State.SENDING)
        return self.filter(unfinished, next_attempt__lte=now)

    def next_in_thread(self) -> "OutgoingMailQuerySet":
        """Without those that would overtake an unfinished earlier mail of their thread (calendars.md 24)."""
        earlier = OutgoingMail.objects.filter(
            thread=OuterRef("thread"),
            pk__lt=OuterRef("pk"),
            state__in=[OutgoingMail.State.QUEUED, OutgoingMail.State.SENDING],
        )
        return self.filter(Q(thread="") | ~Exists(earlier))


class OutgoingMail(models.Model):
    """One message and its way out.

    `next_attempt` says when a queued mail may be tried; while it is being sent it is the moment at which
    the claim lapses. Mails that share a non-empty `thread` leave in the order in which they were written.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sender = models.CharField(pgettext_lazy("mail", "from"), max_length=320)
    to = models.JSONField(_("to"), default=list)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    reply_to = models.JSONField(_("reply to"), default=list, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(_("language"), max_length=8)
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    thread = models.CharField(max_length=200, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt = models.DateTimeField(_("next attempt"), default=timezone.now)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt"], condition=Q(state__in=["queued", "sending"]), name="mail_waiting_to_leave"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mail_is_sent_exactly_when_it_has_a_time_of_sending",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    @display(description=_("recipients"))
    def recipients(self) -> str:
        """The addressees on one line, for lists."""
        return ", ".join(self.to)


class Attachment(models.Model):
    """A file that travels with a mail; `mimetype` may carry parameters (`text/calendar; method=REQUEST`)."""

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200, blank=True)
    mimetype = models.CharField(max_length=200, default="application/octet-stream")
    content = models.BinaryField()
    is_alternative = models.BooleanField(default=False)  # another form of the body rather than a file

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.mimetype
