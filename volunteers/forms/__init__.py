"""What readers send: wishes for the list, and the choice of a place."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from volunteers.models import LANGUAGES, Demand, Role, SeriesDemand, Shift, ShiftSeries
from volunteers.queries import Wishes
from volunteers.queries.rights import reach_of

LENGTHS = [(2, _("up to 2 hours")), (4, _("up to 4 hours"))]


class WishesForm(forms.Form):
    """The filters of the list. What cannot be read is passed over: an old link still shows shifts."""

    kind = forms.ChoiceField(choices=Role.Kind.choices, required=False)
    role = forms.SlugField(required=False)
    place = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    lang = forms.ChoiceField(choices=LANGUAGES, required=False)
    hours = forms.TypedChoiceField(choices=LENGTHS, coerce=int, empty_value=None, required=False)
    all = forms.BooleanField(required=False)

    def wishes(self) -> Wishes:
        """What is looked for, as far as it could be read."""
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        return Wishes(
            kind=given.get("kind") or "",
            role=given.get("role") or "",
            place=given.get("place"),
            language=given.get("lang") or "",
            hours=given.get("hours"),
        )

    def wants_all(self) -> bool:
        """Whether shifts that one cannot take are shown too."""
        self.is_valid()
        return bool(self.cleaned_data.get("all"))

    def since(self) -> dt.date:
        """The Tokyo day at which the list begins: `from`, never before today."""
        today = timezone.localdate()
        try:
            wished = dt.date.fromisoformat(self.data.get("from", ""))
        except ValueError:
            return today
        return min(max(wished, today), today + dt.timedelta(days=730))


class ShiftForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A shift, at a place within the reach of whoever writes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields.get("place")
        if place is not None and self.for_user is not None:
            place.queryset = reach_of(self.for_user).places_of(place.queryset)
            place.error_messages["invalid_choice"] = _("This place is not among those that you look after.")


class RoleForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail ships no types
    """A role with its languages as boxes to tick."""

    languages = forms.MultipleChoiceField(
        label=_("languages"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everyone in this role speaks all of these."),
    )
    languages_helpful = forms.MultipleChoiceField(
        label=_("languages that help"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Not required; who speaks them is shown this work."),
    )


class PlaceForm(forms.Form):
    """Which demand of a shift one takes, and whether waiting is welcome. A shift with one demand needs no choice."""

    demand = forms.ModelChoiceField(
        queryset=Demand.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Please choose one of the roles of this shift.")},
    )
    wait = forms.BooleanField(required=False)

    def __init__(self, *args: Any, shift: Shift, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.demands = Demand.objects.filter(shift=shift)
        demand = self.fields["demand"]
        assert isinstance(demand, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        demand.queryset = self.demands

    def clean_demand(self) -> Demand:
        demand: Demand | None = self.cleaned_data.get("demand")
        if demand is None and self.demands.count() == 1:
            demand = self.demands.get()
        if demand is None:
            raise forms.ValidationError(_("Please choose one of the roles of this shift."))
        return demand


class DatesForm(forms.Form):
    """Which dates of a series one takes: those that were ticked, or with `role` every free one of that role."""

    demand = forms.ModelMultipleChoiceField(queryset=Demand.objects.none(), required=False)
    role = forms.ModelChoiceField(queryset=Role.objects.none(), required=False)
    wait = forms.BooleanField(required=False)

    def __init__(self, *args: Any, series: ShiftSeries, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shifts = Shift.objects.published().filter(series=series, start__gt=timezone.now())
        self.demands = Demand.objects.filter(shift__in=shifts).select_related("shift__place", "role")
        for name, queryset in (("demand", self.demands), ("role", Role.objects.filter(demands__in=self.demands))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type checker
            field.queryset = queryset.distinct()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("demand") and not data.get("role"):
            raise forms.ValidationError(_("Please tick at least one date."))
        return data

    def wanted(self) -> list[Demand]:
        """The demands to take, in order of time."""
        role = self.cleaned_data["role"]
        chosen = self.demands.not_full().filter(role=role) if role else self.cleaned_data["demand"]
        return list(chosen.order_by("shift__start", "pk"))


class RoleOfSeriesForm(forms.Form):
    """As what one comes every time; a series with one role needs no choice."""

    role = forms.ModelChoiceField(queryset=Role.objects.none(), required=False)

    def __init__(self, *args: Any, series: ShiftSeries, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        self.roles = Role.objects.filter(pk__in=SeriesDemand.objects.filter(series=series).values("role"))
        role.queryset = self.roles

    def clean_role(self) -> Role:
        role: Role | None = self.cleaned_data.get("role")
        if role is None and self.roles.count() == 1:
            role = self.roles.get()
        if role is None:
            raise forms.ValidationError(_("Please choose one of the roles of this series."))
        return role


class LeavingForm(forms.Form):
    """From which day on somebody no longer comes; today, unless said otherwise."""

    since = forms.DateField(
        label=_("From this day on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_since(self) -> dt.date:
        since: dt.date | None = self.cleaned_data.get("since")
        return since or timezone.localdate()
