"""What people type: amounts, gifts, applications, stories. Input only; rules stand in actions."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.actions import GiftIntent, date_changed
from campaigns.models import Donation, FundraisingPage, GatheringReply, Runner
from portal.people.folding import fold_digits, fold_email, fold_number

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


class AmountForm(forms.Form):
    """Step 1: a suggested amount, or one's own."""

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


class ShownForm(forms.Form):
    """What of a gift may be shown; the donor can change it at any time."""

    display_name = forms.CharField(
        label=_("Name on the page"),
        max_length=60,
        required=False,
        help_text=_("Leave this empty to show the name above."),
    )
    anonymous = forms.BooleanField(label=_("Do not show my name"), required=False)
    hide_amount = forms.BooleanField(label=_("Do not show the amount"), required=False)
    message = forms.CharField(
        label=_("Message"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("We read every message before others can see it. Please name no refugees."),
    )
    visibility = forms.ChoiceField(
        label=_("Who may see this gift"),
        choices=Donation.Visibility.choices,
        initial=Donation.Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )

    @property
    def shown(self) -> dict[str, Any]:
        """The cleaned choice, in the words of the model."""
        typed = self.cleaned_data
        return {
            "display_name": typed["display_name"],
            "show_name": not typed["anonymous"],
            "show_amount": not typed["hide_amount"],
            "visibility": typed["visibility"],
            "message": typed["message"],
        }

    @staticmethod
    def initial_of(donation: Donation) -> dict[str, Any]:
        """The form filled with a gift's present choice."""
        return {
            "display_name": donation.display_name,
            "anonymous": not donation.show_name,
            "hide_amount": not donation.show_amount,
            "visibility": donation.visibility,
            "message": donation.message,
        }


class GiftForm(ShownForm):
    """Step 2: who gives, what may be shown, and the tick without which no gift is taken."""

    gift_jpy = YenField(label=_("Amount (yen)"), at_least=FLOOR_JPY)
    cover_fee = forms.BooleanField(label=_("I also pay the card fee"), required=False)
    donor_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send the confirmation and a link to follow your gift here."),
    )
    wants_receipt = forms.BooleanField(label=_("I would like a receipt for my tax return"), required=False)
    legal_name = forms.CharField(
        label=_("Name on the receipt"),
        max_length=120,
        required=False,
        help_text=_("Your legal name, as on official papers."),
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )
    address = forms.CharField(
        label=_("Address on the receipt"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    accept = forms.BooleanField(
        label=_("I have read the gift terms and agree to them."),
        error_messages={"required": _("Please read the gift terms, and tick the box if you agree.")},
    )
    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)
    terms_version = forms.CharField(max_length=20, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        return fold_email(self.cleaned_data["email"])

    def clean_postcode(self) -> str:
        folded = fold_number(self.cleaned_data["postcode"]).replace("-", "")
        if folded and not re.fullmatch(r"[0-9]{7}", folded):
            raise forms.ValidationError(_("A postcode has seven digits, such as 160-0004."), code="postcode")
        return f"{folded[:3]}-{folded[3:]}" if folded else ""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("wants_receipt"):
            for name, sentence in (
                ("legal_name", _("A receipt needs your legal name.")),
                ("address", _("A receipt needs your address.")),
            ):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return typed

    def intent(self, *, language: str) -> GiftIntent:
        """What was typed, ready for the action."""
        typed = self.cleaned_data
        same = ("gift_jpy", "cover_fee", "donor_name", "email", "wants_receipt", "legal_name", "postcode", "address", "terms_version")  # fmt: skip
        return GiftIntent(**{name: typed[name] for name in same}, **self.shown, language=language)

    @staticmethod
    def initial_of(donation: Donation) -> dict[str, Any]:
        """Everything but the tick, for somebody who comes back from the checkout without paying."""
        same = ("gift_jpy", "donor_name", "email", "wants_receipt", "legal_name", "postcode", "address")
        return {
            **ShownForm.initial_of(donation),
            **{name: getattr(donation, name) for name in same},
            "cover_fee": donation.fee_cover_jpy > 0,
        }


class ApplyForm(forms.Form):
    """An application to run for the organisation."""

    birth_date = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(attrs={"autocomplete": "bday", "placeholder": "1990-04-01"}),
        help_text=_("Year, month, day. The race has a minimum age."),
    )
    statement = forms.CharField(
        label=_("Why do you want to run with us?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few sentences are enough. Only the office reads them."),
    )
    shirt = forms.ChoiceField(label=_("T-shirt size"), choices=Runner.Shirt.choices, widget=forms.RadioSelect)
    agree = forms.BooleanField(
        label=_("I understand that the race's foundation decides about places, and how runners are chosen."),
        error_messages={"required": _("Please read how runners are chosen, and tick the box.")},
    )

    def __init__(self, *args: Any, minimum_jpy: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pledge_jpy"] = YenField(
            label=_("How much do you hope to raise? (yen)"), at_least=minimum_jpy, initial=minimum_jpy
        )
        self.order_fields(["birth_date", "statement", "pledge_jpy", "shirt", "agree"])

    def clean_birth_date(self) -> dt.date:
        born: dt.date = self.cleaned_data["birth_date"]
        if born.year < 1900:
            raise forms.ValidationError(_("Please check the year of birth."), code="year")
        return born


class PageForm(forms.ModelForm[FundraisingPage]):
    """A runner's own words and target; at least one language complete."""

    target_jpy = YenField(label=_("Target (yen)"), at_least=10_000)

    class Meta:
        model = FundraisingPage
        fields = ("title_ja", "story_ja", "title_en", "story_en", "target_jpy")
        widgets = {"story_ja": forms.Textarea(attrs={"rows": 9}), "story_en": forms.Textarea(attrs={"rows": 9})}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        complete = [lang for lang in ("ja", "en") if typed.get(f"title_{lang}") and typed.get(f"story_{lang}")]
        if not complete:
            raise forms.ValidationError(_("Please write a title and a story in at least one language."))
        return typed


class ReplyForm(forms.Form):
    """Yes or no to a gathering."""

    answer = forms.ChoiceField(choices=GatheringReply.Answer.choices)


class ReasonForm(forms.Form):
    """What the office asks a runner to change."""

    reason = forms.CharField(label=_("What to change"), max_length=300)


def wall_choice(data: Any, sorts: tuple[str, ...]) -> tuple[str, str]:
    """Search words and order from an address; an unknown order is the first one."""
    sort = data.get("sort", "")
    return data.get("q", "").strip()[:60], sort if sort in sorts else sorts[0]


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
