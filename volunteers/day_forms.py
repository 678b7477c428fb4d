"""What the day sends: marks, arrivals, times, and spans of days."""

import datetime as dt
import json
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .actions import Arrival, Tap

MOST_MARKS = 300  # what one phone may keep before it finds a connection


class MarkForm(forms.Form):
    """One mark on the list. Each button of a form counts once, so a form that comes again after another button does too."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ("here", "left", "no_show", "undo")])
    signup = forms.IntegerField(min_value=1)
    key = forms.UUIDField()
    via = forms.ChoiceField(choices=[("list", "list"), ("code", "code")], required=False)

    def tap(self) -> Tap:
        """The mark, made now."""
        given = self.cleaned_data
        return Tap(kind=given["kind"], signup=given["signup"], key=uuid.uuid5(given["key"], given["kind"]))


class ArrivalForm(forms.Form):
    """Somebody who came without a sign-up."""

    demand = forms.IntegerField(min_value=1)
    name = forms.CharField(label=_("Name, or e-mail address of an account"), max_length=80)
    key = forms.UUIDField()

    def arrival(self) -> Arrival:
        return Arrival(**self.cleaned_data)


class PhoneMarkForm(forms.Form):
    """One mark or arrival as a phone sends it from its queue."""

    key = forms.UUIDField()
    at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%fZ", "%Y-%m-%dT%H:%M:%SZ"])
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ("here", "left", "no_show", "undo", "walk_in")])
    signup = forms.IntegerField(min_value=1, required=False)
    demand = forms.IntegerField(min_value=1, required=False)
    name = forms.CharField(max_length=80, required=False)

    def clean_at(self) -> dt.datetime:
        """Phones send UTC (RFC 3339)."""
        wall: dt.datetime = self.cleaned_data["at"]
        return wall.replace(tzinfo=dt.UTC)

    def what(self) -> Tap | Arrival:
        given = self.cleaned_data
        if given["kind"] == "walk_in":
            return Arrival(demand=given["demand"] or 0, name=given["name"], key=given["key"], at=given["at"])
        return Tap(kind=given["kind"], signup=given["signup"], key=given["key"], at=given["at"])


def read_queue(body: bytes) -> list[Tap | Arrival] | None:
    """The queue of a phone, in its order; None where it cannot be read or is longer than a phone's can be."""
    try:
        rows = json.loads(body)["marks"]
        read = [PhoneMarkForm(row) for row in rows[: MOST_MARKS + 1]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if len(read) > MOST_MARKS or not all(isinstance(form.data, dict) and form.is_valid() for form in read):
        return None
    return [form.what() for form in read]


class TimesForm(forms.Form):
    """From when until when somebody was there, by the clock of the shift's day; past midnight is the next day."""

    start = forms.TimeField(
        label=pgettext_lazy("period", "From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    note = forms.CharField(label=_("What was different?"), max_length=300, required=False)

    def times(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        start, end = (
            timezone.make_aware(dt.datetime.combine(day, self.cleaned_data[name])) for name in ("start", "end")
        )
        return start, end if end > start else end + dt.timedelta(days=1)


class DaysForm(forms.Form):
    """The days that a certificate or a report covers."""

    since = forms.DateField(
        label=pgettext_lazy("period", "From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            raise forms.ValidationError(_("The first day comes before the last."))
        return given
