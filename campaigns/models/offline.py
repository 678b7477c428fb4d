"""Gifts by cash, bank or post: entered with evidence by one person, confirmed by another."""

import uuid
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .campaign import Campaign
from .donation import Donation
from .page import FundraisingPage


def private_storage() -> Storage:
    """Never below /media/: papers with people's names are opened by a view that asks who is there."""
    return storages["private"]


def evidence_path(gift: "OfflineGift", name: str) -> str:
    """A name that says nothing and that nobody can guess; only the ending is kept, as the form has seen the content."""
    return f"offline-gifts/{gift.pk}/{uuid.uuid4().hex}{PurePath(name).suffix}"


class OfflineGiftQuerySet(models.QuerySet["OfflineGift"]):
    def waiting(self) -> "OfflineGiftQuerySet":
        """Entries that a second person has to look at, the oldest first."""
        return self.filter(state=OfflineGift.State.WAITING).order_by("entered_at", "pk")


class OfflineGift(models.Model):
    """What somebody in the office entered. It is no gift and no money until a second person has confirmed it.

    Confirmed, it has its Donation, Payment and ledger line; what was wrong is reversed there and entered anew, never
    changed.
    """

    class Way(models.TextChoices):
        TRANSFER = "transfer", _("bank transfer")
        POSTAL = "postal", _("postal transfer")
        CASH = "cash", _("cash")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        CONFIRMED = "confirmed", pgettext_lazy("an offline gift", "confirmed")
        REJECTED = "rejected", pgettext_lazy("an offline gift", "rejected")
        REVERSED = "reversed", pgettext_lazy("an offline gift", "reversed")

    IN_THE_BOOKS = (State.CONFIRMED, State.REVERSED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nonce = models.CharField(max_length=64, unique=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="offline_gifts", verbose_name=_("campaign")
    )
    page = models.ForeignKey(
        FundraisingPage, on_delete=models.PROTECT, null=True, blank=True, related_name="offline_gifts",
        verbose_name=_("page of a runner or team"),
    )  # fmt: skip
    way = models.CharField(_("how it came"), max_length=10, choices=Way)
    amount_jpy = models.PositiveIntegerField(_("amount in yen"))
    received_on = models.DateField(_("received on"))
    donor_name = models.CharField(_("name of the donor"), max_length=120)
    company = models.CharField(_("company or group"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ja")
    display_name = models.CharField(_("name shown"), max_length=60, blank=True)
    show_name = models.BooleanField(_("the donor agreed that the name is shown"), default=False)
    wants_receipt = models.BooleanField(_("wants a receipt"), default=False)
    legal_name = models.CharField(_("legal name"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    bank_reference = models.CharField(_("line of the bank statement"), max_length=200, blank=True)
    evidence = models.FileField(
        _("photograph or scan"), storage=private_storage, upload_to=evidence_path, max_length=200, blank=True
    )
    evidence_type = models.CharField(max_length=40, blank=True, editable=False)
    note = models.CharField(_("note for colleagues"), max_length=300, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=250, blank=True)
    donation = models.OneToOneField(
        Donation, on_delete=models.PROTECT, null=True, blank=True, related_name="offline_entry", verbose_name=_("gift")
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )

    objects = OfflineGiftQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # no page refers to money; the index would cost queries at every save

    class Meta:
        verbose_name = _("offline gift")
        verbose_name_plural = _("offline gifts")
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_jpy__gt=0), name="offline_gift_is_more_than_nothing"),
            models.CheckConstraint(
                condition=~Q(evidence="") | ~Q(bank_reference=""), name="offline_gift_has_its_evidence"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "rejected"]) | ~Q(decided_by=F("entered_by")),
                name="offline_gift_is_confirmed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "reversed"], donation__isnull=False)
                | Q(state__in=["waiting", "rejected"], donation__isnull=True),
                name="offline_gift_is_in_the_books_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "confirmed"]) | ~Q(reason=""),
                name="offline_gift_is_refused_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company or self.donor_name} ¥{self.amount_jpy:,} ({self.received_on.isoformat()})"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def about(self) -> str:
        """What the money is for, in the reader's language."""
        return self.page.name if self.page else self.campaign.name

    def was_entered_by(self, person: Any) -> bool:
        """Whether this person may not confirm it."""
        return bool(self.entered_by_id == person.pk)
