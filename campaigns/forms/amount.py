"""Step 1 of a gift: how much."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .money import FLOOR_JPY, YenField

RHYTHMS = [("once", _("Once")), ("month", _("Every month"))]


class AmountForm(forms.Form):
    """Step 1: once or every month; a suggested amount, or one's own."""

    rhythm = forms.ChoiceField(
        label=_("How often?"), choices=RHYTHMS, initial="once", required=False, widget=forms.RadioSelect
    )
    amount = forms.CharField(required=False)
    other = YenField(label=_("Another amount (yen)"), at_least=FLOOR_JPY, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if "other" not in typed:
            return typed
        # What is typed counts more than what is ticked: one does not type by accident.
        if typed["other"] is not None:
            typed["gift_jpy"] = typed["other"]
        elif re.fullmatch(r"[0-9]{3,7}", typed.get("amount") or "") and int(typed["amount"]) >= FLOOR_JPY:
            typed["gift_jpy"] = int(typed["amount"])
        else:
            self.add_error("other", _("Please choose an amount, or write one."))
        return typed
