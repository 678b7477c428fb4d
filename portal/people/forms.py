"""What people type about themselves."""


from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import Consent, Person

PRIVACY_VERSION = "2026-11"


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

    def save(self, request: HttpRequest) -> Person | None:
        person: Person | None = super().save(request)
        if person is not None:
            Consent.objects.create(person=person, kind=Consent.Kind.PRIVACY, version=PRIVACY_VERSION)
        return person

    def custom_signup(self, request: HttpRequest, user: Person) -> None:
        user.family_name = self.cleaned_data["family_name"]
        user.given_name = self.cleaned_data["given_name"]
        user.save(update_fields=["family_name", "given_name"])
