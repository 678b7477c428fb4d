"""What people type when a seat changes hands: whom they ask, with whom they come, who agrees."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.models import LANGUAGES, SIZES, Party, Role


class SuccessorForm(forms.Form):
    """Whom one asks to step in."""

    to_email = forms.EmailField(
        label=_("E-mail address of the person you ask"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    message = forms.CharField(label=_("A word to them"), max_length=300, required=False)


class TogetherForm(forms.Form):
    """How many come together, and who they are."""

    kind = forms.ChoiceField(label=_("Who comes"), choices=Party.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the group"), max_length=80, help_text=_("Shown to the people you invite."))
    seats = forms.IntegerField(
        label=_("How many people, with you"),
        min_value=2,
        max_value=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    captain_comes = forms.BooleanField(label=_("I come along"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, seats = cleaned.get("kind"), cleaned.get("seats")
        if kind and seats and not SIZES[kind].least <= seats <= SIZES[kind].most:
            size = SIZES[kind]
            self.add_error(
                "seats",
                _("%(kind)s: %(least)s to %(most)s people.")
                % {"kind": Party.Kind(kind).label, "least": size.least, "most": size.most},
            )
        return cleaned


class ChildForm(forms.Form):
    """A child that comes with its family. Nothing is asked but the name, the day of birth and the guardian's word."""

    name = forms.CharField(
        label=_("Name of the child"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth_date = forms.DateField(label=_("Date of birth"), widget=forms.DateInput(attrs={"type": "date"}))
    agree = forms.BooleanField(
        label=_("I am the parent or guardian of this child and agree that it takes part, with me beside it."),
        error_messages={"required": _("Without the word of a parent or guardian we cannot take the child along.")},
    )

    def clean_birth_date(self) -> dt.date:
        born: dt.date = self.cleaned_data["birth_date"]
        if born > timezone.localdate():
            raise forms.ValidationError(_("A date of birth lies in the past."))
        return born


class DoorForm(forms.Form):
    """The address with which somebody without an account joins."""

    email = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class NewcomerForm(forms.Form):
    """What we need of somebody who joins a group without an account: no more than the role asks."""

    family_name = forms.CharField(
        label=_("Family name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    given_name = forms.CharField(
        label=_("Given name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
        help_text=_("This shift has a minimum age."),
    )
    languages_spoken = forms.MultipleChoiceField(
        label=_("Languages you can speak with people"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    consent = forms.BooleanField(
        label=_("I agree that my data is used to organise this shift."),
        error_messages={"required": _("Please read how we use your data, and tick the box if you agree.")},
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role.minimum_age is None and not role.adult_alongside:
            del self.fields["birth_date"]
        if not role.languages:
            del self.fields["languages_spoken"]

    def facts(self) -> dict[str, Any]:
        """What is stored of the person."""
        return {name: value for name, value in self.cleaned_data.items() if name != "consent"}


class GuardianForm(forms.Form):
    """Whom a minor asks."""

    name = forms.CharField(label=_("Name of your parent or guardian"), max_length=120)
    email = forms.EmailField(label=_("Their e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class ConsentForm(forms.Form):
    """The guardian's answer."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Telephone on the day"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    agree = forms.BooleanField(
        label=_("I am the parent or guardian, and I agree."),
        error_messages={"required": _("Please tick the box if you agree; otherwise just close this page.")},
    )
