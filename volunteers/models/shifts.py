"""Shifts, and how many people each role of a shift needs."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.calendars.models import CalendarStamped
from portal.people.paired import Paired
from portal.ui import words

from .places import Place
from .roles import Role
from .states import HOLDING, PUBLISHED, ShiftState, Status

# A freed place is offered no later than this before people meet; afterwards the coordinator calls people.
OFFER_CUT_OFF = dt.timedelta(hours=2)
TOO_FEW_PLACES = _("There must be at least one place, and as many places as people are needed.")


def moment(day: dt.date, clock: dt.time) -> dt.datetime:
    """When Tokyo's clocks show `clock` on `day`."""
    return timezone.make_aware(dt.datetime.combine(day, clock))


class ShiftQuerySet(models.QuerySet["Shift"]):
    def published(self) -> "ShiftQuerySet":
        """Shifts that everyone may know of, cancelled ones included."""
        return self.filter(state__in=PUBLISHED)

    def happening(self) -> "ShiftQuerySet":
        """Published and not cancelled."""
        return self.published().exclude(state=ShiftState.CANCELLED)

    def upcoming(self, now: dt.datetime | None = None) -> "ShiftQuerySet":
        """Shifts that have not ended."""
        return self.filter(end__gt=now or timezone.now())

    def between(self, since: dt.datetime, until: dt.datetime) -> "ShiftQuerySet":
        """Shifts of which some part lies in the half-open time from `since` to `until`."""
        return self.filter(end__gt=since, start__lt=until)

    def of_kind(self, kind: str) -> "ShiftQuerySet":
        return self.filter(Exists(Demand.objects.filter(shift=OuterRef("pk"), role__kind=kind)))

    def with_role_in(self, roles: list[int]) -> "ShiftQuerySet":
        return self.filter(Exists(Demand.objects.filter(shift=OuterRef("pk"), role__in=roles)))

    def lasting_at_most(self, hours: int) -> "ShiftQuerySet":
        return self.filter(end__lte=F("start") + dt.timedelta(hours=hours))

    def with_places_left(self) -> "ShiftQuerySet":
        """Shifts of which at least one role has a free place."""
        return self.filter(Exists(Demand.objects.filter(shift=OuterRef("pk")).not_full()))


