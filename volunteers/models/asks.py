"""Who was asked to help out, by whom, and what they said."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .shifts import Demand


class AskQuerySet(models.QuerySet["Ask"]):
    def since(self, moment: dt.datetime) -> "AskQuerySet":
        """Asks made at `moment` or later."""
        return self.filter(asked_at__gte=moment)


class Ask(models.Model):
    """One person was asked once whether they could take one place. The first who say yes get the places."""

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("answer to being asked", "yes")
        NO = "no", pgettext_lazy("answer to being asked", "no")
        TOO_LATE = "too_late", pgettext_lazy("answer to being asked", "yes, but the place was gone")

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="asks", verbose_name=_("demand"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shift_asks", verbose_name=_("person")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to help")
        verbose_name_plural = _("requests to help")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["person", "asked_at"], name="ask_by_person_and_time")]
        constraints = [
            models.UniqueConstraint(fields=["demand", "person"], name="nobody_is_asked_twice_for_one_demand"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="ask_is_answered_exactly_when_it_has_a_time_of_answering",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.demand}"
