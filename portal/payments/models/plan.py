"""A promise to give every month."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RecurringPlan(models.Model):
    """A monthly amount by card; every paid invoice of its subscription makes a Payment of its own.

    `purpose` and `reference` are those of the first payment; each renewal gets a reference of its own.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("not begun")
        ACTIVE = "active", _("running")
        PAST_DUE = "past_due", _("payment overdue")
        ENDED = "ended", _("ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=30)
    reference = models.UUIDField(_("what it pays for"))
    amount_jpy = models.PositiveIntegerField(_("amount in yen"))
    gift_jpy = models.PositiveIntegerField(_("of which gift, in yen"))
    livemode = models.BooleanField(_("real money"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    stripe_subscription = models.CharField(max_length=255, unique=True, null=True, blank=True)
    stripe_customer = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("monthly plan")
        verbose_name_plural = _("monthly plans")
        constraints = [
            models.CheckConstraint(condition=Q(amount_jpy__gt=0), name="plan_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(gift_jpy__gte=0, gift_jpy__lte=F("amount_jpy")), name="plan_gift_is_part_of_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"¥{self.amount_jpy:,} ({self.get_status_display()})"
