"""Which notices to coordinators have gone out: a row each, so that none goes twice; and letters to everyone of a day."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import Job
from portal.people.paired import Paired

from .shifts import Shift


class Escalation(models.Model):
    """The lead of a shift was told that it lacks people, so many days before it begins. Moved, it counts anew."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="escalations")
    start = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    sent = models.BooleanField(default=True)  # False: passed over, because a more urgent one went out at the same time
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "start", "days"], name="one_escalation_per_shift_and_threshold")
        ]

    def __str__(self) -> str:
        return f"{self.shift} −{self.days}"


class DigestRun(models.Model):
    """A coordinator's digest of one due moment is settled: sent, or there was nothing to say."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shift_digests")
    due = models.DateTimeField()
    sent = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "due"], name="one_digest_per_person_and_due_moment")]

    def __str__(self) -> str:
        return f"{self.person} {self.due:%Y-%m-%d}"


class DayLetter(models.Model):
    """A mail to everyone who comes on one day, in each one's language; sent by a job, once each."""

    day = models.DateField(_("day"))
    shifts = models.ManyToManyField(Shift, related_name="letters", verbose_name=_("shifts"))
    subject_ja = models.CharField(_("subject in Japanese"), max_length=120)
    subject_en = models.CharField(_("subject in English"), max_length=120)
    text_ja = models.TextField(_("text in Japanese"), max_length=5000)
    text_en = models.TextField(_("text in English"), max_length=5000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    subject = Paired("subject")
    text = Paired("text")

    class Meta:
        verbose_name = _("mail to everyone of a day")
        verbose_name_plural = _("mails to everyone of a day")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.day} {self.subject}"
