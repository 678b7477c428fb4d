"""The day itself: who keeps the list of a shift, and every mark that was made on it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .shifts import Demand, Shift
from .signups import Signup


class Captain(models.Model):
    """Somebody besides the lead who keeps the list of one shift and therefore sees the names on it."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="captains")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="captaincies")

    class Meta:
        verbose_name = _("captain of a shift")
        verbose_name_plural = _("captains of shifts")
        constraints = [models.UniqueConstraint(fields=["shift", "person"], name="one_captaincy_per_shift_and_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.shift}"


class Guest(models.Model):
    """Somebody who came without a sign-up and without an account: a name on one list, and nothing more.

    The name is blanked after a while (GUESTS_ARE_NAMED_FOR in volunteers.actions.closing).
    """

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="guests")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(_("name"), max_length=80, blank=True)
    came_at = models.DateTimeField(_("came at"), default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)  # the captain had made a mistake

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["came_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Mark(models.Model):
    """One tap on the list of a shift, kept for good. Append-only: the database refuses a change.

    `key` is made where the mark is made, so that a mark counts once however often it is sent (volunteering.md 9).
    `at` is the moment of the tap by the clock of the phone, never later than `received_at`. What a sign-up's state
    is on the day follows from all of its marks in the order of (at, key), whatever order they arrived in.
    """

    class Kind(models.TextChoices):
        HERE = "here", _("is here")
        LEFT = "left", _("has left")
        NO_SHOW = "no_show", _("did not come")
        UNDO = "undo", _("not marked")
        WALK_IN = "walk_in", _("came without a sign-up")

    class Via(models.TextChoices):
        LIST = "list", _("on the list")
        CODE = "code", _("by QR code")
        SELF = "self", _("by themselves")

    class Refusal(models.TextChoices):
        UNKNOWN = "unknown", _("This line is not on the list any more. Please load the list again.")
        TOO_EARLY = "too_early", _("The list opens two hours before people meet.")
        NOT_BEGUN = "not_begun", _("“Did not come” can be said once the shift has begun.")
        CLOSED = "closed", _("The list is closed. The hours are on the page where hours are approved.")
        GONE = "gone", _("This person gave the place back in the meantime.")
        FULL = "full", _("Every place is taken. Mark who did not come first, then add people.")
        THERE = "there", _("This person is on the list already.")
        CANCELLED = "cancelled", _("This shift has been cancelled.")
        NOBODY = "nobody", _("Nobody has an account with this address. Please write the name instead.")
        RULE = "rule", _("A rule keeps this person from this role. Please call the coordinator.")

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="marks")
    signup = models.ForeignKey(Signup, on_delete=models.PROTECT, null=True, related_name="marks")
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, related_name="marks")
    kind = models.CharField(max_length=10, choices=Kind)
    via = models.CharField(max_length=10, choices=Via, default=Via.LIST)
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    refused = models.CharField(max_length=12, choices=Refusal, blank=True)

    class Meta:
        verbose_name = _("mark on a list")
        verbose_name_plural = _("marks on lists")
        ordering = ["at", "key"]
        indexes = [models.Index(fields=["signup", "at"], name="mark_by_signup_and_time")]
        constraints = [
            models.CheckConstraint(condition=Q(at__lte=models.F("received_at")), name="mark_is_made_before_it_arrives"),
            models.CheckConstraint(
                condition=Q(signup__isnull=False) | Q(guest__isnull=False) | ~Q(refused=""),
                name="mark_counts_for_somebody_or_is_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.at:%Y-%m-%d %H:%M}"
