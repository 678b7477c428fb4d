"""Where runners, volunteers and friends meet, and who is coming."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.calendars.models import CalendarStamped
from portal.people.paired import Paired

from .campaign import Campaign


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def upcoming(self) -> "GatheringQuerySet":
        return self.filter(ends_at__gte=timezone.now())

    def with_coming(self) -> "GatheringQuerySet":
        """Adds `coming`: how many said yes."""
        return self.annotate(coming=Count("replies", filter=Q(replies__answer=GatheringReply.Answer.YES)))


class Gathering(CalendarStamped):
    """A practice run, the send-off party (壮行会), a visit to the EXPO."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("practice run")
        SENDOFF = "sendoff", _("send-off party")
        EXPO = "expo", _("EXPO visit")

    class Audience(models.TextChoices):
        RUNNERS = "runners", _("for our runners")
        EVERYBODY = "everybody", _("for everybody")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="gatherings")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, default=Audience.EVERYBODY)
    title_ja = models.CharField(_("title in Japanese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    text_ja = models.TextField(_("what happens, in Japanese"), blank=True)
    text_en = models.TextField(_("what happens, in English"), blank=True)
    place_ja = models.CharField(_("place in Japanese"), max_length=160, blank=True)
    place_en = models.CharField(_("place in English"), max_length=160, blank=True)
    join_url = models.URLField(_("link for those who join on line"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveSmallIntegerField(_("places"))
    is_cancelled = models.BooleanField(_("called off"), default=False)
    title = Paired("title")
    text = Paired("text")
    place = Paired("place")

    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="gathering_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="gathering_has_places"),
        ]

    def __str__(self) -> str:
        return self.title


class GatheringReply(CalendarStamped):
    """One person's answer; it can change until the gathering begins.

    Calendars show the gathering under the gathering's UID; the stamp of the reply raises its SEQUENCE.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("I am coming")
        NO = "no", _("I cannot come")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="replies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="gathering_replies")
    answer = models.CharField(max_length=5, choices=Answer)
    replied_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reply to a gathering")
        verbose_name_plural = _("replies to gatherings")
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="one_reply_per_person_and_gathering")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"
