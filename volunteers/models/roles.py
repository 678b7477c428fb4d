"""What volunteers do, and what it asks of them."""

import hashlib

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.people.models import Qualification
from portal.people.paired import Paired

from .places import LANGUAGES


class Role(models.Model):
    """A kind of work, and what it asks of a person."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("At the office")
        INTERPRETING = "interpreting", _("Interpreting")
        ESCORT = "escort", _("Going along")
        EVENT = "event", _("Events")
        CHEERING = "cheering", _("Marathon cheering")
        JUNIOR = "junior", _("Junior")

    slug = models.SlugField(_("short name for addresses"), unique=True)
    kind = models.CharField(_("kind of work"), max_length=20, choices=Kind, default=Kind.OFFICE)
    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    summary_ja = models.TextField(_("what one does, in Japanese"), blank=True)
    summary_en = models.TextField(_("what one does, in English"), blank=True)
    bring_ja = models.CharField(_("what to bring, in Japanese"), max_length=300, blank=True)
    bring_en = models.CharField(_("what to bring, in English"), max_length=300, blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    languages = models.JSONField(
        _("languages"), default=list, blank=True, help_text=_("Everyone in this role speaks all of these.")
    )
    qualifications = models.ManyToManyField(
        Qualification, verbose_name=_("required qualifications"), related_name="roles", blank=True
    )
    languages_helpful = models.JSONField(
        _("languages that help"),
        default=list,
        blank=True,
        help_text=_("Not required; who speaks them is shown this work."),
    )
    briefing_ja = models.TextField(_("briefing to read, in Japanese"), blank=True)
    briefing_en = models.TextField(_("briefing to read, in English"), blank=True)
    briefing_months = models.PositiveSmallIntegerField(
        _("months until the briefing is read again"), null=True, blank=True, help_text=_("Empty: once is enough.")
    )
    pledge_ja = models.TextField(_("pledge, in Japanese"), blank=True)
    pledge_en = models.TextField(_("pledge, in English"), blank=True)
    guardian_below = models.PositiveSmallIntegerField(
        _("a guardian agrees below the age of"), default=16, validators=[MinValueValidator(16), MaxValueValidator(20)]
    )
    adult_alongside = models.BooleanField(
        _("an adult comes along"),
        default=False,
        help_text=_("Who is under 16 comes with an adult who has a place too."),
    )
    grade_from = models.PositiveSmallIntegerField(
        _("for children from grade"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("A session for juniors: an adult and children sign up together. Middle school is 7 to 9."),
    )
    grade_until = models.PositiveSmallIntegerField(
        _("up to grade"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    insurance_needed = models.BooleanField(_("volunteer insurance needed"), default=False)
    minors_at_night = models.BooleanField(
        _("minors may stay late"), default=False, help_text=_("The evening limits for people under 18 do not apply.")
    )
    name = Paired("name")
    summary = Paired("summary")
    bring = Paired("bring")
    briefing = Paired("briefing")
    pledge = Paired("pledge")

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grade_from__isnull=True, grade_until__isnull=True)
                | Q(grade_from__isnull=False, grade_until__gte=F("grade_from")),
                name="grades_of_a_role_are_a_span",
                violation_error_message=_("Please give the lowest and the highest school grade, or neither of them."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def briefing_version(self) -> str:
        """What changes when the text changes: who read the old one reads the new one."""
        return version_of(self.briefing_ja, self.briefing_en)

    @property
    def pledge_version(self) -> str:
        """What changes when the text changes."""
        return version_of(self.pledge_ja, self.pledge_en)

    @property
    def languages_wanted(self) -> set[str]:
        """What is needed and what helps."""
        return {*self.languages, *self.languages_helpful}

    @property
    def language_names(self) -> list[str]:
        """The required languages, named in the language of the moment."""
        names = dict(LANGUAGES)
        return [str(names.get(code, code)) for code in self.languages]


def version_of(*texts: str) -> str:
    """A short name for a text in its languages; empty where there is no text."""
    joined = "\n".join(text.strip() for text in texts).strip()
    return hashlib.sha256(joined.encode()).hexdigest()[:12] if joined else ""
