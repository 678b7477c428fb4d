"""What coordinators send about series: the rhythm in words, times, place, and who is needed."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from portal.people.models import Person
from volunteers.models import Demand, Place, Role, ShiftSeries
from volunteers.models.recurrence import BadRule, parts_of
from volunteers.queries import Change, Need
from volunteers.queries.rhythm import CODES

ROWS = 4
WORDS = ("title_ja", "title_en", "note_ja", "note_en")
FACTS = ("place", "lead", "meets", "begins", "ends", "last_day", "count", "rests", "opens", *WORDS)
RHYTHMS = [
    ("1", _("every week")),
    ("2", _("every other week")),
    ("month", _("every month on certain weekdays")),
    ("dates", _("every month on certain days")),
    ("daily", _("every day")),
    ("rule", _("by a rule of my own (RRULE)")),
]
# Fields that belong to some rhythms alone (the style sheet hides them for the others).
BELONGS = {
    "weekdays": _("For rhythms by weekdays."),
    "nth": _("For “every month on certain weekdays” alone."),
    "month_days": _("For “every month on certain days” alone."),
    "rule": _("For “by a rule of my own” alone."),
}
NTH = [("1", _("first")), ("2", _("second")), ("3", _("third")), ("4", _("fourth")), ("-1", _("last"))]
SCOPES = [
    ("this", _("this date only")),
    ("following", _("this date and all that follow")),
    ("all", _("all dates to come")),
]


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class NeedsForm(forms.Form):
    """Up to four roles with their figures; empty rows are none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, ROWS + 1):
            named = {"number": n}
            self.fields[f"role_{n}"] = forms.ModelChoiceField(
                Role.objects.all(), label=_("Role %(number)s") % named, required=n == 1
            )
            for name, label, first in (("min", _("needed at least"), 1), ("places", _("places"), 3)):
                self.fields[f"{name}_{n}"] = forms.IntegerField(
                    label=label, min_value=1 if name == "places" else 0, max_value=500, initial=first, required=False
                )
            self.fields[f"overflow_{n}"] = forms.ChoiceField(
                label=_("when full"), choices=Demand.Overflow.choices, initial=Demand.Overflow.WAITLIST, required=False
            )

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each role, for the table."""
        return [[self[f"{name}_{n}"] for name in ("role", "min", "places", "overflow")] for n in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        roles = [role for n in range(1, ROWS + 1) if (role := data.get(f"role_{n}"))]
        if len({role.pk for role in roles}) != len(roles):
            raise forms.ValidationError(_("Each role stands once: put the places of a role together."))
        for n in range(1, ROWS + 1):
            if data.get(f"role_{n}") and (data.get(f"places_{n}") or 1) < (data.get(f"min_{n}") or 0):
                self.add_error(
                    f"places_{n}",
                    _("There must be at least one place, and as many places as people are needed."),
                )
        return data

    def needs(self) -> tuple[Need, ...]:
        """What was filled in."""
        data = self.cleaned_data
        return tuple(
            Need(
                role, data[f"min_{n}"] or 0, data[f"places_{n}"] or 1, data[f"overflow_{n}"] or Demand.Overflow.WAITLIST
            )
            for n in range(1, ROWS + 1)
            if (role := data.get(f"role_{n}"))
        )


def needs_as_initial(needs: list[Need]) -> dict[str, Any]:
    """The rows of NeedsForm as they are."""
    return {
        f"{name}_{n}": value
        for n, need in enumerate(needs[:ROWS], start=1)
        for name, value in (
            ("role", need.role.pk),
            ("min", need.min_needed),
            ("places", need.capacity),
            ("overflow", need.overflow),
        )
    }


class SeriesForm(NeedsForm):
    """Everything about a series. With a rhythm in words; the rule itself for whoever wants more."""

    rhythm = forms.ChoiceField(label=_("How often"), choices=RHYTHMS, initial="1")
    weekdays = forms.MultipleChoiceField(
        label=_("On which weekdays"),
        choices=[(code, WEEKDAYS[number]) for number, code in enumerate(CODES)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where none is ticked, the weekday of the first day counts."),
    )
    nth = forms.MultipleChoiceField(
        label=_("Which of the month"), choices=NTH, required=False, widget=forms.CheckboxSelectMultiple
    )
    month_days = forms.CharField(
        label=_("On which days of the month"), required=False, help_text=_("1 to 28, with commas; -1 is the last day")
    )
    rule = forms.CharField(label=_("Rule"), required=False, max_length=120, help_text="FREQ=WEEKLY;INTERVAL=3;BYDAY=TU")
    first_day = forms.DateField(label=_("First day"), widget=date_input())
    last_day = forms.DateField(label=_("Last day"), required=False, widget=date_input())
    count = forms.IntegerField(label=_("Or: how many times"), required=False, min_value=1, max_value=500)
    meets = forms.TimeField(label=_("Meet at"), widget=time_input())
    begins = forms.TimeField(label=_("Begins"), widget=time_input())
    ends = forms.TimeField(label=_("Ends"), widget=time_input())
    place = forms.ModelChoiceField(Place.objects.all(), label=_("Place"))
    lead = forms.ModelChoiceField(Person.objects.filter(is_staff=True), label=_("Person in charge"), required=False)
    rests = forms.BooleanField(label=_("Not on days off"), required=False, initial=True)
    opens = forms.BooleanField(label=_("Open for sign-up at once"), required=False, initial=True)
    title_ja = forms.CharField(label=_("Title in Japanese"), required=False, max_length=120)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=120)
    note_ja = forms.CharField(
        label=_("What else to know, in Japanese"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note_en = forms.CharField(
        label=_("What else to know, in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    RHYTHM_FIELDS = (
        "rhythm",
        "weekdays",
        "nth",
        "month_days",
        "rule",
        "first_day",
        "last_day",
        "count",
        "rests",
        "opens",
    )
    WHEN_AND_WHERE = ("meets", "begins", "ends", "place", "lead")
    WORDS = ("title_ja", "title_en", "note_ja", "note_en")

    def __init__(self, *args: Any, places: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        if places is not None:
            place.queryset = places

    def group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def rhythm_fields(self) -> list[tuple[forms.BoundField, Any]]:
        """Each field with the sentence that says to which rhythms it belongs; browsers that can hide the others."""
        return [(field, BELONGS.get(field.name, "")) for field in self.group(self.RHYTHM_FIELDS)]

    def when_and_where(self) -> list[forms.BoundField]:
        return self.group(self.WHEN_AND_WHERE)

    def words_fields(self) -> list[forms.BoundField]:
        return self.group(self.WORDS)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("meets") and data.get("begins") and data["meets"] > data["begins"]:
            self.add_error("meets", _("People meet before it begins."))
        if data.get("last_day") and data.get("count"):
            self.add_error("count", _("Please give the last day or how many times, not both."))
        if data.get("last_day") and data.get("first_day") and data["last_day"] < data["first_day"]:
            self.add_error("last_day", _("The last day comes after the first."))
        if "rhythm" in self.fields:
            data["rule"] = self.composed(data)
            try:
                parts_of(data["rule"])
            except BadRule:
                if data.get("rhythm") == "dates":
                    self.add_error(
                        "month_days", _("Please write days from 1 to 28 with commas, or -1 for the last day.")
                    )
                else:
                    self.add_error("rule", _("This rule cannot be read. Example: FREQ=WEEKLY;BYDAY=TU"))
        return data

    def composed(self, data: dict[str, Any]) -> str:
        """The rule that was meant; one that cannot be read where something is missing."""
        first = data.get("first_day") or timezone.localdate()
        days = ",".join(data.get("weekdays") or [CODES[first.weekday()]])
        nth = ",".join(n + code for n in data.get("nth") or ["1"] for code in days.split(","))
        numbers = (data.get("month_days") or str(first.day)).replace(" ", "").replace("、", ",")
        rules = {
            "1": f"FREQ=WEEKLY;BYDAY={days}",
            "2": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={days}",
            "month": f"FREQ=MONTHLY;BYDAY={nth}",
            "dates": f"FREQ=MONTHLY;BYMONTHDAY={numbers}",
            "daily": "FREQ=DAILY",
            "rule": (data.get("rule") or "").strip().upper(),
        }
        return rules[data.get("rhythm") or "1"]

    def series(self) -> ShiftSeries:
        """A new series, not saved."""
        names = ("rule", "first_day", *FACTS)
        return ShiftSeries(**{name: self.cleaned_data[name] for name in names})

    def change(self) -> Change:
        """What shall be different: the facts of this form, and its needs."""
        names = [name for name in ("rule", *FACTS) if name in self.cleaned_data]
        return Change(facts={name: self.cleaned_data[name] for name in names}, needs=self.needs())


class SeriesEditForm(SeriesForm):
    """An edit from one date on: this one, this and those that follow, or all. `day` moves a single date."""

    scope = forms.ChoiceField(label=_("Which dates"), choices=SCOPES, initial="all", widget=forms.RadioSelect)
    day = forms.DateField(label=_("Day of this date"), required=False, widget=date_input())
    reason_ja = forms.CharField(
        label=_("Reason in Japanese, for dates that are cancelled"), required=False, max_length=300
    )
    reason_en = forms.CharField(
        label=_("Reason in English, for dates that are cancelled"), required=False, max_length=300
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["first_day"]

    def reasons(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("reason_ja", "reason_en")}


def rhythm_as_initial(series: ShiftSeries) -> dict[str, Any]:
    """The rhythm of a series as the form says it; whatever the words cannot say comes as the rule itself."""
    parts = parts_of(series.rule)
    days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
    initial: dict[str, Any] = {"rule": series.rule, "rhythm": "rule"}
    interval, freq = parts.get("INTERVAL", "1"), parts["FREQ"]
    if freq == "WEEKLY" and interval in {"1", "2"}:
        initial |= {"rhythm": interval, "weekdays": days or [CODES[series.first_day.weekday()]]}
    elif freq == "MONTHLY" and interval == "1" and "BYMONTHDAY" in parts:
        initial |= {"rhythm": "dates", "month_days": parts["BYMONTHDAY"]}
    elif freq == "MONTHLY" and interval == "1" and is_a_grid(days):
        initial |= {
            "rhythm": "month",
            "weekdays": sorted({day[-2:] for day in days}, key=CODES.index),
            "nth": sorted({day[:-2] for day in days}, reverse=True),
        }
    elif freq == "DAILY" and interval == "1":
        initial |= {"rhythm": "daily"}
    return initial


def is_a_grid(days: list[str]) -> bool:
    """Whether each chosen number goes with each chosen weekday."""
    return bool(days) and len(set(days)) == len({day[-2:] for day in days}) * len({day[:-2] for day in days})


class EndForm(forms.Form):
    """From which day on a series has no dates, and why."""

    since = forms.DateField(label=_("No dates from this day on"), widget=date_input())
    reason_ja = forms.CharField(label=_("reason in Japanese"), required=False, max_length=300)
    reason_en = forms.CharField(label=_("reason in English"), required=False, max_length=300)

    def clean_since(self) -> dt.date:
        since: dt.date = self.cleaned_data["since"]
        if since < timezone.localdate():
            raise forms.ValidationError(_("What has been cannot be taken back: please choose today or a later day."))
        return since

    def reasons(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("reason_ja", "reason_en")}


class ExceptionForm(EndForm):
    """One day that is left out."""

    since = forms.DateField(label=_("Leave out this day"), widget=date_input())
