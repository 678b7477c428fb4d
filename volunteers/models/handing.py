"""A place on its way from one person to another, and what people have read and promised."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .roles import Role
from .signups import Signup
from .states import Status


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def open(self, now: dt.datetime | None = None) -> "HandOverQuerySet":
        """Looking for a successor: the shift lies ahead and the original still has the duty."""
        return self.filter(
            outcome=HandOver.Outcome.OPEN,
            signup__status=Status.CONFIRMED,
            signup__period_start__gt=now or timezone.now(),
        )

    def in_pool(self, now: dt.datetime | None = None) -> "HandOverQuerySet":
        """Open to everybody who may do the work."""
        return self.open(now).filter(to_email="")


class HandOver(models.Model):
    """Somebody asks somebody else, or everybody, to take over a place. The duty stays with the original until the
    successor is confirmed (volunteering.md 7)."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        TAKEN = "taken", _("taken over")
        DECLINED = "declined", _("declined")
        STOPPED = "stopped", _("no longer wanted")

    signup = models.ForeignKey(Signup, on_delete=models.PROTECT, related_name="hand_overs", verbose_name=_("sign-up"))
    to_email = models.EmailField(_("e-mail address of the successor"), blank=True)
    message = models.CharField(_("message"), max_length=300, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN, editable=False)
    created_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("answered"), null=True, editable=False)
    successor = models.OneToOneField(
        Signup, on_delete=models.PROTECT, null=True, related_name="taken_from", editable=False
    )

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["signup"], condition=Q(outcome="open"), name="one_open_hand_over_per_signup"
            ),
            models.CheckConstraint(
                condition=Q(outcome="taken", successor__isnull=False)
                | (~Q(outcome="taken") & Q(successor__isnull=True)),
                name="taken_over_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", closed_at__isnull=True) | (~Q(outcome="open") & Q(closed_at__isnull=False)),
                name="hand_over_is_closed_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signup} → {self.to_email or '…'}"


class Promise(models.Model):
    """A person has read a role's briefing or given its pledge, in the version of that moment. Never deleted."""

    class Kind(models.TextChoices):
        BRIEFING = "briefing", _("briefing read")
        PLEDGE = "pledge", _("pledge given")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="promises")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="promises")
    kind = models.CharField(max_length=10, choices=Kind)
    version = models.CharField(max_length=12)
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["-given_at", "-pk"]
        indexes = [models.Index(fields=["person", "role"], name="promise_by_person_and_role")]

    def __str__(self) -> str:
        return f"{self.person} · {self.role} · {self.get_kind_display()}"
