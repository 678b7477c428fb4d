"""Where volunteers meet and what they do there."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.people.paired import Paired

from .coordinators import Zone

# ISO 639-1 codes of the languages a role can ask for, each under its own name.
LANGUAGES = [
    ("ja", _("Japanese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ar", _("Arabic")),
    ("my", _("Burmese")),
    ("ps", _("Pashto")),
    ("fa", _("Persian")),
    ("tr", _("Turkish")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("zh", _("Chinese")),
    ("ko", _("Korean")),
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
    ("sw", _("Swahili")),
    ("am", _("Amharic")),
    ("ne", _("Nepali")),
    ("vi", _("Vietnamese")),
]


class Place(models.Model):
    """A place with a meeting point; for a point of a race course also its kilometre and its road closure."""

    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    zone = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=pgettext_lazy("places looked after together", "zone"),
    )
    address_ja = models.CharField(_("address in Japanese"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=200, blank=True)
    meeting_point_ja = models.CharField(_("meeting point in Japanese"), max_length=300, blank=True)
    meeting_point_en = models.CharField(_("meeting point in English"), max_length=300, blank=True)
    discreet = models.BooleanField(
        _("discreet"),
        default=False,
        help_text=_("Address and meeting point are shown only to people who hold a place."),
    )
    lat = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    lng = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    km = models.DecimalField(_("kilometre of the course"), max_digits=4, decimal_places=1, null=True, blank=True)
    arrive_by = models.TimeField(_("be there by"), null=True, blank=True)
    leave_after = models.TimeField(
        _("roads reopen at"), null=True, blank=True, help_text=_("The road closure ends; leave after this time.")
    )
    travel_minutes = models.PositiveSmallIntegerField(
        _("minutes to get here"), default=30, help_text=_("From another place in town, or from here to another.")
    )
    name = Paired("name")
    address = Paired("address")
    meeting_point = Paired("meeting_point")

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name_ja"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lng__isnull=True) | Q(lat__range=(-90, 90), lng__range=(-180, 180)),
                name="place_has_both_coordinates_or_none",
                violation_error_message=_("Please give latitude and longitude, or neither of them."),
            ),
            models.CheckConstraint(
                condition=Q(km__isnull=True) | Q(km__gte=0),
                name="kilometre_is_not_negative",
                violation_error_message=_(
                    "Kilometres are counted from the start of the course: please no number below 0."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def travel(self) -> dt.timedelta:
        """How long one needs from here to any other place (volunteering.md 2)."""
        return dt.timedelta(minutes=self.travel_minutes)
