"""Sums of money as people write them."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.folding import fold_digits

FLOOR_JPY = 500  # our own floor for gifts (money.md 16)
CEILING_JPY = 5_000_000  # past this, people talk to the office first


class YenField(forms.CharField):
    """Whole yen as people write them: `5000`, `5,000円`, `¥５，０００`. Cleans to an int."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, at_least: int, at_most: int = CEILING_JPY, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.at_least, self.at_most = at_least, at_most

    def clean(self, value: Any) -> int | None:
        text = re.sub(r"[\s,，、¥￥\\円]", "", fold_digits(super().clean(value)))
        if not text and not self.required:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise forms.ValidationError(_("Please write a whole number of yen, such as 5000."), code="not_yen")
        amount = int(text)
        if amount < self.at_least:
            raise forms.ValidationError(
                _("The smallest amount is %(amount)s yen."), code="too_small", params={"amount": f"{self.at_least:,}"}
            )
        if amount > self.at_most:
            raise forms.ValidationError(
                _("For more than %(amount)s yen, please write to us first."),
                code="too_large",
                params={"amount": f"{self.at_most:,}"},
            )
        return amount
