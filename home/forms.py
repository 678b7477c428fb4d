"""How readers narrow lists. Every field may be empty; a wish that makes no sense is told and left out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.pace import RunningTimeField
from campaigns.models import Wave
from portal.cms.folded import LONGEST_QUERY

from .models import Organisation, ReadingItem, Topic


class NarrowForm(forms.Form):
    """A search that is sent by GET; `wish()` is what could be understood of it."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search", "autocomplete": "off"}),
    )

    def wish(self) -> dict[str, Any]:
        """Field → value for what was filled in and is possible."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReadingForm(NarrowForm):
    """The reading list by topic, year, publisher and type."""

    topic = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    year = forms.ChoiceField(label=_("Year"), required=False)
    publisher = forms.ChoiceField(label=_("Publisher"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[("", _("All types")), *ReadingItem.Type.choices])

    def __init__(self, *args: Any, topics: list[Topic], years: list[int], publishers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("topic", [("", ""), *((topic.slug, topic.name) for topic in topics)])
        self.offer("year", [("", _("All years")), *((str(year), str(year)) for year in years)])
        self.offer("publisher", [("", _("All publishers")), *((name, name) for name in publishers)])

    def offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = choices


class DirectoryForm(NarrowForm):
    """The directory by kind and region."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Organisation.Kind.choices]
    )
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("All regions")), *Organisation.Region.choices]
    )


class FeedForm(forms.Form):
    """How one's calendar should speak."""

    language = forms.ChoiceField(
        label=_("Language of the calendar"),
        required=False,
        choices=[("", _("As on my profile")), ("ja", "日本語"), ("en", "English")],
    )
    discreet_titles = forms.BooleanField(
        label=_("Show only when I am busy, not what or where"),
        required=False,
        help_text=_("For a calendar that others can see, such as one at work."),
    )


class CodeForm(forms.Form):
    """The number on a certificate, as people copy it."""

    code = forms.CharField(
        label=_("Number on the certificate"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": 24}
        ),
    )


class PaceForm(forms.Form):
    """A pace to reckon with: the wave, and the time that somebody means to take (4:30)."""

    wave = forms.ChoiceField(label=_("Wave"), required=False)
    target = RunningTimeField()

    def __init__(self, *args: Any, waves: Sequence[Wave] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waves = {wave.name: wave for wave in waves}
        field = self.fields["wave"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [(name, f"{name} ({wave.starts_at:%-H:%M})") for name, wave in self.waves.items()]
        if not self.waves:
            del self.fields["wave"]

    def chosen_wave(self) -> Wave | None:
        return self.waves.get(self.cleaned_data.get("wave") or "")
