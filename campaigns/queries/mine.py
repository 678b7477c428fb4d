"""A donor's own place: every gift with what became of it, monthly gifts, and what a calendar year adds up to."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from campaigns.models import Donation, Impact, MonthlyGift
from campaigns.models.donation import DonationQuerySet
from portal.payments.gateway import livemode
from portal.payments.models import LedgerEntry, Payment, RecurringPlan
from portal.payments.received import DONOR_KINDS
from portal.people.models import Person

Kind = LedgerEntry.Kind
BACK_KINDS = [Kind.REFUND, Kind.REFUND_FAILED, Kind.DISPUTE_WITHDRAWN, Kind.DISPUTE_REINSTATED]
SHOWN_MONTHS = 5


@dataclass(frozen=True, kw_only=True)
class Month:
    """A station of a monthly gift: a month that was given, or the next one."""

    day: dt.date
    is_given: bool


@dataclass(frozen=True, kw_only=True)
class Monthly:
    """A monthly gift in one's own hands: its plan and the months that it was given."""

    gift: MonthlyGift
    given: list[dt.date]

    @property
    def plan(self) -> RecurringPlan:
        return self.gift.plan

    @property
    def first(self) -> Donation:
        return self.gift.first

    @property
    def months(self) -> int:
        """How many months arrived."""
        return len(self.given)

    @property
    def road(self) -> list[Month]:
        """The last months, and the one that comes next."""
        road = [Month(day=day, is_given=True) for day in self.given[-SHOWN_MONTHS:]]
        if self.plan.next_payment_at:
            road.append(Month(day=timezone.localdate(self.plan.next_payment_at), is_given=False))
        return road


def monthly_gifts(person: Person) -> list[Monthly]:
    """Somebody's monthly gifts that began, running ones first; two queries."""
    found = [_monthly(gift) for gift in _with_months(MonthlyGift.objects.all().of(person))]
    return sorted(found, key=lambda monthly: not monthly.plan.is_running)


def monthly_of(donation: Donation) -> Monthly | None:
    """The monthly gift that a gift is one month of; None for a gift given once, or not begun."""
    if donation.payment is None or donation.payment.plan_id is None:
        return None
    begun = MonthlyGift.objects.exclude(plan__status=RecurringPlan.Status.PENDING)
    gifts = _with_months(begun.filter(plan=donation.payment.plan_id).select_related("plan", "first__page"))
    return next(map(_monthly, gifts), None)


def own_monthly_gift(person: Person, plan_id: uuid.UUID) -> MonthlyGift | None:
    """Somebody's own monthly gift by its plan; somebody else's is not there."""
    return MonthlyGift.objects.all().of(person).filter(plan=plan_id).first()


def _with_months(gifts: "QuerySet[MonthlyGift]") -> "QuerySet[MonthlyGift]":
    paid = Payment.objects.paid().filter(surplus=False).order_by("paid_at")
    return gifts.prefetch_related(Prefetch("plan__payments", queryset=paid, to_attr="paid_months"))


def _monthly(gift: MonthlyGift) -> Monthly:
    paid: list[Payment] = getattr(gift.plan, "paid_months", [])
    return Monthly(gift=gift, given=[timezone.localdate(payment.paid_at) for payment in paid])


@dataclass(frozen=True, kw_only=True)
class MyGift:
    """One's own gift: what became of it, and an example of what it does ("" for a gift below every example)."""

    donation: Donation
    came_jpy: int
    back_jpy: int
    does: str

    @property
    def state(self) -> str:
        """promised, arrived, partly (some of it went back) or returned."""
        if self.donation.is_promised:
            return "promised"
        if self.came_jpy <= 0:
            return "returned"
        return "partly" if self.back_jpy else "arrived"


def gifts_of(person: Person) -> DonationQuerySet:
    """Somebody's gifts that arrived or are promised, those that went back too; the newest first."""
    lines = Q(payment__ledger__kind__in=DONOR_KINDS)
    back = Q(payment__ledger__kind__in=BACK_KINDS)
    settled = Donation.objects.filter(
        person=person,
        payment__state__in=[Payment.State.PAID, Payment.State.PROCESSING],
        payment__livemode=livemode(),
    )
    summed = settled.annotate(
        came_jpy=Sum("payment__ledger__amount_jpy", filter=lines, default=0),
        back_jpy=Sum("payment__ledger__amount_jpy", filter=back, default=0),
    )
    return summed.select_related("campaign", "page", "payment").order_by("-created_at", "pk")


def told(donations: Iterable[Donation], impacts: list[Impact]) -> list[MyGift]:
    """Rows of `gifts_of` as they are shown."""
    return [
        MyGift(
            donation=donation,
            came_jpy=getattr(donation, "came_jpy", 0),
            back_jpy=-getattr(donation, "back_jpy", 0),
            does=what_it_does(donation.gift_jpy, impacts),
        )
        for donation in donations
    ]


def what_it_does(gift_jpy: int, impacts: list[Impact]) -> str:
    """The largest example that a gift reaches."""
    reached = [impact for impact in impacts if impact.amount_jpy <= gift_jpy]
    return reached[-1].text if reached else ""


@dataclass(frozen=True, kw_only=True)
class GivenYear:
    """One calendar year in Tokyo: yen given for good (refunds taken off), how many gifts, and yen by month (1 to 12)."""

    year: int
    given_jpy: int = 0
    gifts: int = 0
    by_month: tuple[int, ...] = (0,) * 12

    @property
    def road(self) -> list[tuple[dt.date, int]]:
        """The twelve months and what each brought."""
        return [(dt.date(self.year, month, 1), yen) for month, yen in enumerate(self.by_month, 1)]


def years_of(person: Person) -> list[GivenYear]:
    """What somebody gave in every calendar year, this year first even where it is empty; one query.

    A refund counts in the year of its gift, as on a receipt.
    """
    paid_on = "payment__paid_at"
    lines = LedgerEntry.objects.filter(
        payment__donation__person=person,
        payment__livemode=livemode(),
        payment__surplus=False,
        kind__in=DONOR_KINDS,
    )
    by_month = lines.order_by().values(year=ExtractYear(paid_on), month=ExtractMonth(paid_on))
    sums = by_month.annotate(yen=Sum("amount_jpy"), gifts=Count("payment", distinct=True))
    years: dict[int, list[tuple[int, int, int]]] = {timezone.localdate().year: []}
    for line in sums:
        years.setdefault(line["year"], []).append((line["month"], line["yen"], line["gifts"]))
    return [_year(year, years[year]) for year in sorted(years, reverse=True)]


def _year(year: int, months: list[tuple[int, int, int]]) -> GivenYear:
    yen = dict.fromkeys(range(1, 13), 0) | {month: max(sum_jpy, 0) for month, sum_jpy, _gifts in months}
    return GivenYear(
        year=year,
        given_jpy=sum(yen.values()),
        gifts=sum(gifts for _month, sum_jpy, gifts in months if sum_jpy > 0),
        by_month=tuple(yen.values()),
    )
