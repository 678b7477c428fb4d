"""What a run of the reconciler found."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Reconciliation(models.Model):
    """One comparison of our rows with Stripe's: counted, and healed only through `sync`."""

    class Kind(models.TextChoices):
        OPEN = "open", _("open payments")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    started_at = models.DateTimeField(_("began at"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    looked_at = models.PositiveIntegerField(_("payments looked at"), default=0)
    healed = models.PositiveIntegerField(_("brought up to date"), default=0)
    unanswered = models.PositiveIntegerField(_("could not be compared"), default=0)
    held = models.PositiveIntegerField(_("held back"), default=0)
    difference_jpy = models.BigIntegerField(_("difference in yen"), default=0)

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("comparison with Stripe")
        verbose_name_plural = _("comparisons with Stripe")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.started_at:%Y-%m-%d %H:%M}"
