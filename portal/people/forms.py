"""What people type about themselves."""

import datetime as dt
from typing import cast

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .addresses import clean_phone, clean_postcode, prefecture_choices
from .folding import fold_kana
from .languages import SPOKEN
from .models import PRIVACY_VERSION, Consent, Person


def prefectures() -> list[tuple[str, str]]:
    """What may be chosen, with nothing first."""
    return [("", "—"), *prefecture_choices()]


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth ships no types
    """Address, password, name, and the consent without which nothing is stored."""

    family_name = forms.CharField(
        label=_("Family name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    given_name = forms.CharField(
        label=_("Given name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    consent = forms.BooleanField(
        label=_("I agree that my data is used to organise volunteering, giving and courses."),
        error_messages={"required": _("Please read how we use your data, and tick the box if you agree.")},
    )

    field_order = ["family_name", "given_name", "email", "password1", "consent"]

    def custom_signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth once the person is stored, in the same request."""
        user.family_name = self.cleaned_data["family_name"]
        user.given_name = self.cleaned_data["given_name"]
        user.save(update_fields=["family_name", "given_name"])
        Consent.objects.create(person=user, kind=Consent.Kind.PRIVACY, version=PRIVACY_VERSION)


class ProfileForm(forms.ModelForm[Person]):
    """Everything that a person may change about themselves. Names are stored as typed."""

    languages_spoken = forms.MultipleChoiceField(
        label=_("Languages you can speak with people"),
        choices=SPOKEN,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Shifts that need one of these languages are shown to you first."),
    )
    prefecture = forms.ChoiceField(
        label=_("Prefecture"),
        required=False,
        choices=prefectures,
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
    )

    class Meta:
        model = Person
        fields = [
            "family_name", "given_name", "family_kana", "given_kana", "latin_name", "language", "birth_date", "phone",
            "postcode", "prefecture", "city", "street", "building", "languages_spoken",
        ]  # fmt: skip
        widgets = {
            "family_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "given_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "birth_date": forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "street": forms.TextInput(attrs={"autocomplete": "address-line1"}),
            "building": forms.TextInput(attrs={"autocomplete": "address-line2"}),
        }
        help_texts = {
            "latin_name": _("For certificates in English, and for pages in English."),
            "birth_date": _("Some shifts have a minimum age. Others never see it."),
            "postcode": _("Seven digits; the address is filled in from it."),
        }

    def clean_family_kana(self) -> str:
        return fold_kana(self.cleaned_data["family_kana"])

    def clean_given_kana(self) -> str:
        return fold_kana(self.cleaned_data["given_kana"])

    def clean_phone(self) -> str:
        typed = cast(str, self.cleaned_data["phone"])
        try:
            return clean_phone(typed) if typed else ""
        except ValueError as why:
            raise forms.ValidationError(_("This does not look like a telephone number.")) from why

    def clean_postcode(self) -> str:
        typed = cast(str, self.cleaned_data["postcode"])
        try:
            return clean_postcode(typed) if typed else ""
        except ValueError as why:
            raise forms.ValidationError(_("A postcode has seven digits, like 101-0065.")) from why

    def clean_birth_date(self) -> dt.date | None:
        born = cast(dt.date | None, self.cleaned_data["birth_date"])
        if born and born > timezone.localdate():
            raise forms.ValidationError(_("A date of birth lies in the past."))
        return born
