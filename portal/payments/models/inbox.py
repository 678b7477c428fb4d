"""The inbox of webhooks: the row, not the broker, is the queue."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .payment import Payment


class WebhookEventQuerySet(models.QuerySet["WebhookEvent"]):
    """Events, chained like English."""

    def waiting(self) -> "WebhookEventQuerySet":
        """Events that have not had their effect yet."""
        return self.filter(status__in=["received", "processing", "failed"])


class WebhookEvent(models.Model):
    """One event as Stripe signed it, kept until it has had its effect."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("received")
        PROCESSING = "processing", _("being processed")
        DONE = "done", _("done")
        IGNORED = "ignored", _("not ours")
        FAILED = "failed", _("failed, will be tried again")
        QUARANTINED = "quarantined", _("held back for staff")

    event_id = models.CharField(_("event"), max_length=255, unique=True)
    type = models.CharField(_("type"), max_length=120)
    api_version = models.CharField(_("API version"), max_length=60, blank=True)
    livemode = models.BooleanField(_("real money"))
    object_id = models.CharField(_("object"), max_length=255, blank=True)
    body = models.BinaryField(editable=False)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.RECEIVED)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_attempt = models.DateTimeField(_("next attempt"), default=timezone.now)
    error = models.TextField(_("error"), blank=True)
    payment = models.ForeignKey(
        Payment, on_delete=models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("payment")
    )
    received_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects: ClassVar = WebhookEventQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt"],
                condition=Q(status__in=["received", "processing", "failed"]),
                name="webhooks_that_wait",
            ),
            models.Index(fields=["received_at"], name="webhooks_by_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
