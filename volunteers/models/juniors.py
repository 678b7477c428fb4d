"""Children in sessions for juniors: their school grade, and who agreed that they take part."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .signups import Signup

# School Education Act, article 17, and the Act on Calculation of Ages: who is born on 2 April or later is in the
# younger class; school begins in the April after the sixth birthday.
CLASS_BEGINS = (4, 2)
SCHOOL_AGE = 6


def grade_on(born: dt.date, day: dt.date) -> int:
    """The school grade in Japan on `day`, counted on through middle school: 1 to 6, then 7 to 9; below 1 before school."""
    school_year = day.year if day.month >= 4 else day.year - 1
    cohort = born.year if (born.month, born.day) >= CLASS_BEGINS else born.year - 1
    return school_year - cohort - SCHOOL_AGE


class ChildConsent(models.Model):
    """A guardian agreed that a child takes part, in which version and when. Of the child we keep a name to call it by
    and the day of birth, with its seat."""

    signup = models.OneToOneField(Signup, on_delete=models.CASCADE, related_name="consent", verbose_name=_("sign-up"))
    guardian = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="child_consents", verbose_name=_("guardian")
    )
    version = models.CharField(_("version"), max_length=20)
    agreed_at = models.DateTimeField(_("agreed"), default=timezone.now)

    class Meta:
        verbose_name = _("consent for a child")
        verbose_name_plural = _("consents for children")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.guardian} · {self.agreed_at:%Y-%m-%d}"
