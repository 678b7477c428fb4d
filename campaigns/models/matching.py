"""A sponsor who adds to gifts: so much for each, at most so much in all."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.payments.models import Payment
from portal.people.paired import Paired

from .campaign import Campaign


class MatchPledgeQuerySet(models.QuerySet["MatchPledge"]):
    def for_gift_on(self, campaign: Campaign, day: object) -> "MatchPledgeQuerySet":
        """Pledges that add to a gift which this campaign received on the Tokyo day `day`; the oldest promise first."""
        ours = self.filter(campaign=campaign, is_active=True)
        return ours.filter(starts_on__lte=day, ends_on__gte=day).order_by("pk")


class MatchPledge(models.Model):
    """A sponsor's promise to add `ratio_percent` of each gift of a campaign within a window, up to `cap_jpy` yen.

    What has been used is a sum over the ledger's `match` lines. The sponsor's name is shown only with consent.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="match_pledges", verbose_name=_("campaign")
    )
    sponsor_ja = models.CharField(_("sponsor, in Japanese"), max_length=120)
    sponsor_en = models.CharField(_("sponsor, in English"), max_length=120, blank=True)
    may_be_named = models.BooleanField(_("the sponsor agreed to be named"), default=False)
    agreement = models.CharField(
        _("where the promise stands"), max_length=200, help_text=_("The contract or the mail, with its date.")
    )
    ratio_percent = models.PositiveSmallIntegerField(
        _("adds so many percent"), default=100, help_text=_("100 doubles a gift, 50 adds half.")
    )
    cap_jpy = models.PositiveIntegerField(_("at most, in yen"))
    starts_on = models.DateField(_("for gifts from this day on"))
    ends_on = models.DateField(_("until this day"))
    is_active = models.BooleanField(
        _("at work"), default=True, help_text=_("Switched off, it adds to no further gifts; what it added stays.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sponsor = Paired("sponsor")

    objects: ClassVar = MatchPledgeQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("matching pledge")
        verbose_name_plural = _("matching pledges")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cap_jpy__gt=0), name="match_pledge_has_a_cap"),
            models.CheckConstraint(
                condition=Q(ratio_percent__gt=0, ratio_percent__lte=1000), name="match_pledge_adds_something"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="match_pledge_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.sponsor} ¥{self.cap_jpy:,}"

    @property
    def shown_sponsor(self) -> str:
        """The sponsor's public name; empty without consent."""
        return self.sponsor if self.may_be_named else ""

    def share_of(self, gift_jpy: int) -> int:
        """What is added to a gift of so many yen, whole yen, rounded down."""
        return gift_jpy * self.ratio_percent // 100


class Match(models.Model):
    """That a pledge adds to a gift. `promised_jpy` is all that it may add; what it adds now is in the ledger.

    A gift is matched once, when its money comes. What is freed later goes to later gifts, never to earlier ones.
    """

    pledge = models.ForeignKey(MatchPledge, on_delete=models.PROTECT, related_name="matches")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="match")
    promised_jpy = models.PositiveIntegerField(_("may add, in yen"))
    at = models.DateTimeField(default=timezone.now, editable=False)

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("matched gift")
        verbose_name_plural = _("matched gifts")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(promised_jpy__gt=0), name="match_adds_something")]

    def __str__(self) -> str:
        return f"¥{self.promised_jpy:,}"
