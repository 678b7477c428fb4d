"""A team and its name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TeamForm(forms.Form):
    """What a team is called: one language is enough, a Japanese name is what the list sorts by."""

    name_ja = forms.CharField(label=_("Name of the team"), max_length=60)
    name_en = forms.CharField(
        label=_("Name in Latin letters"),
        max_length=60,
        required=False,
        help_text=_("Readers of the English pages see this name."),
    )

    @property
    def names(self) -> dict[str, Any]:
        return {"name_ja": self.cleaned_data["name_ja"], "name_en": self.cleaned_data["name_en"]}
