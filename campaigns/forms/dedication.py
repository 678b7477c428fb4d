"""Folded parts of a gift: a company that gives, and somebody whom a gift is dedicated to."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Donation
from portal.people.folding import fold_email

LINK = re.compile(r"https?:|www\.|://", re.IGNORECASE)  # a card goes to somebody who did not ask for it


class CompanyForm(forms.Form):
    """A company or group gives: the name above is then its contact person."""

    company = forms.CharField(
        label=_("Name of the company or group"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("The full name, as registered: it is shown, and stands on the receipt. Your name is the contact."),
    )


class DedicationForm(forms.Form):
    """In honour or in memory of somebody, and perhaps a card to somebody who should know."""

    FIELDS: ClassVar = ("tribute", "tribute_name", "tribute_email", "tribute_words")

    tribute = forms.ChoiceField(
        label=_("How"), choices=Donation.Tribute.choices, required=False, widget=forms.RadioSelect
    )
    tribute_name = forms.CharField(
        label=_("For whom"),
        max_length=60,
        required=False,
        help_text=_("Shown with your gift once we have read it. Please name no refugees."),
    )
    tribute_email = forms.EmailField(
        label=_("E-mail address for a card"),
        required=False,
        help_text=_("When your gift has arrived and we have read the words, we write there once, without the amount."),
    )
    tribute_words = forms.CharField(
        label=_("Words on the card"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_tribute_email(self) -> str:
        return fold_email(self.cleaned_data["tribute_email"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        name, said = typed.get("tribute_name"), any(typed.get(field) for field in self.FIELDS)
        if said and not name and "tribute_name" not in self.errors:
            self.add_error("tribute_name", _("Please write the name of the person."))
        if name and not typed.get("tribute"):
            self.add_error("tribute", _("Please choose: in honour, or in memory."))
        if typed.get("tribute_words") and not typed.get("tribute_email") and "tribute_email" not in self.errors:
            self.add_error("tribute_email", _("Where shall the card go? Without an address, leave its words empty."))
        for field in ("tribute_name", "tribute_words"):
            if LINK.search(typed.get(field) or ""):
                self.add_error(field, _("Please write no internet addresses here."))
        return typed
