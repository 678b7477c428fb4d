"""What runners and their friends type: applications, stories, answers."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import FundraisingPage, GatheringReply, Runner

from .money import YenField


class ApplyForm(forms.Form):
    """An application to run for the organisation."""

    birth_date = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"autocomplete": "bday", "placeholder": "1990-04-01"}),
        help_text=_("Year, month, day. The race has a minimum age."),
    )
    statement = forms.CharField(
        label=_("Why do you want to run with us?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few sentences are enough. Only the office reads them."),
    )
    shirt = forms.ChoiceField(label=_("T-shirt size"), choices=Runner.Shirt.choices, widget=forms.RadioSelect)
    agree = forms.BooleanField(
        label=_("I understand that the race's foundation decides about places, and how runners are chosen."),
        error_messages={"required": _("Please read how runners are chosen, and tick the box.")},
    )

    def __init__(self, *args: Any, minimum_jpy: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pledge_jpy"] = YenField(
            label=_("How much do you hope to raise? (yen)"), at_least=minimum_jpy, initial=minimum_jpy
        )
        self.order_fields(["birth_date", "statement", "pledge_jpy", "shirt", "agree"])

    def clean_birth_date(self) -> dt.date:
        born: dt.date = self.cleaned_data["birth_date"]
        if born.year < 1900:
            raise forms.ValidationError(_("Please check the year of birth."), code="year")
        return born


class PageForm(forms.ModelForm[FundraisingPage]):
    """A runner's own words and target; at least one language complete."""

    target_jpy = YenField(label=_("Target (yen)"), at_least=10_000)

    class Meta:
        model = FundraisingPage
        fields = ("title_ja", "story_ja", "title_en", "story_en", "target_jpy")
        widgets = {"story_ja": forms.Textarea(attrs={"rows": 9}), "story_en": forms.Textarea(attrs={"rows": 9})}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        complete = [lang for lang in ("ja", "en") if typed.get(f"title_{lang}") and typed.get(f"story_{lang}")]
        if not complete:
            raise forms.ValidationError(_("Please write a title and a story in at least one language."))
        return typed


class ReplyForm(forms.Form):
    """Yes or no to a gathering."""

    answer = forms.ChoiceField(choices=GatheringReply.Answer.choices)


def wall_choice(data: Any, sorts: tuple[str, ...]) -> tuple[str, str]:
    """Search words and order from an address; an unknown order is the first one."""
    sort = data.get("sort", "")
    return data.get("q", "").strip()[:60], sort if sort in sorts else sorts[0]
