"""Shifts that come again: the rule, its days off, and the people who come every time."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.people.paired import Paired

from .patterns import PatternDemand, ShiftPattern, figures_fit, meets_before_it_begins
from .recurrence import BadRule, days_of, parts_of
from .roles import Role


def validate_rule(rule: str) -> None:
    """Raises ValidationError for what is not a rule of days."""
    try:
        parts_of(rule)
    except BadRule as mistake:
        raise ValidationError(_("This rule cannot be read. Example: FREQ=WEEKLY;BYDAY=TU")) from mistake


class RestDay(models.Model):
    """A public holiday, or a day on which the office is closed: series that rest on it leave it out."""

    date = models.DateField(_("day"), unique=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    source = models.CharField(_("where this is from"), max_length=200, blank=True)
    name = Paired("name")

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class SeriesQuerySet(models.QuerySet["ShiftSeries"]):
    def running(self, day: dt.date) -> "SeriesQuerySet":
        """Series that may have a day at or after `day`."""
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day))


class ShiftSeries(ShiftPattern, ClusterableModel):
    """A rule of days in local wall time and a mould of what happens on each (RFC 5545, 3.3.10).

    `first_day` is DTSTART's day; the series ends with `last_day` or after `count` days, or goes on. A day of the
    rule becomes at most one shift for ever: (series, occurrence_date) is unique, wherever the shift moves to.
    """

    rule = models.CharField(
        _("rule"), max_length=120, validators=[validate_rule], help_text=_("RRULE: FREQ=WEEKLY;BYDAY=TU")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(_("how many times"), null=True, blank=True)
    rests = models.BooleanField(_("not on days off"), default=True)
    opens = models.BooleanField(
        _("open for sign-up at once"), default=True, help_text=_("Otherwise new dates begin as drafts.")
    )
    # Where a series was cut in two, what goes on from the one before.
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="followed_by"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["begins", "pk"]
        constraints = [
            meets_before_it_begins("people_of_a_series_meet_before_it_begins"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(count__isnull=True), name="series_ends_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | Q(count__gte=1), name="series_happens_once_or_more"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The title, or the names of its roles."""
        return self.title or " / ".join(demand.role.name for demand in self.demands.all())

    def days_until(self, until: dt.date) -> list[dt.date]:
        """Every day of the rule up to `until`, days off included."""
        return days_of(self.rule, first=self.first_day, last=self.last_day, count=self.count, until=until)


class SeriesDemand(PatternDemand):
    """A role of every shift of a series."""

    series = ParentalKey(ShiftSeries, on_delete=models.CASCADE, related_name="demands", verbose_name=_("series"))

    class Meta:
        verbose_name = _("demand of a series")
        verbose_name_plural = _("demands of series")
        ordering = ["pk"]
        constraints = [
            figures_fit("series_takes_at_least_what_it_needs"),
            models.UniqueConstraint(fields=["series", "role"], name="one_demand_per_series_and_role"),
        ]


class SeriesException(models.Model):
    """A day of the rule that is left out (EXDATE)."""

    series = ParentalKey(ShiftSeries, on_delete=models.CASCADE, related_name="exceptions", verbose_name=_("series"))
    date = models.DateField(_("day"))

    class Meta:
        verbose_name = _("exception of a series")
        verbose_name_plural = _("exceptions of series")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["series", "date"], name="one_exception_per_series_and_day")]

    def __str__(self) -> str:
        return str(self.date)


class StandingQuerySet(models.QuerySet["StandingMember"]):
    def on(self, day: dt.date) -> "StandingQuerySet":
        """Members who come on `day`."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def current(self) -> "StandingQuerySet":
        """Members who have not left."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))


class StandingMember(models.Model):
    """Somebody who comes every time in one role, from a day to a day: signed up to each new shift by the usual rules."""

    series = models.ForeignKey(ShiftSeries, on_delete=models.PROTECT, related_name="members", verbose_name=_("series"))
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+", verbose_name=_("role"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="standing_duties", verbose_name=_("person")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing member")
        verbose_name_plural = _("standing members")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "person"],
                condition=Q(until__isnull=True),
                name="one_standing_duty_per_series_and_person",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since") - dt.timedelta(days=1)),
                name="standing_duty_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.series}"


class MissedDate(models.Model):
    """A date of a standing duty on which the member has no place, and knows it: told once, however often it is tried."""

    member = models.ForeignKey(StandingMember, on_delete=models.CASCADE, related_name="missed")
    shift = models.ForeignKey("volunteers.Shift", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("missed date of a standing duty")
        verbose_name_plural = _("missed dates of standing duties")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["member", "shift"], name="one_missed_date_per_duty_and_shift")]

    def __str__(self) -> str:
        return f"{self.member} · {self.shift}"
