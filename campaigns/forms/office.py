"""What fundraisers type about money: offline gifts, sponsors' promises, moves, exports."""

import re
import secrets
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.actions import Evidence, OfflineEntry
from campaigns.models import Campaign, FundraisingPage, MatchPledge, OfflineGift
from campaigns.queries.matching import used_jpy
from portal.documents.holding import Held, held, hold
from portal.documents.uploads import FileType, NotSuchAFile, sniffed
from portal.people.folding import fold_email, fold_number
from portal.people.models import Person

from .money import YenField

MOST_OFFLINE_JPY = 999_999_999


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


class TargetForm(forms.Form):
    """A campaign, and perhaps a page of it."""

    campaign = forms.ModelChoiceField(label=_("Campaign"), queryset=Campaign.objects.none())
    page = forms.ModelChoiceField(
        label=_("Page of a runner or team"),
        queryset=FundraisingPage.objects.none(),
        required=False,
        empty_label=_("none: for the campaign itself"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.exclude(state=Campaign.State.DRAFT)  # type: ignore[attr-defined]
        pages = FundraisingPage.objects.filter(live_since__isnull=False).select_related("campaign")
        self.fields["page"].queryset = pages.order_by("campaign", "name_ja")  # type: ignore[attr-defined]
        self.fields["page"].label_from_instance = lambda page: f"{page.name} — {page.campaign.name}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        page, campaign = typed.get("page"), typed.get("campaign")
        if page and campaign and page.campaign_id != campaign.pk:
            self.add_error("page", _("This page belongs to another campaign."))
        return typed


class OfflineForm(TargetForm):
    """One gift by cash, bank or post, with what proves it."""

    way = forms.ChoiceField(label=_("How it came"), choices=OfflineGift.Way, widget=forms.RadioSelect)
    amount_jpy = YenField(label=_("Amount (yen)"), at_least=1, at_most=MOST_OFFLINE_JPY)
    received_on = forms.DateField(label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}))
    bank_reference = forms.CharField(
        label=_("Line of the bank statement"),
        max_length=200,
        required=False,
        help_text=_("Date and name as the bank prints them."),
    )
    evidence = forms.FileField(
        label=_("Photograph or scan"),
        required=False,
        help_text=_("JPEG, PNG, WebP or PDF, at most 6 MB. Only fundraisers can open it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )
    donor_name = forms.CharField(label=_("Name of the donor"), max_length=120)
    company = forms.CharField(label=_("Company or group"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("If you know it, we send the thanks there.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("ja", "日本語"), ("en", "English")])
    show_name = forms.BooleanField(label=_("The donor agreed that the name is shown"), required=False)
    display_name = forms.CharField(label=_("Name shown"), max_length=60, required=False)
    wants_receipt = forms.BooleanField(label=_("Wants a receipt"), required=False)
    legal_name = forms.CharField(label=_("Name on the receipt"), max_length=120, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=12, required=False)
    address = forms.CharField(label=_("Address on the receipt"), max_length=300, required=False)
    note = forms.CharField(label=_("Note for colleagues"), max_length=300, required=False)
    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)
    held = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)
    without_held = forms.BooleanField(label=_("Leave this file out"), required=False)
    field_order = ("campaign", "page", "way", "amount_jpy", "received_on")

    COPIED = (
        "way", "amount_jpy", "received_on", "bank_reference", "donor_name", "company", "email", "language", "show_name",
        "display_name", "wants_receipt", "legal_name", "postcode", "address", "note",
    )  # fmt: skip

    @classmethod
    def initial_of(cls, gift: OfflineGift | None) -> dict[str, Any]:
        """An empty form of today, or what is to be corrected."""
        fresh: dict[str, Any] = {"nonce": new_nonce(), "received_on": timezone.localdate(), "language": "ja"}
        if gift is None:
            return fresh
        same = {name: getattr(gift, name) for name in cls.COPIED}
        return fresh | same | {"campaign": gift.campaign_id, "page": gift.page_id}

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.kept: Held | None = None  # the file that waits while something else is put right
        self.chosen: tuple[UploadedFile, FileType, str] | None = None

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return day

    def clean_email(self) -> str:
        return fold_email(self.cleaned_data["email"])

    def clean_postcode(self) -> str:
        folded = fold_number(self.cleaned_data["postcode"]).replace("-", "")
        if folded and not re.fullmatch(r"[0-9]{7}", folded):
            raise forms.ValidationError(_("A postcode has seven digits, such as 160-0004."), code="postcode")
        return f"{folded[:3]}-{folded[3:]}" if folded else ""

    def clean_evidence(self) -> Evidence | None:
        """The file of now, or the one that waits since the last try. Its name is forgotten: it may say anything."""
        upload = self.cleaned_data["evidence"]
        if not upload:
            return self._waiting_evidence()
        try:
            kind = sniffed(upload)
        except NotSuchAFile as refused:
            self._waiting_evidence()
            raise forms.ValidationError(str(refused), code="file") from refused
        self.chosen = (upload, kind, upload.name)
        upload.name = f"evidence{kind.suffix}"
        return Evidence(upload, kind.content_type)

    def _waiting_evidence(self) -> Evidence | None:
        token = self.data.get("held", "")
        if not token or self.data.get("without_held"):
            return None
        self.kept = held(token, by=self.by)
        if self.kept is None:
            raise forms.ValidationError(
                _("The file was kept for a day and is gone now. Please choose it again."), code="gone"
            )
        return Evidence(self.kept.opened(), self.kept.content_type)

    def keep_file(self) -> Held | None:
        """Let the chosen file wait while the form goes back; without a new one, what waited before goes on waiting."""
        if self.chosen is not None:
            upload, kind, name = self.chosen
            self.kept = hold(upload, kind, name=name, by=self.by)
        return self.kept

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if "evidence" in typed and not typed["evidence"] and not typed.get("bank_reference"):
            self.add_error(
                "bank_reference", _("Please write the line of the bank statement, or add a photograph or scan.")
            )
        return typed

    def entry(self) -> OfflineEntry:
        """What was typed, ready for the action."""
        return OfflineEntry(**{name: self.cleaned_data[name] for name in ("campaign", "page", *self.COPIED)})


class WhyForm(forms.Form):
    """Why something is refused, reversed or moved."""

    reason = forms.CharField(label=_("Reason"), max_length=250)


class MoveForm(TargetForm):
    """Where a gift goes, why, and whether the donor hears of it; of a plan that runs, whether its coming months go too."""

    reason = forms.CharField(
        label=_("Reason"), max_length=250, help_text=_("For the records; the donor does not read it.")
    )
    tell_donor = forms.BooleanField(label=_("Write to the donor"), required=False, initial=True)
    coming_too = forms.TypedChoiceField(
        label=_("This is one month of a monthly gift. What moves?"),
        choices=[("", _("This gift only")), ("1", _("This gift, and those of the coming months"))],
        required=False,
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]  # nothing chosen is no
        widget=forms.RadioSelect,
        help_text=_("Months that have come already stay where they are."),
    )


class ExportForm(forms.Form):
    """Which gifts, and in which form."""

    first = forms.DateField(label=pgettext_lazy("period", "From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    form = forms.ChoiceField(label=_("File format"), choices=[("xlsx", "Excel"), ("csv", "CSV")])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("first") and typed.get("last") and typed["last"] < typed["first"]:
            self.add_error("last", _("This is before the first day."))
        return typed


class PledgeForm(WagtailAdminModelForm):
    """A sponsor's promise: what has already been added to gifts is never taken back by typing."""

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = typed.get("starts_on"), typed.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day."))
        if self.instance.pk is None or not self.instance.matches.exists():
            return typed
        before = MatchPledge.objects.get(pk=self.instance.pk)
        for name in ("campaign", "ratio_percent"):
            if name in typed and typed[name] != getattr(before, name):
                self.add_error(name, _("Gifts have been matched already. Please end this pledge and enter another."))
        used = used_jpy(before)
        if typed.get("cap_jpy") and typed["cap_jpy"] < used:
            self.add_error("cap_jpy", _("%(used)s yen have been added already.") % {"used": f"{used:,}"})
        return typed
