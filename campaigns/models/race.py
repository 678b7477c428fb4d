"""The race of a campaign, and the places along its course."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.calendars.models import CalendarStamped
from portal.people.paired import Paired

from .campaign import Campaign

MARATHON_KM = "42.195"


class Race(CalendarStamped):
    """Facts about a race. Entry is the race foundation's business; the portal looks after its own runners."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="race")
    date = models.DateField(_("race day"))
    starts_at = models.TimeField(_("start"))
    limit_minutes = models.PositiveSmallIntegerField(_("time limit in minutes"))
    minimum_age = models.PositiveSmallIntegerField(_("age on race day, at least"), default=19)
    minimum_pledge_jpy = models.PositiveIntegerField(_("the runner's own donation, at least (yen)"))
    places = models.PositiveSmallIntegerField(_("places"))
    apply_from = models.DateField(_("applications from"))
    apply_until = models.DateField(_("applications until"))
    selection_rule_ja = models.CharField(_("how runners are chosen, in Japanese"), max_length=200)
    selection_rule_en = models.CharField(_("how runners are chosen, in English"), max_length=200)
    source = models.CharField(_("where this is from"), max_length=200)
    is_provisional = models.BooleanField(_("provisional"), default=True)
    selection_rule = Paired("selection_rule")

    class Meta:
        verbose_name = _("race")
        verbose_name_plural = _("races")
        constraints = [
            models.CheckConstraint(
                condition=Q(apply_until__gte=models.F("apply_from")), name="applications_end_after_they_begin"
            ),
            models.CheckConstraint(condition=Q(places__gt=0), name="race_has_places"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} ({self.date})"

    @property
    def start(self) -> dt.datetime:
        """The gun, aware, in Tokyo."""
        return dt.datetime.combine(self.date, self.starts_at, tzinfo=timezone.get_default_timezone())

    @property
    def end(self) -> dt.datetime:
        """When the time limit is over."""
        return self.start + dt.timedelta(minutes=self.limit_minutes)

    def takes_applications_on(self, day: dt.date) -> bool:
        return self.apply_from <= day <= self.apply_until

    def days_left(self, day: dt.date) -> int:
        """Full days from the Tokyo day `day` to race day; never negative."""
        return max((self.date - day).days, 0)


class Wave(models.Model):
    """A block of the start, with the time at which it is let go."""

    race = models.ForeignKey(Race, on_delete=models.CASCADE, related_name="waves")
    name = models.CharField(_("wave"), max_length=10)
    starts_at = models.TimeField(_("start"))

    class Meta:
        verbose_name = _("wave of the start")
        verbose_name_plural = _("waves of the start")
        ordering = ["starts_at", "name"]
        constraints = [models.UniqueConstraint(fields=["race", "name"], name="one_wave_per_race_and_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def start(self) -> dt.datetime:
        """When it is let go, aware, in Tokyo."""
        return dt.datetime.combine(self.race.date, self.starts_at, tzinfo=timezone.get_default_timezone())


class CoursePoint(models.Model):
    """A place on the course, with the year its source speaks of: courses change."""

    race = models.ForeignKey(Race, on_delete=models.CASCADE, related_name="points")
    km = models.DecimalField(_("kilometre"), max_digits=5, decimal_places=3)
    label_ja = models.CharField(_("name in Japanese"), max_length=40)
    label_en = models.CharField(_("name in English"), max_length=40)
    source_year = models.PositiveSmallIntegerField(_("year of the source"))
    is_cheering = models.BooleanField(_("we cheer here"), default=False)
    note_ja = models.CharField(_("how to find us, in Japanese"), max_length=160, blank=True)
    note_en = models.CharField(_("how to find us, in English"), max_length=160, blank=True)
    label = Paired("label")
    note = Paired("note")

    class Meta:
        verbose_name = _("place on the course")
        verbose_name_plural = _("places on the course")
        ordering = ["km"]
        constraints = [
            models.UniqueConstraint(fields=["race", "km"], name="one_place_per_kilometre"),
            models.CheckConstraint(condition=Q(km__gte=0, km__lte=MARATHON_KM), name="place_is_on_the_course"),
        ]

    def __str__(self) -> str:
        return f"{self.km_text} {self.label}"

    @property
    def km_text(self) -> str:
        """`39 km`, `42.195 km`: no zero that says nothing."""
        return f"{self.km.normalize():f} km"
