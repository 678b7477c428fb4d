"""When people meet: the sessions of an edition."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from portal.calendars.models import CalendarStamped
from portal.people.paired import Paired

from .courses import Edition, Mode


class Session(CalendarStamped):
    """One lecture, discussion or exercise of an edition. The join URL is for enrolled people only."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        CANCELLED = "cancelled", _("cancelled")

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    title_ja = models.CharField(_("title in Japanese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    start = models.DateTimeField(_("begins"))
    end = models.DateTimeField(_("ends"))
    mode = models.CharField(_("way of meeting"), max_length=10, choices=Mode, default=Mode.ONLINE)
    place_ja = models.CharField(_("place in Japanese"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    join_url = models.URLField(_("address to join online"), blank=True, help_text=_("Only enrolled people see it."))
    lecturer_ja = models.CharField(_("lecturer in Japanese"), max_length=120, blank=True)
    lecturer_en = models.CharField(_("lecturer in English"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SCHEDULED)

    title = Paired("title")
    lecturer = Paired("lecturer")
    _place = Paired("place")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="session_ends_after_it_starts",
                violation_error_message=_("A session must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(mode=Mode.ONLINE) | ~Q(place_ja="", place_en=""),
                name="session_on_site_has_a_place",
                violation_error_message=_("Say where people meet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.start):%Y-%m-%d %H:%M} {self.title}"

    @property
    def place(self) -> str:
        """The place in the reader's language; "online" where there is none."""
        if self.mode == Mode.ONLINE:
            return str(Mode.ONLINE.label)
        return self._place

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def calendar_facts(self) -> tuple[object, ...]:
        """What a calendar shows; a change of any of it is a new SEQUENCE (calendars.md 8)."""
        return (
            self.start,
            self.end,
            self.mode,
            self.place_ja,
            self.place_en,
            self.title_ja,
            self.title_en,
            self.status,
        )
