"""Who takes which place, and how that came about."""

import datetime as dt

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.people.models import Person

from .parties import Party
from .places import Place
from .roles import Role
from .shifts import Demand, Shift
from .states import HOLDING, LIVE, Status


class SignupQuerySet(models.QuerySet["Signup"]):
    def live(self) -> "SignupQuerySet":
        """Sign-ups that count for something: asked for, waiting, or holding a place."""
        return self.filter(status__in=LIVE)

    def holding(self) -> "SignupQuerySet":
        """Sign-ups that take a place, offers included."""
        return self.filter(status__in=HOLDING)

    def waiting(self) -> "SignupQuerySet":
        """The waiting list in its order: first come within priority (lower goes first)."""
        return self.filter(status=Status.WAITLISTED).order_by("priority", "waitlisted_at", "pk")

    def of_people(self) -> "SignupQuerySet":
        """Seats with a person of the portal on them."""
        return self.filter(person__isnull=False)

    def unnamed(self) -> "SignupQuerySet":
        """Seats of a party that nobody sits on yet."""
        return self.filter(person__isnull=True, guest_name="")

    def with_turn(self) -> "SignupQuerySet":
        """Adds `ahead`: how many wait for the same demand and come first."""
        same = Q(priority=OuterRef("priority"))
        before = (
            Q(priority__lt=OuterRef("priority"))
            | same & Q(waitlisted_at__lt=OuterRef("waitlisted_at"))
            | same & Q(waitlisted_at=OuterRef("waitlisted_at"), pk__lt=OuterRef("pk"))
        )
        queue = Signup.objects.filter(before, status=Status.WAITLISTED, demand=OuterRef("demand"))
        counted = queue.order_by().values("demand").annotate(people=Count("pk")).values("people")
        return self.annotate(ahead=Coalesce(Subquery(counted, output_field=models.IntegerField()), 0))

    def expired(self, now: dt.datetime) -> "SignupQuerySet":
        """Offers whose time has run out."""
        return self.filter(status=Status.OFFERED, offered_until__lte=now)

    def to_remind(self, now: dt.datetime) -> "SignupQuerySet":
        """Due and not sent, for shifts that still lie ahead: an outage delays a reminder, it never loses one."""
        return self.filter(
            status=Status.CONFIRMED,
            remind_at__lte=now,
            reminded_at__isnull=True,
            period_start__gt=now,
            person__isnull=False,
        )

    def to_thank(self, *, since: dt.datetime, until: dt.datetime) -> "SignupQuerySet":
        """People who were there in that time and have not been thanked."""
        was_there = self.filter(status=Status.ATTENDED, thanked_at__isnull=True, person__isnull=False)
        return was_there.filter(period_end__gte=since, period_end__lt=until)


