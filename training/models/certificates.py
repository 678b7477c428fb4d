"""Certificates that anybody can check, and nobody can guess."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.documents.codes import ALPHABET, check_character, in_groups, new_code, read_code

from .courses import Course, Edition
from .enrolments import Enrolment

__all__ = ["ALPHABET", "Certificate", "check_character", "new_code", "read_code"]


class Certificate(models.Model):
    """Says that a person took a course. The name is a snapshot of the day of issue."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")

    code = models.CharField(_("number"), max_length=17, unique=True, default=new_code, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    name = models.CharField(_("name"), max_length=130, blank=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="certificates")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VALID)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    revoked_at = models.DateTimeField(pgettext_lazy("moment", "revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state="valid"), name="one_valid_certificate_per_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(state="valid", revoked_at__isnull=True) | Q(state="revoked", revoked_at__isnull=False),
                name="revoked_certificates_say_when",
            ),
        ]

    def __str__(self) -> str:
        return self.code_in_groups

    @property
    def code_in_groups(self) -> str:
        """XXXX-XXXX-XXXX-XXXX-X, as printed."""
        return in_groups(self.code)

    @property
    def is_valid(self) -> bool:
        return self.state == self.State.VALID
