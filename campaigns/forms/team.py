"""A team and its name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Runner, Team


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


class RunnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Runners by name, not by race."""

    def label_from_instance(self, obj: Runner) -> str:
        return obj.person.display_name


class MoveToTeamForm(forms.Form):
    """A runner of the race, and the team to run in from now on."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        runners = Runner.objects.with_a_place().filter(race__campaign=campaign).select_related("person")
        names = runners.order_by("person__family_name", "person__given_name")
        self.fields["runner"] = RunnerField(names, label=_("Runner"))
        self.fields["team"] = forms.ModelChoiceField(
            Team.objects.filter(campaign=campaign), label=_("Into the team"), required=False, empty_label=_("no team")
        )


class CaptainForm(forms.Form):
    """One of today's members."""

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = Runner.objects.filter(memberships__team=team, memberships__left_at__isnull=True)
        self.fields["runner"] = RunnerField(now.select_related("person"), label=_("Captain"))
