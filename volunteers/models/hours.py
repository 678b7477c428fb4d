"""Hours: claimed, approved, and certified. Only approved ones count (volunteering.md 10)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.documents.codes import in_groups, new_code

from .signups import Signup


class HoursClaim(models.Model):
    """Times that somebody says were worked at one sign-up; they count for nothing until another person approves."""

    class Decision(models.TextChoices):
        OPEN = "open", _("waiting for approval")
        APPROVED = "approved", pgettext_lazy("hours", "approved")
        DECLINED = "declined", pgettext_lazy("hours", "not approved")
        REPLACED = "replaced", _("replaced by a newer one")

    class Source(models.TextChoices):
        SHIFT = "shift", _("times of the shift")
        TIMES = "times", _("times on the list")
        PERSON = "person", _("corrected by the volunteer")
        TEAM = "team", _("corrected by the team")

    signup = models.ForeignKey(Signup, on_delete=models.PROTECT, related_name="claims")
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("until"))
    source = models.CharField(max_length=10, choices=Source)
    note = models.CharField(_("note"), max_length=300, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("claim of hours")
        verbose_name_plural = _("claims of hours")
        ordering = ["start", "pk"]
        indexes = [models.Index(fields=["start"], condition=Q(decision="open"), name="open_claim_by_start")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="claim_ends_after_it_starts"),
            models.UniqueConstraint(fields=["signup"], condition=Q(decision="open"), name="one_open_claim_per_signup"),
            models.CheckConstraint(
                condition=Q(decision="open", decided_at__isnull=True)
                | (~Q(decision="open") & Q(decided_at__isnull=False)),
                name="claim_is_decided_exactly_when_it_is_not_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signup_id} · {self.start:%Y-%m-%d %H:%M} – {self.end:%H:%M}"

    @property
    def minutes(self) -> int:
        """Full minutes between the two times."""
        return int((self.end - self.start).total_seconds() // 60)


class HoursQuerySet(models.QuerySet["HoursEntry"]):
    def minutes(self) -> int:
        """The sum, reversals taken off."""
        return int(self.aggregate(sum=Sum("minutes"))["sum"] or 0)

    def standing(self) -> "HoursQuerySet":
        """Entries that count: no reversal, and not reversed."""
        return self.filter(reverses__isnull=True, reversal__isnull=True)


class HoursEntry(models.Model):
    """Approved minutes of one person on one Tokyo day. Append-only: a mistake is taken back by a reversing entry."""

    signup = models.ForeignKey(Signup, on_delete=models.PROTECT, related_name="hours_entries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hours_entries")
    day = models.DateField(_("day"))
    minutes = models.IntegerField(_("minutes"))
    claim = models.ForeignKey(HoursClaim, on_delete=models.PROTECT, related_name="entries")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = HoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("approved hours")
        verbose_name_plural = _("approved hours")
        ordering = ["day", "pk"]
        indexes = [
            models.Index(fields=["person", "day"], name="hours_by_person_and_day"),
            models.Index(fields=["day"], name="hours_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, minutes__gt=0) | Q(reverses__isnull=False, minutes__lt=0),
                name="hours_are_positive_and_reversals_negative",
            ),
            models.CheckConstraint(condition=Q(minutes__range=(-1440, 1440)), name="nobody_works_more_than_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.minutes}"


class HoursCertificate(models.Model):
    """Says how long a person helped. Name and figures are a snapshot of the day of issue."""

    code = models.CharField(_("certificate number"), max_length=17, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="hours_certificates"
    )
    name = models.CharField(_("name"), max_length=130, blank=True)
    latin_name = models.CharField(_("name in Latin letters"), max_length=130, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    minutes = models.PositiveIntegerField(_("minutes"))
    occasions = models.PositiveIntegerField(_("number of times"))
    roles_ja = models.CharField(max_length=300, blank=True)
    roles_en = models.CharField(max_length=300, blank=True)
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("certificate of hours")
        verbose_name_plural = _("certificates of hours")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="hours_certificate_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="hours_certificate_has_hours"),
        ]

    def __str__(self) -> str:
        return self.code_in_groups

    @property
    def code_in_groups(self) -> str:
        """XXXX-XXXX-XXXX-XXXX-X, as printed."""
        return in_groups(self.code)

    @property
    def number(self) -> str:
        """The number in the register, as printed: H2026-00012."""
        return f"H{self.issued_on.year}-{self.pk:05d}"

    @property
    def issued_on(self) -> dt.date:
        """The Tokyo day of issue."""
        return timezone.localdate(self.issued_at)

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None
