"""People, what they agreed to, and what they have learned."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .paired import Paired

# The text on how personal data is used, as it stands now.
PRIVACY_VERSION = "2026-11"


class PersonManager(BaseUserManager["Person"]):
    """Makes people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=email.lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in: volunteer, runner, donor, trainee or staff, often several at once.

    Names are kept byte for byte. Nationality, refugee status and health are never asked.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    family_name = models.CharField(_("family name"), max_length=60, blank=True)
    given_name = models.CharField(_("given name"), max_length=60, blank=True)
    family_kana = models.CharField(_("family name in kana"), max_length=60, blank=True)
    given_kana = models.CharField(_("given name in kana"), max_length=60, blank=True)
    latin_name = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    language = models.CharField(
        _("language of pages and mail"), max_length=2, choices=[("ja", "日本語"), ("en", "English")], default="ja"
    )
    languages_spoken = models.JSONField(_("languages you speak"), default=list, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    prefecture = models.CharField(_("prefecture"), max_length=20, blank=True)
    city = models.CharField(_("city and area"), max_length=120, blank=True)
    street = models.CharField(_("street number"), max_length=120, blank=True)
    building = models.CharField(_("building and room"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email_address")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """How the person is called on a page, in the language of the moment."""
        if (get_language() or "ja").startswith("en"):
            return self.latin_name or f"{self.given_name} {self.family_name}".strip() or self.email
        return f"{self.family_name} {self.given_name}".strip() or self.latin_name or self.email

    @property
    def formal_name(self) -> str:
        """How a letter begins: 「姓 名 様」 in Japanese, the given name in English."""
        if (get_language() or "ja").startswith("en"):
            return (self.latin_name.split(" ")[0] if self.latin_name else self.given_name) or self.email
        return f"{self.display_name} 様"

    # Wagtail's own templates ask for these two.
    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.given_name or self.display_name

    @property
    def first_name(self) -> str:
        """Wagtail's name for the given name."""
        return self.given_name

    @property
    def last_name(self) -> str:
        """Wagtail's name for the family name."""
        return self.family_name

    def age_on(self, day: dt.date) -> int | None:
        """Full years on `day`; None where the date of birth is unknown."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def holds(self, qualification: "Qualification", *, on: dt.date) -> bool:
        """Whether a grant of `qualification` is valid on the Tokyo day `on`."""
        return self.grants.valid_on(on).filter(qualification=qualification).exists()


class Consent(models.Model):
    """What a person agreed to, in which version, and when (個人情報保護法). Withdrawn, never deleted."""

    class Kind(models.TextChoices):
        PRIVACY = "privacy", _("how we use personal data")
        NEWSLETTER = "newsletter", _("news by e-mail")
        PHOTO = "photo", _("photographs at events")
        ASKED = "asked", _("being asked by mail when a shift lacks people")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=Kind)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_is_withdrawn_after_it_was_given",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "version"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_kind_and_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.version})"


class Qualification(models.Model):
    """Something that training grants and a volunteer role can require."""

    slug = models.SlugField(unique=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    how_ja = models.CharField(_("how to get it, in Japanese"), max_length=200, blank=True)
    how_en = models.CharField(_("how to get it, in English"), max_length=200, blank=True)
    page = models.CharField(
        _("page where one gets it"),
        max_length=200,
        blank=True,
        help_text=_("The address within this site without the language, such as /courses/. Empty: the words alone."),
    )
    months_valid = models.PositiveSmallIntegerField(_("months of validity"), null=True, blank=True)
    name = Paired("name")
    how = Paired("how")

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def way_url(self) -> str:
        """The page where one gets it, in the reader's language; "" where there is none."""
        return f"/{get_language() or 'ja'}{self.page}" if self.page else ""


class GrantQuerySet(models.QuerySet["QualificationGrant"]):
    def valid_on(self, day: dt.date) -> "GrantQuerySet":
        """Grants that hold on the Tokyo day `day`, both ends included."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), granted_on__lte=day)


class QualificationGrant(models.Model):
    """A person holds a qualification from a day, for a while or for good."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="grants")
    granted_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("granted qualification")
        verbose_name_plural = _("granted qualifications")
        ordering = ["-granted_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("granted_on")),
                name="grant_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["person", "qualification", "granted_on"], name="one_grant_per_person_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.qualification}"


class GuardianQuerySet(models.QuerySet["Guardian"]):
    def agreeing(self) -> "GuardianQuerySet":
        """Guardians who have agreed and not changed their mind."""
        return self.filter(agreed_at__isnull=False, withdrawn_at__isnull=True)


class Guardian(models.Model):
    """A parent or guardian who agrees that a minor takes part (guardian consent below 16). Withdrawn, never deleted."""

    minor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guardians")
    name = models.CharField(_("name of the guardian"), max_length=120)
    email = models.EmailField(_("e-mail address of the guardian"))
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    version = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(pgettext_lazy("moment", "withdrawn"), null=True, blank=True)

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(agreed_at__isnull=False),
                name="guardian_withdraws_what_was_agreed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.minor})"


def insurance_year(day: dt.date) -> int:
    """The year in which the volunteer insurance of `day` began: it runs from 1 April to 31 March."""
    return day.year if day.month >= 4 else day.year - 1


class InsuranceCover(models.Model):
    """A person is on the roster of the volunteer insurance for one year, from the day after entering."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="insurance_covers")
    year = models.PositiveSmallIntegerField(_("insurance year"), help_text=_("It runs from 1 April to 31 March."))
    starts_on = models.DateField(_("covered from"))
    entered_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("insurance cover")
        verbose_name_plural = _("insurance covers")
        ordering = ["-year", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="one_insurance_cover_per_person_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.year}"

    def covers(self, day: dt.date) -> bool:
        """Whether the Tokyo day `day` lies in this cover."""
        return self.year == insurance_year(day) and self.starts_on <= day
