"""What the office types in the back office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.actions import date_changed
from campaigns.models import Runner


class ReasonForm(forms.Form):
    """What the office asks a runner to change."""

    reason = forms.CharField(label=_("What to change"), max_length=300)


class StepForm(forms.Form):
    """The next step of a runner, by the transition table."""

    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, runner: Runner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ChoiceField(
            label=_("Next step"), widget=forms.RadioSelect, choices=runner.next_states
        )
        self.order_fields(["to", "note"])


class DatedForm(WagtailAdminModelForm):
    """A race or a gathering in the back office: a changed date reaches every calendar."""

    def save(self, commit: bool = True) -> Any:
        thing = super().save(commit=commit)
        if commit and not self.instance._state.adding:
            date_changed(thing=thing, fields=self.changed_data)
        return thing
