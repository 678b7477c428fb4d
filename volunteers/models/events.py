"""Events with many places: a zone of shifts that belong together, and squads of people who stand together."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.people.paired import Paired

from .shifts import Shift
from .signups import Signup


class Event(models.Model):
    """A zone of shifts: EXPO days, race day with its cheering points. Made anew or cloned from an earlier one."""

    slug = models.SlugField(_("short name for addresses"), unique=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    lead_ja = models.TextField(_("what it is, in Japanese"), blank=True)
    lead_en = models.TextField(_("what it is, in English"), blank=True)
    main_day = models.DateField(_("main day"), help_text=_("The day that dates are counted from when it is cloned."))
    is_public = models.BooleanField(_("has a page of its own"), default=False)
    cloned_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="clones"
    )
    name = Paired("name")
    lead = Paired("lead")

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-main_day", "pk"]

    def __str__(self) -> str:
        return self.name

    def days_to(self, main_day: dt.date) -> int:
        """By how many days everything moves when the main day becomes `main_day`."""
        return (main_day - self.main_day).days


class Squad(models.Model):
    """People who stand together at one shift, with somebody who leads them and a spot of their own."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="squads", verbose_name=_("shift"))
    name_ja = models.CharField(_("name in Japanese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    spot_ja = models.CharField(_("where they stand, in Japanese"), max_length=120, blank=True)
    spot_en = models.CharField(_("where they stand, in English"), max_length=120, blank=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("leader"),
    )  # fmt: skip
    places = models.PositiveSmallIntegerField(_("people at most"), default=10)
    name = Paired("name")
    spot = Paired("spot")

    class Meta:
        verbose_name = _("squad")
        verbose_name_plural = _("squads")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="squad_has_a_place"),
            models.UniqueConstraint(fields=["shift", "name_ja"], name="one_squad_per_shift_and_name"),
        ]

    def __str__(self) -> str:
        return self.name


class SquadMember(models.Model):
    """One seat in a squad; a sign-up stands in one squad."""

    squad = models.ForeignKey(Squad, on_delete=models.CASCADE, related_name="members", verbose_name=_("squad"))
    signup = models.OneToOneField(
        Signup, on_delete=models.CASCADE, related_name="squad_seat", verbose_name=_("sign-up")
    )

    class Meta:
        verbose_name = _("member of a squad")
        verbose_name_plural = _("members of squads")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.signup.person} · {self.squad}"
