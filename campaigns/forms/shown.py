"""What of a gift may be shown, and whom it is dedicated to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.actions import Dedication
from campaigns.models import Donation
from campaigns.queries.dedications import card_has_gone

from .dedication import DedicationForm


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


class OwnGiftForm(ShownForm, DedicationForm):
    """What the donor may change of a gift by its link. Once the card has gone, its address and words are not asked."""

    no_dedication = forms.BooleanField(label=_("Take the dedication away"), required=False)

    def __init__(self, *args: Any, donation: Donation, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self.initial_of(donation))
        super().__init__(*args, **kwargs)
        self.card_has_gone = card_has_gone(donation)
        if self.card_has_gone:
            del self.fields["tribute_email"], self.fields["tribute_words"]
        if not donation.tribute:
            del self.fields["no_dedication"]

    @property
    def opens_dedication(self) -> bool:
        """Whether the part stands open: something in it is wrong, or was just typed."""
        names = [name for name in (*self.FIELDS, "no_dedication") if name in self.fields]
        return any(self[name].errors or (self.is_bound and self[name].value()) for name in names)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("no_dedication"):
            typed |= dict.fromkeys(self.FIELDS, "")
            for name in self.FIELDS:
                self.errors.pop(name, None)
        return super().clean()

    @property
    def dedication(self) -> Dedication | None:
        """What the gift shall be dedicated to; None where nothing was said about it."""
        typed = {name: self.cleaned_data.get(name, "") for name in self.FIELDS}
        if any(typed.values()) or self.cleaned_data.get("no_dedication"):
            return Dedication(**typed)
        return None

    @staticmethod
    def initial_of(donation: Donation) -> dict[str, Any]:
        dedicated = {name: getattr(donation, name) for name in DedicationForm.FIELDS}
        return ShownForm.initial_of(donation) | dedicated
