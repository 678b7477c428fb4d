"""A runner's fundraising page, and the words that wait to be read before they are public."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.people.models import Person
from portal.people.paired import Paired

from .campaign import Campaign
from .runner import Runner
from .team import Team


class PageQuerySet(models.QuerySet["FundraisingPage"]):
    def public(self) -> "PageQuerySet":
        """Pages that anybody may open: live ones, and closed ones that were live, of public campaigns."""
        return self.filter(state__in=FundraisingPage.PUBLIC, live_since__isnull=False).exclude(
            campaign__state=Campaign.State.DRAFT
        )

    def live(self) -> "PageQuerySet":
        return self.public().filter(state=FundraisingPage.State.LIVE)

    def of(self, campaign: Campaign) -> "PageQuerySet":
        return self.filter(campaign=campaign)

    def with_team(self) -> "PageQuerySet":
        """Adds what a runner's page says of the runner's team, without a query of its own."""
        now = Q(runner__memberships__left_at__isnull=True)
        page = "membership_now__team__page__"
        return self.annotate(
            membership_now=FilteredRelation("runner__memberships", condition=now),
            team_slug=F(f"{page}slug"),
            team_state=F(f"{page}state"),
            team_name_ja=F(f"{page}name_ja"),
            team_name_en=F(f"{page}name_en"),
        )

    def of_runners(self) -> "PageQuerySet":
        return self.filter(runner__isnull=False)

    def of_teams(self) -> "PageQuerySet":
        return self.filter(team__isnull=False)


class FundraisingPage(models.Model):
    """The page of one runner or of one team. The name on it is what its owner chose, never an account's e-mail."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PENDING = "pending", _("waiting to be read")
        LIVE = "live", _("live")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", _("has ended")

    PUBLIC = (State.LIVE, State.CLOSED)
    MOVES: dict[str, tuple[str, ...]] = {
        State.DRAFT: (State.PENDING, State.CLOSED),
        State.PENDING: (State.LIVE, State.DRAFT, State.CLOSED),
        State.LIVE: (State.PAUSED, State.CLOSED),
        State.PAUSED: (State.LIVE, State.CLOSED),
        State.CLOSED: (),
    }

    runner = models.OneToOneField(Runner, on_delete=models.PROTECT, null=True, blank=True, related_name="page")
    team = models.OneToOneField(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="page")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pages")
    slug = models.SlugField(pgettext_lazy("page", "address"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    name_ja = models.CharField(_("name shown, in Japanese"), max_length=60)
    name_en = models.CharField(_("name shown, in English"), max_length=60, blank=True)
    title_ja = models.CharField(_("title in Japanese"), max_length=80, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    story_ja = models.TextField(_("story in Japanese"), max_length=4000, blank=True)
    story_en = models.TextField(_("story in English"), max_length=4000, blank=True)
    target_jpy = models.PositiveIntegerField(_("target in yen"))
    avatar_seed = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now)
    live_since = models.DateTimeField(_("live since"), null=True, blank=True, editable=False)
    name = Paired("name")
    title = Paired("title")
    story = Paired("story")

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("fundraising page")
        verbose_name_plural = _("fundraising pages")
        ordering = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(target_jpy__gt=0), name="page_has_a_target"),
            models.CheckConstraint(
                condition=Q(runner__isnull=False, team__isnull=True) | Q(runner__isnull=True, team__isnull=False),
                name="a_page_is_a_runners_or_a_teams",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | ~Q(title_ja="", title_en=""), name="a_live_page_has_a_title"
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(live_since__isnull=False), name="a_live_page_knows_since_when"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaigns:runner-page", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether anybody may open the page, as far as the page itself decides."""
        return self.state in self.PUBLIC and self.live_since is not None

    @property
    def is_team(self) -> bool:
        return self.team_id is not None

    @property
    def owner(self) -> Person | None:
        """Who looks after the page: the runner, or the captain of the team; nobody where a team has none."""
        if self.runner is not None:
            return self.runner.person
        return self.team.captain_person if self.team else None

    @property
    def takes_gifts(self) -> bool:
        """Whether the page shows a give button; money that arrives later is kept and counted all the same."""
        return self.state == self.State.LIVE and self.campaign.asks_now

    @property
    def other_language(self) -> str:
        """Code of the only language the story is written in, or "" where both are there."""
        if self.story_ja and self.story_en:
            return ""
        return "ja" if self.story_ja else "en"

    def may_become(self, state: str) -> bool:
        return state in self.MOVES[self.state]


class PageEdit(models.Model):
    """Words that a runner proposes. They replace the page's own only once somebody has read them.

    A careless line can identify a refugee, so nothing is public unread; what is live stays meanwhile.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("sent back")
        REPLACED = "replaced", _("replaced by a later one")

    WORDS = ("title_ja", "title_en", "story_ja", "story_en")

    page = models.ForeignKey(FundraisingPage, on_delete=models.CASCADE, related_name="edits")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, editable=False)
    title_ja = models.CharField(_("title in Japanese"), max_length=80, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    story_ja = models.TextField(_("story in Japanese"), max_length=4000, blank=True)
    story_en = models.TextField(_("story in English"), max_length=4000, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("what to change"), max_length=300, blank=True)
    title = Paired("title")
    story = Paired("story")

    class Meta:
        verbose_name = _("proposed text")
        verbose_name_plural = _("proposed texts")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(state="waiting"), name="one_proposed_text_waits_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} ({timezone.localdate(self.proposed_at):%Y-%m-%d})"
