"""What donors and staff type about receipts. Input only; rules stand in actions."""

import re
import secrets
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.actions import ReceiptDetails
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

    @property
    def details(self) -> ReceiptDetails:
        """What was typed, ready for the actions."""
        return self.details_in(self.cleaned_data)

    @staticmethod
    def details_in(typed: Mapping[str, Any]) -> ReceiptDetails:
        return ReceiptDetails(**{name: typed[name] for name in ("legal_name", "postcode", "address")})


class ConfirmForm(forms.Form):
    """The press that cannot be undone. `nonce` makes a press twice one, `seen` says which list was on the page."""

    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    @staticmethod
    def fresh(seen: str = "") -> dict[str, str]:
        """What a page that was never sent holds."""
        return {"nonce": secrets.token_urlsafe(16), "seen": seen}


class WhyReceiptForm(ConfirmForm):
    """Why a receipt is cancelled, for the records."""

    reason = forms.CharField(
        label=_("Why cancelled"),
        max_length=250,
        help_text=_("For the records; the donor does not read it."),
        error_messages={"required": _("Please write why the receipt is cancelled.")},
    )


class KeepForm(ConfirmForm):
    """Why a receipt stays as it is, for the donor."""

    reason = forms.CharField(
        label=_("What we answer"),
        max_length=250,
        help_text=_("The donor reads it in a mail."),
        error_messages={"required": _("Please write to the donor why the receipt stays as it is.")},
    )


class OfficeDetailsForm(ReceiptDetailsForm):
    """The same, typed by the office for a donor."""

    reason = forms.CharField(
        label=_("Reason"), max_length=250, help_text=_("For the records; the donor does not read it.")
    )
    field_order = ("legal_name", "postcode", "address", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_name"].help_text = _("The legal name, as on official papers.")
        for name in ("legal_name", "postcode", "address"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["legal_name"].error_messages["required"] = _("A receipt needs the legal name.")
        self.fields["address"].error_messages["required"] = _("A receipt needs the address.")


class ReplaceForm(OfficeDetailsForm, WhyReceiptForm):
    """What the next receipt says, and why the old one is cancelled."""

    reason = cast(forms.CharField, WhyReceiptForm.base_fields["reason"])


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
