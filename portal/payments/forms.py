"""What staff type about money."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Payment
from .queries import refundable_jpy


class RefundForm(forms.Form):
    """How much goes back, and why. The nonce makes a form that is sent twice one refund."""

    amount_jpy = forms.IntegerField(label=_("Amount in yen"), min_value=1)
    reason = forms.CharField(
        label=_("Reason"), max_length=250, help_text=_("For the records; the payer does not read it.")
    )
    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, payment: Payment, **kwargs: Any) -> None:
        left = refundable_jpy(payment)
        kwargs.setdefault("initial", {"amount_jpy": left, "nonce": secrets.token_urlsafe(16)})
        super().__init__(*args, **kwargs)
        self.fields["amount_jpy"].widget.attrs["max"] = left


class EndPlanForm(forms.Form):
    """Why staff end a monthly plan."""

    reason = forms.CharField(
        label=_("Reason"), max_length=250, help_text=_("For the records; the payer does not read it.")
    )


class SwitchForm(forms.Form):
    """Whether comparisons run, and why. Whoever comes after reads it."""

    on = forms.TypedChoiceField(
        choices=[("0", "off"), ("1", "on")], coerce=lambda value: value == "1", widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        help_text=_("Colleagues read it on this page; the public page says only since when nothing is compared."),
        error_messages={"required": _("Please write the reason: colleagues will ask.")},
    )
