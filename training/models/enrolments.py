"""One person in one edition: the states, the one table of transitions, the history."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.calendars.models import CalendarStamped

from .courses import Edition


class State(models.TextChoices):
    """Where an enrolment stands."""

    REQUESTED = "requested", _("waiting for approval")
    REJECTED = "rejected", _("not approved")
    WAITLISTED = "waitlisted", _("on the waiting list")
    OFFERED = "offered", _("place offered")
    PENDING_PAYMENT = "pending_payment", _("waiting for payment")
    ENROLLED = "enrolled", _("enrolled")
    CANCELLED = "cancelled", pgettext_lazy("enrolment", "cancelled")
    DECLINED = "declined", _("offer declined")
    LAPSED = "lapsed", _("lapsed")


# A place counts as taken in these states, and in no other.
SEAT_HOLDING = frozenset({State.OFFERED, State.PENDING_PAYMENT, State.ENROLLED})
# A person has at most one of these per edition.
LIVE = SEAT_HOLDING | {State.REQUESTED, State.WAITLISTED}
# These end by themselves.
TIMED = frozenset({State.OFFERED, State.PENDING_PAYMENT})

# None is "there was no enrolment yet". A lapsed hold can still be paid: money that comes late takes a seat
# if one is free (settle_enrolment). An edition that is called off cancels whatever is live.
TRANSITIONS: dict[State | None, frozenset[State]] = {
    None: frozenset({State.REQUESTED, State.WAITLISTED, State.PENDING_PAYMENT, State.ENROLLED}),
    State.REQUESTED: frozenset(
        {
            State.REJECTED,
            State.WAITLISTED,
            State.PENDING_PAYMENT,
            State.ENROLLED,
            State.CANCELLED,
            State.LAPSED,
        }
    ),
    State.WAITLISTED: frozenset({State.OFFERED, State.CANCELLED, State.LAPSED}),
    State.OFFERED: frozenset({State.ENROLLED, State.PENDING_PAYMENT, State.DECLINED, State.LAPSED, State.CANCELLED}),
    State.PENDING_PAYMENT: frozenset({State.ENROLLED, State.LAPSED, State.CANCELLED}),
    State.ENROLLED: frozenset({State.CANCELLED}),
    State.LAPSED: frozenset({State.ENROLLED}),
    State.REJECTED: frozenset(),
    State.CANCELLED: frozenset(),
    State.DECLINED: frozenset(),
}


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def live(self) -> "EnrolmentQuerySet":
        return self.filter(state__in=LIVE)

    def holding_a_seat(self) -> "EnrolmentQuerySet":
        return self.filter(state__in=SEAT_HOLDING)

    def waiting_in_order(self) -> "EnrolmentQuerySet":
        """The waiting list, next person first."""
        return self.filter(state=State.WAITLISTED).order_by("-priority", "waitlisted_at", "pk")

    def overdue(self, now: dt.datetime) -> "EnrolmentQuerySet":
        """Offers and unpaid places whose time is over."""
        over = Q(kept_until__isnull=True, expires_at__lte=now) | Q(kept_until__lte=now)
        return self.filter(over, state__in=TIMED)


class Enrolment(CalendarStamped):
    """A person's place in an edition, or the wish for one. Re-joining makes a new row, so a repeat starts clean.

    `fee_jpy` is what this person pays, whole yen, fixed when they enrol. `expires_at` is the last moment to
    answer or to pay, the one people are told; it is set exactly while an offer or an unpaid place holds a seat.
    `kept_until` is later: a place with a payment slip waits so long for the till's word. `calendar_sequence` rises when the person gets or gives up the
    place; their diary adds it to the session's own (calendars.md 6, 9).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="enrolments"
    )
    state = models.CharField(_("state"), max_length=20, choices=State, editable=False)
    student = models.BooleanField(_("student"), default=False)
    fee_jpy = models.PositiveIntegerField(_("fee in yen"), default=0)
    priority = models.SmallIntegerField(
        _("priority on the waiting list"), default=0, help_text=_("Higher comes first.")
    )
    waitlisted_at = models.DateTimeField(_("waiting since"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("held until"), null=True, blank=True, editable=False)
    kept_until = models.DateTimeField(null=True, blank=True, editable=False)
    enrolled_at = models.DateTimeField(_("enrolled at"), null=True, blank=True, editable=False)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True, editable=False)
    settled_payment = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    refund_due = models.BooleanField(_("refund due"), default=False)
    created_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=Q(state__in=sorted(LIVE)),
                name="one_live_enrolment_per_person_and_edition",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(TIMED), expires_at__isnull=False)
                | (~Q(state__in=sorted(TIMED)) & Q(expires_at__isnull=True)),
                name="only_offers_and_unpaid_places_expire",
            ),
            models.CheckConstraint(
                condition=Q(kept_until__isnull=True)
                | Q(kept_until__gte=models.F("expires_at"), expires_at__isnull=False),
                name="a_place_is_kept_past_its_deadline_only",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITLISTED) | Q(waitlisted_at__isnull=False),
                name="who_waits_has_waited_since",
            ),
            models.CheckConstraint(
                condition=Q(refund_due=False) | Q(paid_at__isnull=False),
                name="refund_is_due_only_for_money_that_came",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "state", "-priority", "waitlisted_at"], name="enrolment_waiting_list"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="enrolment_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.edition}"

    @property
    def holds_a_seat(self) -> bool:
        return self.state in SEAT_HOLDING

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def owes_fee(self) -> bool:
        return self.state == State.PENDING_PAYMENT

    @property
    def held_until(self) -> dt.datetime | None:
        """When an offer or an unpaid place goes to the next person."""
        return self.kept_until or self.expires_at

    @property
    def slip_waits(self) -> bool:
        """A payment slip was written for this place and can still be paid."""
        return self.kept_until is not None and self.expires_at is not None and self.expires_at > timezone.now()


class EnrolmentEvent(models.Model):
    """What happened to an enrolment, append-only. `from_state` is empty for the first event.

    A fact that moves no state (a refund falls due) has the same state on both sides and says so in `reason`.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="events")
    from_state = models.CharField(max_length=20, choices=State, blank=True)
    to_state = models.CharField(max_length=20, choices=State)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event of an enrolment")
        verbose_name_plural = _("events of enrolments")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state or '–'} → {self.to_state}"


class LessonProgress(models.Model):
    """A lesson that somebody has read. Keyed to the enrolment, so that a repeat starts clean, and to the
    lesson's translation key, so that neither an edit nor a change of language loses it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    lesson_key = models.UUIDField(_("lesson"))
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("lesson read")
        verbose_name_plural = _("lessons read")
        ordering = ["read_at"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson_key"], name="a_lesson_is_read_once_per_enrolment")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_key}"
