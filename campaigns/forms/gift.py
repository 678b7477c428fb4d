"""Step 2 of a gift: who gives, and the terms."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.actions import GiftIntent
from campaigns.models import Donation
from portal.people.folding import fold_email, fold_number

from .amount import RHYTHMS
from .dedication import CompanyForm, DedicationForm
from .money import FLOOR_JPY, YenField
from .shown import ShownForm

# What is typed as it is kept; the rest is turned into the model's words by `shown` and `intent`.
SAME = (
    "gift_jpy", "donor_name", "email", "company", *DedicationForm.FIELDS, "wants_receipt", "legal_name", "postcode",
    "address",
)  # fmt: skip


class GiftForm(ShownForm, CompanyForm, DedicationForm):
    """Step 2: who gives, what may be shown, and the tick without which no gift is taken.

    What few people need is folded: `opens_…` says whether a part stands open, because something is in it or wrong.
    """

    gift_jpy = YenField(label=_("Amount (yen)"), at_least=FLOOR_JPY)
    cover_fee = forms.BooleanField(label=_("I also pay the card fee"), required=False)
    donor_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send the confirmation and a link to follow your gift here."),
    )
    wants_receipt = forms.BooleanField(label=_("I would like a receipt for my tax return"), required=False)
    legal_name = forms.CharField(
        label=_("Name on the receipt"),
        max_length=120,
        required=False,
        help_text=_("Your legal name, as on official papers."),
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
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    accept = forms.BooleanField(
        label=_("I have read the gift terms and agree to them."),
        error_messages={"required": _("Please read the gift terms, and tick the box if you agree.")},
    )
    rhythm = forms.ChoiceField(choices=RHYTHMS, required=False, widget=forms.HiddenInput)
    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)
    terms_version = forms.CharField(max_length=20, widget=forms.HiddenInput)

    @property
    def is_monthly(self) -> bool:
        """Whether the gift, as it is on the page now, comes every month."""
        return bool(self["rhythm"].value() == "month")

    @property
    def opens_company(self) -> bool:
        return self._opens("company")

    @property
    def opens_dedication(self) -> bool:
        return self._opens(*DedicationForm.FIELDS)

    @property
    def opens_shown(self) -> bool:
        visibility = self["visibility"].value() not in ("", None, Donation.Visibility.PUBLIC)
        return visibility or bool(self["visibility"].errors) or self._opens("display_name", "hide_amount")

    def _opens(self, *names: str) -> bool:
        return any(self[name].value() or self[name].errors for name in names)

    def clean_email(self) -> str:
        return fold_email(self.cleaned_data["email"])

    def clean_postcode(self) -> str:
        folded = fold_number(self.cleaned_data["postcode"]).replace("-", "")
        if folded and not re.fullmatch(r"[0-9]{7}", folded):
            raise forms.ValidationError(_("A postcode has seven digits, such as 160-0004."), code="postcode")
        return f"{folded[:3]}-{folded[3:]}" if folded else ""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("company"):
            typed["legal_name"] = typed["company"]
        if typed.get("wants_receipt"):
            for name, sentence in (
                ("legal_name", _("A receipt needs your legal name.")),
                ("address", _("A receipt needs your address.")),
            ):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return typed

    def intent(self, *, language: str) -> GiftIntent:
        """What was typed, ready for the action."""
        typed = self.cleaned_data
        same = (*SAME, "cover_fee", "terms_version")
        return GiftIntent(
            **{name: typed[name] for name in same}, **self.shown, language=language, monthly=typed["rhythm"] == "month"
        )

    @staticmethod
    def initial_of(donation: Donation) -> dict[str, Any]:
        """Everything but the tick, for somebody who comes back from the checkout without paying."""
        return {
            **ShownForm.initial_of(donation),
            **{name: getattr(donation, name) for name in SAME},
            "cover_fee": donation.fee_cover_jpy > 0,
            "rhythm": "month" if donation.is_monthly else "once",
        }
