"""What donors and staff type about receipts. Input only; rules stand in actions."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Donation
from portal.people.folding import fold_number


class ReceiptDetailsForm(forms.Form):
    """Who stands on the receipt."""

    legal_name = forms.CharField(
        label=_("Name on the receipt"),
        max_length=120,
        help_text=_("Your legal name, as on official papers."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("A receipt needs your legal name.")},
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )
    address = forms.CharField(
        label=_("Address on the receipt"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("A receipt needs your address.")},
    )

    def clean_postcode(self) -> str:
        folded = fold_number(self.cleaned_data["postcode"]).replace("-", "")
        if folded and not re.fullmatch(r"[0-9]{7}", folded):
            raise forms.ValidationError(_("A postcode has seven digits, such as 160-0004."), code="postcode")
        return f"{folded[:3]}-{folded[3:]}" if folded else ""

    @staticmethod
    def initial_of(donation: Donation) -> dict[str, Any]:
        """The form filled with what the gift already knows."""
        return {name: getattr(donation, name) for name in ("legal_name", "postcode", "address")}


class YearForm(forms.Form):
    """A year that a receipt or a register may be of."""

    year = forms.IntegerField(min_value=2000, max_value=2100)


class PayoutForm(forms.Form):
    """A payout and the charges in it, as the payment provider's report lists them."""

    payout = forms.CharField(label=_("Payout"), max_length=255)
    arrived_on = forms.DateField(label=_("Arrived on"), widget=forms.DateInput(attrs={"type": "date"}))
    charges = forms.CharField(
        label=_("Charges"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One id a line (ch_…)."),
    )

    def clean_charges(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data["charges"].split()))
