"""The directory: organisations that work with refugees in Japan."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.cms.folded import FoldedTextField, with_words
from portal.people.paired import Paired


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The directory, narrowed the way readers narrow it."""

    def listed(self) -> Self:
        """What stands in the directory; the rest is only mentioned in readings."""
        return self.filter(is_listed=True)

    def with_words(self, query: str) -> Self:
        return with_words(self, query)  # type: ignore[return-value]

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind) if kind else self

    def in_region(self, region: str) -> Self:
        return self.filter(region=region) if region else self


class Organisation(models.Model):
    """A group that helps refugees: who it is, where, and what it does, in our words."""

    class Kind(models.TextChoices):
        NGO = "ngo", _("Citizens' organisation")
        FAITH = "faith", _("Church or faith group")
        SELF_HELP = "self-help", _("Self-help group")
        INTERNATIONAL = "international", _("International body")
        GOVERNMENT = "government-affiliated", _("Government-affiliated")
        LEGAL = "legal", _("Lawyers")
        CAMPAIGN = "campaign", _("Campaign")
        STUDENT = "student", _("Students")
        NETWORK = "network", _("Network")
        RESEARCH = "research", _("Research")
        FINANCE = "finance", _("Finance")
        MEDICAL = "medical", _("Clinic")

    class Region(models.TextChoices):
        # A context of their own: Django merges catalogues, and "Tokyo" is also a prefecture (東京都) of an address.
        JAPAN = "japan", pgettext_lazy("region", "All of Japan")
        TOKYO = "tokyo", pgettext_lazy("region", "Tokyo")
        IBARAKI = "ibaraki", pgettext_lazy("region", "Ibaraki")
        KANAGAWA = "kanagawa", pgettext_lazy("region", "Kanagawa")
        AICHI = "aichi", pgettext_lazy("region", "Aichi")
        ASIA_PACIFIC = "asia-pacific", pgettext_lazy("region", "Asia and the Pacific")

    slug = models.SlugField(_("short name"), unique=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    region = models.CharField(_("region"), max_length=16, choices=Region)
    description_ja = models.TextField(_("description in Japanese"))
    description_en = models.TextField(_("description in English"))
    is_listed = models.BooleanField(_("in the directory"), default=True)
    search_text = FoldedTextField(sources=["name_ja", "name_en", "description_ja", "description_en"])
    name, description = Paired("name"), Paired("description")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation in the directory")
        verbose_name_plural = _("directory of organisations")
        ordering = ["name_en"]

    def __str__(self) -> str:
        return self.name

    @property
    def other_name(self) -> str:
        """The name in the language that `name` is not in, where there is one."""
        return next((name for name in (self.name_ja, self.name_en) if name and name != self.name), "")
