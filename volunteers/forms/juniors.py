"""What a guardian sends to bring children to a session: a name to call each by, a day of birth, and their word."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.actions import Child

MOST = 3


class JuniorsForm(forms.Form):
    """Up to three children; the rows that are empty are nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, MOST + 1):
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("What we call the child"),
                max_length=40,
                required=n == 1,
                help_text=_("A first name or nickname is enough."),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"born_{n}"] = forms.DateField(
                label=_("Date of birth"),
                required=n == 1,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        self.fields["agree"] = forms.BooleanField(
            label=_("I am the parent or guardian. I agree that each child takes part, and I stay beside them."),
            error_messages={"required": _("Without the word of a parent or guardian we cannot take the child along.")},
        )

    def rows(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [(n, self[f"name_{n}"], self[f"born_{n}"]) for n in range(1, MOST + 1)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for n in range(1, MOST + 1):
            name, born = data.get(f"name_{n}"), data.get(f"born_{n}")
            if name and not born and f"born_{n}" not in self.errors:
                self.add_error(f"born_{n}", _("Please add the date of birth: we look at the school grade only."))
            if born and not name and f"name_{n}" not in self.errors:
                self.add_error(f"name_{n}", _("Please say what we call the child."))
            if isinstance(born, dt.date) and born > timezone.localdate():
                self.add_error(f"born_{n}", _("A date of birth lies in the past."))
        return data

    def children(self) -> list[Child]:
        """Everybody who was filled in."""
        data = self.cleaned_data
        return [Child(data[f"name_{n}"], data[f"born_{n}"]) for n in range(1, MOST + 1) if data.get(f"name_{n}")]
