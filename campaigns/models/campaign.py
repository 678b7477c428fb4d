"""A campaign (an appeal, or a race), the terms its gifts are given under, and the words around it."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.people.paired import Paired


class GiftTerms(models.Model):
    """What a donor agrees to. The donee is the organisation, never a runner (Stripe in Japan asks for it)."""

    version = models.CharField(_("version"), max_length=20, unique=True)
    donee_ja = models.CharField(_("who receives the gift, in Japanese"), max_length=120)
    donee_en = models.CharField(_("who receives the gift, in English"), max_length=120)
    text_ja = models.TextField(_("text in Japanese"))
    text_en = models.TextField(_("text in English"))
    valid_from = models.DateField(_("valid from"))
    donee = Paired("donee")
    text = Paired("text")

    class Meta:
        verbose_name = _("gift terms")
        verbose_name_plural = _("gift terms")
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.version


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def public(self) -> "CampaignQuerySet":
        """What everybody may see: open and closed campaigns, never drafts."""
        return self.exclude(state=Campaign.State.DRAFT)

    def open_on(self, day: dt.date) -> "CampaignQuerySet":
        """Campaigns that ask for gifts on the Tokyo day `day`, both ends included."""
        still = Q(closes_on__isnull=True) | Q(closes_on__gte=day)
        return self.filter(still, state=Campaign.State.OPEN, opens_on__lte=day)

    def with_an_end(self) -> "CampaignQuerySet":
        """Races and appeals, without the organisation itself, which is always open."""
        return self.exclude(kind=Campaign.Kind.STANDING)

    def current_first(self) -> "CampaignQuerySet":
        """Open before closed; then what ends soonest after today."""
        return self.order_by(
            models.Case(models.When(state=Campaign.State.OPEN, then=0), default=1), "-closes_on", "slug"
        )


class Campaign(models.Model):
    """Something that people give to: an appeal, a race that runners run, or the organisation itself.

    The organisation itself is one row of kind `standing`: it has neither a goal nor an end.
    """

    class Kind(models.TextChoices):
        APPEAL = "appeal", _("appeal")
        RACE = "race", _("race")
        STANDING = "standing", _("the organisation itself")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("takes gifts")
        CLOSED = "closed", _("has ended")

    slug = models.SlugField(pgettext_lazy("page", "address"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    lead_ja = models.TextField(_("opening words in Japanese"))
    lead_en = models.TextField(_("opening words in English"))
    goal_jpy = models.PositiveIntegerField(_("goal in yen"), default=0)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    gift_terms = models.ForeignKey(
        GiftTerms, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("gift terms")
    )
    name = Paired("name")
    lead = Paired("lead")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-opens_on", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(goal_jpy__gt=0, closes_on__isnull=False) | Q(kind="standing", goal_jpy=0, closes_on=None),
                name="all_but_the_organisation_have_a_goal_and_an_end",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="standing"), name="the_organisation_itself_is_one_campaign"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="campaign_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign-detail", args=[self.slug])

    @property
    def is_race(self) -> bool:
        return self.kind == self.Kind.RACE

    @property
    def is_standing(self) -> bool:
        """The organisation itself: always open, without a goal."""
        return self.kind == self.Kind.STANDING

    def asks_for_gifts_on(self, day: dt.date) -> bool:
        """Whether the page shows a give button. Money that arrives later is kept all the same."""
        begun = self.state == self.State.OPEN and self.opens_on <= day
        return begun and (self.closes_on is None or day <= self.closes_on)

    @property
    def asks_now(self) -> bool:
        return self.asks_for_gifts_on(timezone.localdate())


class Passage(models.Model):
    """A paragraph beside a campaign: a fact, a piece of last year's story, a voice; always with its source."""

    class Kind(models.TextChoices):
        FACT = "fact", _("fact")
        STORY = "story", _("story of an earlier year")
        VOICE = "voice", _("voice, in our own words")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="passages")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text_ja = models.TextField(_("text in Japanese"))
    text_en = models.TextField(_("text in English"))
    year = models.PositiveSmallIntegerField(_("year it speaks of"))
    source_ja = models.CharField(_("source in Japanese"), max_length=160)
    source_en = models.CharField(_("source in English"), max_length=160)
    text = Paired("text")
    source = Paired("source")

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Impact(models.Model):
    """What an amount does, as an illustration with a year and a source; the chips of the giving form."""

    amount_jpy = models.PositiveIntegerField(_("amount in yen"), unique=True)
    text_ja = models.CharField(_("what it does, in Japanese"), max_length=120)
    text_en = models.CharField(_("what it does, in English"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year it speaks of"), null=True, blank=True)
    source = models.CharField(_("where this is from"), max_length=160, blank=True)
    text = Paired("text")

    class Meta:
        verbose_name = _("what a gift does")
        verbose_name_plural = _("what gifts do")
        ordering = ["amount_jpy"]

    def __str__(self) -> str:
        return f"¥{self.amount_jpy:,} {self.text}"

    @property
    def amount_text(self) -> str:
        """The amount as a form sends it."""
        return str(self.amount_jpy)