class Shift(CalendarStamped, ClusterableModel):
    """Work at one place from `start` to `end`; people meet at `report_at`. `state` moves by actions only."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="shifts", verbose_name=_("place"))
    title_ja = models.CharField(_("title in Japanese"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    note_ja = models.TextField(_("what else to know, in Japanese"), blank=True)
    note_en = models.TextField(_("what else to know, in English"), blank=True)
    report_at = models.DateTimeField(_("meet at"))
    start = models.DateTimeField(_("begins"))
    end = models.DateTimeField(_("ends"))
    sign_up_opens_at = models.DateTimeField(_("sign-up opens"), null=True, blank=True)
    sign_up_closes_at = models.DateTimeField(
        _("sign-up closes"), null=True, blank=True, help_text=_("Empty: when the shift begins.")
    )
    state = models.CharField(_("state"), max_length=12, choices=ShiftState, default=ShiftState.DRAFT, editable=False)
    reason_ja = models.CharField(_("reason in Japanese"), max_length=300, blank=True, editable=False)
    reason_en = models.CharField(_("reason in English"), max_length=300, blank=True, editable=False)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="shifts_led",
        limit_choices_to={"is_staff": True},
        verbose_name=_("person in charge"),
    )
    # The day of the rule that this shift came from; it stays when the shift moves, so that no second one comes.
    series = models.ForeignKey(
        "ShiftSeries",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="shifts",
        verbose_name=_("series"),
    )
    occurrence_date = models.DateField(_("day of the series"), null=True, blank=True, editable=False)
    event = models.ForeignKey(
        "Event", on_delete=models.PROTECT, null=True, blank=True, related_name="shifts", verbose_name=_("event")
    )
    title = Paired("title")
    note = Paired("note")
    reason = Paired("reason")

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["start", "pk"]
        indexes = [
            models.Index(fields=["start", "id"], name="shift_by_start"),
            models.Index(fields=["end"], name="shift_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="shift_ends_after_it_starts",
                violation_error_message=_("The shift ends before it starts: please look at the day and time of both."),
            ),
            models.CheckConstraint(
                condition=Q(report_at__lte=F("start")),
                name="people_meet_before_the_shift_starts",
                violation_error_message=_("People would meet after the shift has started: please meet earlier."),
            ),
            models.CheckConstraint(
                condition=Q(sign_up_opens_at__isnull=True)
                | Q(sign_up_closes_at__isnull=True)
                | Q(sign_up_closes_at__gt=F("sign_up_opens_at")),
                name="sign_up_closes_after_it_opens",
                violation_error_message=_("Sign-up would close before it opens: please look at both moments."),
            ),
            models.CheckConstraint(condition=Q(state__in=ShiftState.values), name="shift_state_is_known"),
            models.UniqueConstraint(fields=["series", "occurrence_date"], name="one_shift_per_day_of_a_series"),
            models.CheckConstraint(
                condition=Q(series__isnull=True, occurrence_date__isnull=True)
                | Q(series__isnull=False, occurrence_date__isnull=False),
                name="shift_of_a_series_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{words.day(self.start, year=True)} {words.clock(self.start)} {self.title or self.place}"

    @property
    def day(self) -> dt.date:
        """The Tokyo day on which it begins: the UTC day of 07:00 in Tokyo is the day before."""
        return timezone.localdate(self.start)

    @property
    def name(self) -> str:
        """The title, or the names of its roles."""
        return self.title or " / ".join(demand.role.name for demand in self.demands.all())

    @property
    def closes_at(self) -> dt.datetime:
        """When signing up ends."""
        return self.sign_up_closes_at or self.start

    @property
    def offers_end_at(self) -> dt.datetime:
        """After this a freed place is no longer offered to the waiting list."""
        return self.report_at - OFFER_CUT_OFF

    @property
    def is_cancelled(self) -> bool:
        return self.state == ShiftState.CANCELLED

    @property
    def away_until(self) -> dt.datetime:
        """The first moment at which one can be at another place: after the roads reopen, and the way."""
        reopens = self.place.leave_after
        leaves = max(self.end, moment(self.day, reopens)) if reopens else self.end
        return leaves + self.place.travel

    @property
    def away_from(self) -> dt.datetime:
        """When one must be there: to meet, or before the roads close."""
        closes = self.place.arrive_by
        return min(self.report_at, moment(self.day, closes)) if closes else self.report_at

    def times(self) -> dict[str, Any]:
        """What every sign-up repeats of its shift, so that the database itself can compare them."""
        return {
            "period_start": self.start,
            "period_end": self.end,
            "away_from": self.away_from,
            "away_until": self.away_until,
            "place_id": self.place_id,
        }

    def takes_sign_ups(self, now: dt.datetime) -> bool:
        """Whether the sign-up window is open at `now`."""
        opened = self.sign_up_opens_at is None or self.sign_up_opens_at <= now
        return self.state == ShiftState.OPEN and opened and now < self.closes_at

    @property
    def hours(self) -> float:
        """Length in hours."""
        return (self.end - self.start).total_seconds() / 3600


class DemandQuerySet(models.QuerySet["Demand"]):
    def with_counts(self) -> "DemandQuerySet":
        """Adds `taken` (places held, offers included) and `waiting` (people on the waiting list)."""
        return self.annotate(  # type: ignore[no-redef]  # Demand names both for its readers
            taken=Count("signups", filter=Q(signups__status__in=HOLDING)),
            waiting=Count("signups", filter=Q(signups__status=Status.WAITLISTED)),
        )

    def not_full(self) -> "DemandQuerySet":
        """With counts, those of which a place is free."""
        return self.with_counts().filter(taken__lt=F("capacity"))  # type: ignore[misc]  # an annotation

    def with_people_waiting(self) -> "DemandQuerySet":
        """With counts, those that somebody waits for."""
        return self.with_counts().filter(waiting__gt=0)  # type: ignore[misc]  # an annotation


class Demand(models.Model):
    """How many people a role of a shift needs and takes. THE LOCK ROW: whoever changes places locks it first."""

    class Overflow(models.TextChoices):
        BLOCK = "block", _("say that it is full")
        WAITLIST = "waitlist", _("keep a waiting list")
        APPROVE = "approve", _("every place is asked for, and the coordinator decides")

    shift = ParentalKey(Shift, on_delete=models.PROTECT, related_name="demands", verbose_name=_("shift"))
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="demands", verbose_name=_("role"))
    min_needed = models.PositiveSmallIntegerField(_("needed at least"), default=1)
    capacity = models.PositiveSmallIntegerField(_("places"), default=1)
    overflow = models.CharField(_("when full"), max_length=10, choices=Overflow, default=Overflow.WAITLIST)

    # Only on rows read with `with_counts`.
    taken: int
    waiting: int

    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=F("min_needed")),
                name="demand_takes_at_least_what_it_needs",
                violation_error_message=TOO_FEW_PLACES,
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1), name="demand_has_a_place", violation_error_message=TOO_FEW_PLACES
            ),
            models.UniqueConstraint(fields=["shift", "role"], name="one_demand_per_shift_and_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.capacity})"
