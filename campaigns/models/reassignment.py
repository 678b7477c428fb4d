"""A gift that staff moved to another page or campaign, with where it was before."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.payments.models import LedgerEntry

from .campaign import Campaign
from .donation import Donation
from .page import FundraisingPage
from .team import Team


class Reassignment(models.Model):
    """One move: `taken` is the ledger line that took the gift off one target, `given` the one that gave it to the other.

    The rows of a gift, oldest first, are the history of its snapshot: the first `from_…` is what the donor chose.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="reassignments")
    from_campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    from_page = models.ForeignKey(FundraisingPage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    to_page = models.ForeignKey(FundraisingPage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="+")
    given = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=250)
    coming_too = models.BooleanField(_("the coming months go there too"), default=False)
    donor_told = models.BooleanField(_("the donor was told"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("moved at"), default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("moved gift")
        verbose_name_plural = _("moved gifts")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reassignment_has_a_reason"),
            models.CheckConstraint(condition=~Q(taken=F("given")), name="reassignment_has_two_lines"),
        ]

    def __str__(self) -> str:
        return f"{self.from_page or self.from_campaign} → {self.to_page or self.to_campaign}"
