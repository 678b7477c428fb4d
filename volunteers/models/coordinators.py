"""Who coordinates where, and how often they hear of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.people.paired import Paired


class Zone(models.Model):
    """Places that are looked after together: an office, a course of a race, a part of the town."""

    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    name = Paired("name")

    class Meta:
        verbose_name = pgettext_lazy("places looked after together", "zone")
        verbose_name_plural = pgettext_lazy("places looked after together", "zones")
        ordering = ["name_ja"]

    def __str__(self) -> str:
        return self.name


class Coordinator(models.Model):
    """How far a coordinator's rights reach, and which digest they want. Who has no row here looks after everything.

    Being limited is said explicitly: taking the last zone away leaves nothing, and never everything.
    """

    class Digest(models.TextChoices):
        WEEKLY = "weekly", _("every Monday at 8:00")
        DAILY = "daily", _("every day at 8:00")
        NEVER = "never", _("never")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="coordinates", verbose_name=_("person")
    )
    everywhere = models.BooleanField(
        _("looks after all places"), default=True, help_text=_("Otherwise only after the zones and places below.")
    )
    zones = models.ManyToManyField(
        Zone,
        blank=True,
        related_name="coordinators",
        verbose_name=pgettext_lazy("places looked after together", "zones"),
    )
    places = models.ManyToManyField(
        "volunteers.Place", blank=True, related_name="coordinators", verbose_name=_("places")
    )
    digest = models.CharField(_("digest by mail"), max_length=10, choices=Digest, default=Digest.WEEKLY)

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        ordering = ["person"]

    def __str__(self) -> str:
        return str(self.person)
