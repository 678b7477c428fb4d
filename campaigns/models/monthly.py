"""A gift that comes every month: its plan, the gift it began with, and what the donor wishes for the coming ones."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.payments.models import RecurringPlan
from portal.people.models import Person

from .campaign import Campaign
from .donation import Donation
from .page import FundraisingPage
from .team import Team


class MonthlyQuerySet(models.QuerySet["MonthlyGift"]):
    def of(self, person: Person) -> "MonthlyQuerySet":
        """Somebody's own monthly gifts that began, the newest first."""
        begun = self.filter(first__person=person).exclude(plan__status=RecurringPlan.Status.PENDING)
        return begun.select_related("plan", "first__campaign", "first__page").order_by("-plan__created_at")


class MonthlyGift(models.Model):
    """Every paid month makes a gift of its own, a copy of the first one with what the donor wishes for the gifts to come.

    `campaign`, `page` and `team` are where the coming gifts go: what the donor chose, until staff move them.
    `wishes` are fields of Donation (WISHES) and their values: the first gift's at the beginning, so that a change of that
    gift alone changes no other.
    """

    SHOWN: ClassVar = ("display_name", "show_name", "show_amount", "visibility")
    RECEIPT: ClassVar = ("wants_receipt", "legal_name", "postcode", "address")
    WISHES: ClassVar = SHOWN + RECEIPT
    TARGET: ClassVar = ("campaign", "page", "team")
    # What belongs to one gift alone. A message and a dedication are said once, not every month.
    NOT_COPIED: ClassVar = frozenset({
        "id", "payment", "nonce", "form_nonce", "created_at", "reminded_at", "message", "message_state",
        "tribute", "tribute_name", "tribute_email", "tribute_words",
    })  # fmt: skip

    plan = models.OneToOneField(
        RecurringPlan, on_delete=models.PROTECT, related_name="monthly_gift", verbose_name=_("monthly plan")
    )
    first = models.OneToOneField(
        Donation, on_delete=models.PROTECT, related_name="begins", verbose_name=_("the gift it began with")
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", verbose_name=_("campaign"))
    page = models.ForeignKey(FundraisingPage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wishes = models.JSONField(_("wishes for the gifts to come"), default=dict, blank=True)

    objects = MonthlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly gift")
        verbose_name_plural = _("monthly gifts")

    def __str__(self) -> str:
        return f"{self.first.donor_name}: {self.plan}"

    @classmethod
    def begun_with(cls, first: Donation, plan: RecurringPlan) -> "MonthlyGift":
        """Not saved: the coming gifts go where the first one goes, and are shown and receipted as it is."""
        target = {name: getattr(first, name) for name in cls.TARGET}
        return cls(plan=plan, first=first, wishes={name: getattr(first, name) for name in cls.WISHES}, **target)

    def for_the_next(self) -> dict[str, Any]:
        """The fields of the next month's gift: the first one's, where it goes now, and the wishes."""
        fields = [field for field in Donation._meta.concrete_fields if field.name not in self.NOT_COPIED]
        target = {f"{name}_id": getattr(self, f"{name}_id") for name in self.TARGET}
        return {field.attname: getattr(self.first, field.attname) for field in fields} | target | dict(self.wishes)
