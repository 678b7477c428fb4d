"""How long somebody means to run, and what of it supporters may see."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Race, Runner, Wave

# Minutes that a marathon may take.
SHORTEST_RUN, LONGEST_RUN = 120, 420
FULL_WIDTH = str.maketrans("０１２３４５６７８９：", "0123456789:")


class RunningTimeField(forms.CharField):
    """Hours and minutes as people write them (4:30, ４：３０, 5); cleaned to minutes, or None where left empty."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Target time"),
            required=False,
            max_length=8,
            help_text=gettext_lazy("For example 4:30"),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "4:30"}),
        )

    def prepare_value(self, value: Any) -> Any:
        """Minutes as people read them."""
        return f"{value // 60}:{value % 60:02}" if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Minutes."""
        text = str(super().clean(value) or "").translate(FULL_WIDTH).strip()
        if not text:
            return None
        hours, colon, minutes = text.partition(":")
        if not (hours.isdecimal() and (not colon or (minutes.isdecimal() and len(minutes) == 2 and minutes < "60"))):
            raise forms.ValidationError(_("Please write hours and minutes, like 4:30."))
        total = int(hours) * 60 + int(minutes or 0)
        if not SHORTEST_RUN <= total <= LONGEST_RUN:
            raise forms.ValidationError(_("Please choose a time between 2 and 7 hours."))
        return total


class WaveField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A wave with the time of its start."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.starts_at:%-H:%M})"


class RaceDayForm(forms.Form):
    """A runner's own start and pace, and whether supporters see when they pass."""

    wave = WaveField(
        label=gettext_lazy("Start wave"), queryset=Wave.objects.none(), required=False,
        empty_label=gettext_lazy("I do not know yet"),
        help_text=gettext_lazy("It stands on your bib; the organiser tells it before the race."),
    )  # fmt: skip
    target_minutes = RunningTimeField()
    shows_times = forms.BooleanField(
        label=gettext_lazy("Supporters may see in the cheering guide when I am about to pass."),
        required=False,
        help_text=gettext_lazy(
            "Your name then stands in the guide, for everybody. You can take this back at any time."
        ),
    )

    def __init__(self, *args: Any, runner: Runner, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(runner, name) for name in ("wave", "target_minutes", "shows_times")}
        super().__init__(*args, **kwargs)
        self.race: Race = runner.race
        wave = self.fields["wave"]
        assert isinstance(wave, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        wave.queryset = Wave.objects.filter(race=runner.race)
        if not wave.queryset.exists():
            del self.fields["wave"]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("shows_times") and "target_minutes" in typed and not typed["target_minutes"]:
            self.add_error("target_minutes", _("The guide needs your target time to tell when you pass."))
        if typed.get("shows_times") and "wave" in typed and not typed["wave"]:
            self.add_error("wave", _("The guide needs your wave to tell when you pass."))
        return typed