class Signup(models.Model):
    """One SEAT of a demand, or a turn on its waiting list. `status` moves by actions only.

    A seat belongs to a person, or to a party: then it may be unnamed (`person` is empty), or a child's whom the
    captain, as guardian, brings along (`guest_name`). `shift`, `place` and the four times repeat what the demand's
    shift says, so that the database itself can refuse two places in one shift, two places at one time, and two
    places too far apart: from `away_from` to `away_until` one is nowhere else. A new try after a withdrawal is a new row;
    `calendar_sequence` goes on from the row before, and the calendar UID is the shift's, so it never changes.
    """

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="signups", verbose_name=_("demand"))
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="signups", verbose_name=_("shift"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shift_signups",
        verbose_name=_("person"),
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("party")
    )
    guest_name = models.CharField(_("name of a child"), max_length=80, blank=True)
    guest_birth_date = models.DateField(_("date of birth of the child"), null=True, blank=True)
    leads = models.BooleanField(_("leads a party"), default=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", editable=False)
    status = models.CharField(_("status"), max_length=24, choices=Status, editable=False)
    period_start = models.DateTimeField(editable=False)
    period_end = models.DateTimeField(editable=False)
    away_from = models.DateTimeField(editable=False)
    away_until = models.DateTimeField(editable=False)
    created_at = models.DateTimeField(_("signed up"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    priority = models.SmallIntegerField(_("priority on the waiting list"), default=0)
    waitlisted_at = models.DateTimeField(_("waiting since"), null=True, editable=False)
    offered_until = models.DateTimeField(_("offered until"), null=True, editable=False)
    late = models.BooleanField(_("withdrawn late"), default=False, editable=False)
    remind_at = models.DateTimeField(_("reminder due"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminder sent"), null=True, editable=False)
    came_at = models.DateTimeField(_("came at"), null=True, editable=False)
    left_at = models.DateTimeField(_("left at"), null=True, editable=False)
    thanked_at = models.DateTimeField(_("thanked at"), null=True, editable=False)
    # Changes of this person's own entry; the entry's SEQUENCE is this plus the shift's.
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        permissions = [("override_rule", "Can override a named rule with a reason")]
        ordering = ["-period_start", "pk"]
        indexes = [
            models.Index(fields=["person", "period_end"], name="signup_by_person_and_time"),
            models.Index(fields=["offered_until"], condition=Q(status=Status.OFFERED), name="signup_by_end_of_offer"),
            models.Index(
                fields=["remind_at"],
                condition=Q(status=Status.CONFIRMED, reminded_at__isnull=True),
                name="signup_by_reminder_due",
            ),
            models.Index(
                fields=["period_end"],
                condition=Q(status=Status.ATTENDED, thanked_at__isnull=True),
                name="signup_by_thanks_due",
            ),
            models.Index(fields=["demand", "status"], name="signup_by_demand_and_status"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(period_end__gt=F("period_start")), name="signup_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(away_from__lte=F("period_start"), away_until__gte=F("period_end")),
                name="signup_is_away_for_its_time",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="signup_status_is_known"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(party__isnull=False), name="seat_has_a_person_or_a_party"
            ),
            models.CheckConstraint(
                condition=Q(guest_name="", guest_birth_date__isnull=True)
                | Q(person__isnull=True, guest_birth_date__isnull=False),
                name="child_has_a_birth_date_and_no_account",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.OFFERED) | Q(offered_until__isnull=False), name="offer_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WAITLISTED) | Q(waitlisted_at__isnull=False),
                name="waiting_has_a_beginning",
            ),
            models.UniqueConstraint(
                fields=["demand", "person"],
                condition=Q(status__in=sorted(LIVE)),
                name="one_live_signup_per_demand_and_person",
            ),
            models.UniqueConstraint(
                fields=["shift", "person"],
                condition=Q(status__in=sorted(LIVE)),
                name="one_live_signup_per_shift_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} · {self.shift} · {self.get_status_display()}"

    @property
    @display(description=_("person"), ordering="person__family_name")
    def who(self) -> str:
        """Who sits here, in words, also where it is nobody yet."""
        if self.person is not None:
            return self.person.display_name
        return self.guest_name or gettext("%(party)s: not named yet") % {"party": self.party}

    @property
    @display(description=_("role"))
    def role(self) -> Role:
        """What is done on this seat."""
        return self.demand.role

    @property
    def is_unnamed(self) -> bool:
        return self.person_id is None and not self.guest_name

    @property
    def reader(self) -> Person:
        """Who is written to about this seat: its person, else the captain of its party."""
        if self.person is not None:
            return self.person
        assert self.party is not None  # noqa: S101  # seat_has_a_person_or_a_party
        return self.party.captain

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def holds_a_place(self) -> bool:
        return self.status in HOLDING


class SignupEvent(models.Model):
    """One step of a sign-up. Append-only: the database refuses a change."""

    signup = models.ForeignKey(Signup, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    from_status = models.CharField(max_length=24, choices=Status, blank=True)
    to_status = models.CharField(max_length=24, choices=Status)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    # Names of Rule, with commas between them.
    rule_overridden = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("step of a sign-up")
        verbose_name_plural = _("steps of sign-ups")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_status or '–'} → {self.to_status}"
