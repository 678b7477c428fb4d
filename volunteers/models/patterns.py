"""What is the same about shifts that are made from one mould: place, words, times by the wall clock, and who is needed."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.people.paired import Paired

from .places import Place
from .roles import Role
from .shifts import TOO_FEW_PLACES, Demand, moment

# What a shift takes over from its mould, word for word.
WORDS = ("place", "title_ja", "title_en", "note_ja", "note_en", "lead")


class ShiftPattern(models.Model):
    """A mould of shifts. Times are wall time; a shift that ends at or before its beginning ends on the day after."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place"))
    title_ja = models.CharField(_("title in Japanese"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    note_ja = models.TextField(_("what else to know, in Japanese"), blank=True)
    note_en = models.TextField(_("what else to know, in English"), blank=True)
    meets = models.TimeField(_("meet at"))
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True},
        verbose_name=_("person in charge"),
    )
    title = Paired("title")
    note = Paired("note")

    class Meta:
        abstract = True

    def times_on(self, day: dt.date) -> dict[str, dt.datetime]:
        """`report_at`, `start` and `end` of the shift on the Tokyo day `day`."""
        end_day = day if self.ends > self.begins else day + dt.timedelta(days=1)
        return {
            "report_at": moment(day, self.meets),
            "start": moment(day, self.begins),
            "end": moment(end_day, self.ends),
        }

    def facts_on(self, day: dt.date) -> dict[str, Any]:
        """Everything a shift on `day` takes from this mould, by the names of Shift's fields."""
        return {name: getattr(self, name) for name in WORDS} | self.times_on(day)


class PatternDemand(models.Model):
    """How many people a role of every shift from a mould needs and takes."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+", verbose_name=_("role"))
    min_needed = models.PositiveSmallIntegerField(_("needed at least"), default=1)
    capacity = models.PositiveSmallIntegerField(_("places"), default=1)
    overflow = models.CharField(
        _("when full"), max_length=10, choices=Demand.Overflow, default=Demand.Overflow.WAITLIST
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.role} ({self.capacity})"


def figures_fit(name: str) -> models.CheckConstraint:
    """The same rule as for the demands of shifts."""
    return models.CheckConstraint(
        condition=Q(capacity__gte=F("min_needed")) & Q(capacity__gte=1),
        name=name,
        violation_error_message=TOO_FEW_PLACES,
    )


def meets_before_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(meets__lte=F("begins")),
        name=name,
        violation_error_message=_("People would meet after the shift has started: please meet earlier."),
    )


class ShiftTemplate(ShiftPattern, ClusterableModel):
    """A mould to make single shifts from: "EXPO booth, morning", "cheering at Kuramae"."""

    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    name = Paired("name")

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name_ja", "pk"]
        constraints = [meets_before_it_begins("people_of_a_template_meet_before_it_begins")]

    def __str__(self) -> str:
        return self.name


class TemplateDemand(PatternDemand):
    """A role of a template."""

    template = ParentalKey(ShiftTemplate, on_delete=models.CASCADE, related_name="demands", verbose_name=_("template"))

    class Meta:
        verbose_name = _("demand of a template")
        verbose_name_plural = _("demands of templates")
        ordering = ["pk"]
        constraints = [
            figures_fit("template_takes_at_least_what_it_needs"),
            models.UniqueConstraint(fields=["template", "role"], name="one_demand_per_template_and_role"),
        ]
