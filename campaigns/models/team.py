"""Runners who run together: a team, its captain, and who belonged to it from when to when."""

import datetime as dt
from typing import ClassVar

from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.people.models import Person
from portal.people.paired import Paired

from .campaign import Campaign
from .runner import Runner

LINK_SALT = "campaigns.team"


class NoSuchTeam(Exception):
    """An invitation that we did not sign, or whose team is gone."""


class TeamQuerySet(models.QuerySet["Team"]):
    def by_invitation(self, token: str) -> "Team":
        """The team that a captain's link leads into. Raises NoSuchTeam."""
        try:
            pk = signing.Signer(salt=LINK_SALT).unsign_object(token)
            return self.select_related("campaign", "page").get(pk=pk)
        except (signing.BadSignature, Team.DoesNotExist) as unknown:
            raise NoSuchTeam from unknown


class Team(models.Model):
    """Some runners of one race campaign under one name. Its page is a FundraisingPage like a runner's own.

    What a team has raised is the sum of gifts whose snapshot names it: given to the team, or to somebody who was a
    member at that moment. A runner who moves on takes no gift along.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="teams", verbose_name=_("campaign"))
    name_ja = models.CharField(_("name in Japanese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    captain = models.ForeignKey(
        Runner,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="captain_of",
        verbose_name=pgettext_lazy("team", "captain"),
    )
    created_at = models.DateTimeField(_("formed"), default=timezone.now, editable=False)
    name = Paired("name")

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "name_ja"], name="one_team_of_a_name_per_campaign")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaigns:runner-page", args=[self.page.slug])

    @property
    def invitation(self) -> str:
        """The signed part of the link that lets runners of the race in; the captain hands it out."""
        return signing.Signer(salt=LINK_SALT).sign_object(self.pk)

    @property
    def captain_person(self) -> Person | None:
        return self.captain.person if self.captain else None


class MembershipQuerySet(models.QuerySet["TeamMembership"]):
    def now(self) -> "MembershipQuerySet":
        """Who belongs to a team at this moment."""
        return self.filter(left_at__isnull=True)

    def at(self, moment: dt.datetime) -> "MembershipQuerySet":
        """Who belonged to a team at `moment`; the moment of leaving is no longer part of it."""
        return self.filter(joined_at__lte=moment).filter(Q(left_at__isnull=True) | Q(left_at__gt=moment))


class TeamMembership(models.Model):
    """A runner's time in a team. A row is ended, never deleted: gifts were given meanwhile."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("team"))
    runner = models.ForeignKey(Runner, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("runner"))
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["joined_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["runner"], condition=Q(left_at__isnull=True), name="a_runner_is_in_one_team_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")), name="one_joins_before_one_leaves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.runner} · {self.team}"
