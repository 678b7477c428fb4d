"""What coordinators send about events: a clone's day and names, a template's day."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.models import Event, ShiftTemplate, Squad
from volunteers.queries.events import a_year_later

from .series import date_input


class CloneForm(forms.Form):
    """When the new event is, and what it is called."""

    main_day = forms.DateField(
        label=_("Main day of the new event"), widget=date_input(), help_text=_("Every date keeps its distance from it.")
    )
    name_ja = forms.CharField(label=_("name in Japanese"), max_length=120)
    name_en = forms.CharField(label=_("name in English"), max_length=120)
    slug = forms.SlugField(label=_("short name for addresses"))

    def clean_main_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["main_day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Please choose today or a later day."))
        return day

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Event.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another event has this short name already."))
        return slug


def next_year(event: Event) -> dict[str, Any]:
    """A clone a year later, on the same weekday, with the year in its names one higher."""
    day = a_year_later(event.main_day)
    old, new = str(event.main_day.year), str(day.year)
    return {
        "main_day": day,
        "name_ja": event.name_ja.replace(old, new),
        "name_en": event.name_en.replace(old, new),
        "slug": event.slug.replace(old, new) if old in event.slug else f"{event.slug}-{new}",
    }


class TemplateDayForm(forms.Form):
    """A draft from a template on a day."""

    template = forms.ModelChoiceField(ShiftTemplate.objects.all(), label=_("Template"))
    day = forms.DateField(label=_("Day"), widget=date_input())


class SquadForm(forms.ModelForm):  # type: ignore[type-arg]  # no parameter at run time
    """What a squad is called, where it stands, and how many it takes."""

    class Meta:
        model = Squad
        fields = ["name_ja", "name_en", "spot_ja", "spot_en", "places"]
        widgets = {"places": forms.NumberInput(attrs={"min": 1})}
