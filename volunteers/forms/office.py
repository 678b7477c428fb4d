"""What coordinators type on the board, in letters and for files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui import words
from volunteers.models import Coordinator, Import, Role, Shift
from volunteers.queries.board import Filter


class BoardForm(forms.Form):
    """What part of the board is looked at. What cannot be read is passed over."""

    zone = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    place = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    kind = forms.ChoiceField(choices=Role.Kind.choices, required=False)
    role = forms.SlugField(required=False)

    def wanted(self) -> Filter:
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        return Filter(given.get("zone") or 0, given.get("place") or 0, given.get("kind") or "", given.get("role") or "")


class DigestForm(forms.Form):
    """How often a coordinator hears."""

    digest = forms.ChoiceField(choices=Coordinator.Digest.choices)


class LetterForm(forms.Form):
    """A mail to everyone of a day, in both languages: each reader gets their own."""

    day = forms.DateField(widget=forms.HiddenInput)
    shifts = forms.TypedMultipleChoiceField(
        label=_("Shifts"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one shift.")},
    )
    subject_ja = forms.CharField(label=_("Subject in Japanese"), max_length=120)
    text_ja = forms.CharField(label=_("Text in Japanese"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    subject_en = forms.CharField(label=_("Subject in English"), max_length=120)
    text_en = forms.CharField(label=_("Text in English"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, shifts: Sequence[Shift], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_this_day = {shift.pk: shift for shift in shifts}
        field = self.fields["shifts"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101  # for the type checker
        field.choices = [
            (shift.pk, f"{words.clock(shift.start)}–{words.clock(shift.end)} {shift.name} · {shift.place.name}")
            for shift in shifts
        ]

    def chosen(self) -> list[Shift]:
        return [self.on_this_day[pk] for pk in self.cleaned_data["shifts"]]

    def words_of_it(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("subject_ja", "subject_en", "text_ja", "text_en")}


class ImportForm(forms.Form):
    """A file to bring in."""

    kind = forms.ChoiceField(
        label=_("What is in it"), choices=Import.Kind.choices, widget=forms.RadioSelect, initial="shifts"
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, up to 2 MB and 5,000 rows. Japanese dates like 2027年3月1日 are fine."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )


class TakeOffForm(forms.Form):
    """Why somebody is taken off a shift."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("The person reads this in the mail. Please nothing about anybody's health."),
        error_messages={"required": _("Please say why: the person reads it in the mail.")},
    )


class CancelForm(forms.Form):
    """Why a shift is cancelled: what everybody reads, in their language where it is given in both."""

    reason_ja = forms.CharField(label=_("reason in Japanese"), max_length=300, required=False)
    reason_en = forms.CharField(label=_("reason in English"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("reason_ja", "reason_en")):
            raise forms.ValidationError(_("Please say why the shift is cancelled: everybody reads it in the mail."))
        return cleaned
