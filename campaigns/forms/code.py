"""The code that confirms an e-mail address."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.people.folding import fold_number


class CodeForm(forms.Form):
    """Six digits, in whatever width they are typed."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits. The code is good for 15 minutes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def add_wrong(self, *, tries: int) -> None:
        """Say that the code is wrong, and how often one may still try."""
        if tries:
            words = ngettext(
                "This is not the code. %(tries)s try is left.", "This is not the code. %(tries)s tries are left.", tries
            )
            self.add_error("code", words % {"tries": tries})
        else:
            self.add_error("code", _("This code does not count any more. Please ask for another one below."))

    def clean_code(self) -> str:
        return "".join(fold_number(self.cleaned_data["code"]).split())
