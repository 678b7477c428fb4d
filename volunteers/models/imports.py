"""Files of shifts or of people that a coordinator brings in."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import Job

LARGEST_FILE = 2_000_000  # bytes
MOST_ROWS = 5_000


class Import(models.Model):
    """One uploaded file: looked at first, brought in by a job, its bad rows given back as a file.

    `outcome` is {"made": n, "there": n, "bad": [[row number, column, sentence], …]} once the job is done.
    """

    class Kind(models.TextChoices):
        SHIFTS = "shifts", _("shifts")
        PEOPLE = "people", _("people for shifts")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("brought by")
    )
    at = models.DateTimeField(_("brought"), default=timezone.now)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    outcome = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
