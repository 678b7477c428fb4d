"""What is taught, and for how many: courses and their editions."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modelcluster.models import ClusterableModel

from portal.people.models import Qualification
from portal.people.paired import Paired

if TYPE_CHECKING:
    from .sessions import Session

LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]


class Mode(models.TextChoices):
    """Where people meet."""

    ONSITE = "onsite", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("on site and online")


class Course(models.Model):  # type: ignore[django-manager-missing]  # its pages are Wagtail's, without types
    """A subject that is taught again and again. Editions run it; Wagtail pages present it."""

    slug = models.SlugField(unique=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    summary_ja = models.TextField(_("summary in Japanese"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    outcomes_ja = models.TextField(_("what one can do afterwards, in Japanese, one per line"), blank=True)
    outcomes_en = models.TextField(_("what one can do afterwards, in English, one per line"), blank=True)
    grants = models.ForeignKey(
        Qualification,
        verbose_name=_("qualification it grants"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="courses",
    )
    since_year = models.PositiveSmallIntegerField(_("taught since"), null=True, blank=True)
    editions_held = models.PositiveSmallIntegerField(_("editions held"), null=True, blank=True)
    people_taught = models.PositiveIntegerField(_("people who took it (more than)"), null=True, blank=True)
    figures_year = models.PositiveSmallIntegerField(_("year of these figures"), null=True, blank=True)
    figures_source_ja = models.CharField(_("source of these figures, in Japanese"), max_length=200, blank=True)
    figures_source_en = models.CharField(_("source of these figures, in English"), max_length=200, blank=True)

    name = Paired("name")
    summary = Paired("summary")
    outcomes = Paired("outcomes")
    figures_source = Paired("figures_source")

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["slug"]
        permissions = [("teach_course", "Can read every lesson as a trainer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(people_taught__isnull=True, editions_held__isnull=True)
                | (Q(figures_year__isnull=False) & ~Q(figures_source_ja="", figures_source_en="")),
                name="course_figures_carry_year_and_source",
                violation_error_message=_("Figures need their year and their source."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:course-detail", args=[self.slug])

    @property
    def outcome_list(self) -> list[str]:
        return [line.strip() for line in self.outcomes.splitlines() if line.strip()]


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> "EditionQuerySet":
        return self.filter(state=Edition.State.PUBLISHED)

    def with_sessions(self) -> "EditionQuerySet":
        """Sessions in order of time, in one query; `starts_at`, `days` and friends then need none."""
        return self.prefetch_related("sessions")

    def with_waiting(self) -> "EditionQuerySet":
        """`waiting`: how many people stand on the waiting list."""
        return self.annotate(waiting=models.Count("enrolments", filter=Q(enrolments__state="waitlisted")))


class Edition(ClusterableModel, models.Model):  # type: ignore[misc]  # modelcluster ships no types
    """One run of a course, with its places.

    `seats_taken` counts the enrolments that hold a seat. Only training.actions.seats writes it, with this row
    locked. Fees are whole yen, tax included; 0 means free.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")
        FINISHED = "finished", _("finished")

    course = models.ForeignKey(Course, verbose_name=_("course"), on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    language = models.CharField(_("taught in"), max_length=2, choices=LANGUAGES, default="ja")
    medium = models.CharField(_("way of meeting"), max_length=10, choices=Mode, default=Mode.HYBRID)
    capacity = models.PositiveSmallIntegerField(_("places"), validators=[MinValueValidator(1)])
    overbook = models.PositiveSmallIntegerField(_("extra places, as some people never come"), default=0)
    seats_taken = models.PositiveSmallIntegerField(_("places taken"), default=0, editable=False)
    fee_jpy = models.PositiveIntegerField(_("fee in yen"), default=0)
    student_fee_jpy = models.PositiveIntegerField(_("fee for students in yen"), default=0)
    enrol_from = models.DateTimeField(_("enrolment opens"))
    enrol_until = models.DateTimeField(_("enrolment closes"))
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer from the waiting list"), default=48, validators=[MinValueValidator(1)]
    )
    needs_approval = models.BooleanField(_("staff approve each request"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    held_on = models.DateField(
        _("first day, where sessions are not recorded"),
        null=True,
        blank=True,
        help_text=_("For editions from before this portal."),
    )
    held_until = models.DateField(_("last day, where sessions are not recorded"), null=True, blank=True)
    note_ja = models.TextField(_("note in Japanese"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    source = models.CharField(_("source of what the note says"), max_length=200, blank=True)

    note = Paired("note")
    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="one_edition_per_course_and_number"),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity") + F("overbook")),
                name="seats_taken_fit_the_edition",
                violation_error_message=_("More places are taken than the edition would have."),
            ),
            models.CheckConstraint(
                condition=Q(enrol_until__gt=F("enrol_from")),
                name="enrolment_closes_after_it_opens",
                violation_error_message=_("Enrolment must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(held_until__gte=F("held_on")),
                name="edition_ends_after_it_begins",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(student_fee_jpy__lte=F("fee_jpy")),
                name="students_never_pay_more",
                violation_error_message=_("Students never pay more than the ordinary fee."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course.name} · {self.name}"

    @property
    def name(self) -> str:
        """第46期 in Japanese, "46th course" in English."""
        words = {"ordinal": english_ordinal(self.number), "number": self.number}
        return pgettext("edition", "%(ordinal)s course") % words

    # --- places ---------------------------------------------------------------------------------

    @property
    def places(self) -> int:
        """Seats that may be given in all."""
        return self.capacity + self.overbook

    @property
    def places_left(self) -> int:
        return max(self.places - self.seats_taken, 0)

    # --- time -----------------------------------------------------------------------------------

    @property
    def scheduled_sessions(self) -> "list[Session]":
        return [session for session in self.sessions.all() if not session.is_cancelled]

    @property
    def starts_at(self) -> dt.datetime | None:
        """When the first session begins; None while none is scheduled."""
        return min((session.start for session in self.scheduled_sessions), default=None)

    @property
    def ends_at(self) -> dt.datetime | None:
        return max((session.end for session in self.scheduled_sessions), default=None)

    @property
    def days(self) -> list[dt.date]:
        """The Tokyo days on which something happens; first and last day of an edition without sessions."""
        days = {timezone.localdate(session.start) for session in self.scheduled_sessions}
        return sorted(days or {day for day in (self.held_on, self.held_until) if day})

    @property
    def sessions_by_day(self) -> "list[tuple[dt.date, list[Session]]]":
        """Every session, cancelled ones too, below its Tokyo day."""
        by_day: dict[dt.date, list[Session]] = {}
        for session in self.sessions.all():
            by_day.setdefault(timezone.localdate(session.start), []).append(session)
        return sorted(by_day.items())

    def has_begun(self, now: dt.datetime) -> bool:
        starts_at = self.starts_at
        return starts_at is not None and starts_at <= now

    def is_open(self, now: dt.datetime) -> bool:
        """Whether people may enrol (or wait) at `now`."""
        return (
            self.state == self.State.PUBLISHED and self.enrol_from <= now < self.enrol_until and not self.has_begun(now)
        )

    def is_running(self, now: dt.datetime) -> bool:
        ends_at = self.ends_at
        return self.state == self.State.PUBLISHED and self.has_begun(now) and ends_at is not None and now < ends_at

    @property
    def open(self) -> bool:
        return self.is_open(timezone.now())

    @property
    def running(self) -> bool:
        return self.is_running(timezone.now())

    @property
    def opens_later(self) -> bool:
        return self.state == self.State.PUBLISHED and timezone.now() < self.enrol_from

    # --- money ----------------------------------------------------------------------------------

    def fee_for(self, *, student: bool) -> int:
        """Whole yen."""
        return self.student_fee_jpy if student else self.fee_jpy

    @property
    def fee_returns_until(self) -> dt.datetime:
        """Who cancels before this moment gets the fee back: while the place can still go to somebody else."""
        return self.enrol_until


def english_ordinal(number: int) -> str:
    """46 → "46th", 41 → "41st", 12 → "12th"."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
