"""What of a gift may be shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Donation


class ShownForm(forms.Form):
    """What of a gift may be shown; the donor can change it at any time."""

    display_name = forms.CharField(
        label=_("Name on the page"),
        max_length=60,
        required=False,
        help_text=_("Leave this empty to show your name, or that of your company."),
    )
    anonymous = forms.BooleanField(label=_("Do not show my name"), required=False)
    hide_amount = forms.BooleanField(label=_("Do not show the amount"), required=False)
    message = forms.CharField(
        label=_("Message"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("We read every message before others can see it. Please name no refugees."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may see this gift"),
        choices=Donation.Visibility.choices,
        initial=Donation.Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )

    also_coming = forms.BooleanField(
        label=_("Also for the gifts of the coming months"),
        required=False,
        help_text=_("All but the message: it stands beside this gift alone."),
    )

    @property
    def shown(self) -> dict[str, Any]:
        """The cleaned choice, in the words of the model."""
        typed = self.cleaned_data
        return {
            "display_name": typed["display_name"],
            "show_name": not typed["anonymous"],
            "show_amount": not typed["hide_amount"],
            "visibility": typed["visibility"],
            "message": typed["message"],
        }

    @staticmethod
    def initial_of(donation: Donation) -> dict[str, Any]:
        """The form filled with a gift's present choice."""
        return {
            "display_name": donation.display_name,
            "anonymous": not donation.show_name,
            "hide_amount": not donation.show_amount,
            "visibility": donation.visibility,
            "message": donation.message,
        }
