"""Which shifts are at risk, and why: for the board, the morning, the digest and the notices to leads."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.models import Shift, ShiftState, Signup, Status

from .choices import NEAR, with_demands
from .rights import Reach
from .staffing import missing

# Nearer than this, a gap is urgent.
SOON = dt.timedelta(days=7)


class Worry(TextChoices):
    """Why a shift is at risk, the most urgent first."""

    SHORT_SOON = "short_soon", _("people missing, and it is soon")
    SHORT = "short", _("people missing")
    NO_LEAD = "no_lead", _("nobody leads it")
    UNCONFIRMED = "unconfirmed", _("counts on people who have not said yes")
    MANY_NEW = "many_new", _("half or more are here for the first time")


@dataclass(frozen=True)
class Risk:
    """One shift with its worries; `missing` people are needed more."""

    shift: Shift
    missing: int
    worries: list[Worry]

    @property
    def is_urgent(self) -> bool:
        return Worry.SHORT_SOON in self.worries


@dataclass(frozen=True)
class Crowd:
    """Who holds the places of a shift: confirmed people, how many of them are new, and offers without an answer."""

    confirmed: int = 0
    new: int = 0
    offered: int = 0


def risks(now: dt.datetime, reach: Reach, *, ahead: dt.timedelta = NEAR) -> list[Risk]:
    """Shifts within `reach` that begin within `ahead` and give reason to worry, the nearest first.

    Five queries, however many shifts there are. Cancelled shifts and drafts are nobody's worry.
    """
    soon = reach.shifts(Shift.objects.happening().filter(start__gt=now, start__lt=now + ahead))
    shifts = list(with_demands(soon).select_related("lead").order_by("start", "pk"))
    crowds = crowds_of(shifts)
    found = [Risk(shift, missing(shift), worries_of(shift, crowds.get(shift.pk, Crowd()), now=now)) for shift in shifts]
    return [risk for risk in found if risk.worries]


def worries_of(shift: Shift, crowd: Crowd, *, now: dt.datetime) -> list[Worry]:
    """Every reason that holds, the most urgent first."""
    lacking = missing(shift) > 0
    needed = sum(demand.min_needed for demand in shift.demands.all())
    is_soon = shift.start - now < SOON
    reasons = {
        Worry.SHORT_SOON: lacking and is_soon,
        Worry.SHORT: lacking and not is_soon,
        Worry.NO_LEAD: shift.lead_id is None,
        Worry.UNCONFIRMED: not lacking and crowd.offered > 0 and crowd.confirmed < needed,
        Worry.MANY_NEW: is_soon and crowd.new > 1 and crowd.new * 2 >= crowd.confirmed,
    }
    return [worry for worry, holds in reasons.items() if holds]


def crowds_of(shifts: Iterable[Shift]) -> dict[int, Crowd]:
    """By shift, in one query. New is who has never been at any shift."""
    been = Signup.objects.filter(person=OuterRef("person"), status=Status.ATTENDED)
    coming = Signup.objects.filter(shift__in=list(shifts)).annotate(has_been=Exists(been))
    rows = (
        coming.order_by()
        .values("shift")
        .annotate(
            confirmed=Count("pk", filter=Q(status=Status.CONFIRMED)),
            new=Count("pk", filter=Q(status=Status.CONFIRMED, has_been=False)),
            offered=Count("pk", filter=Q(status=Status.OFFERED)),
        )
    )
    return {row["shift"]: Crowd(row["confirmed"], row["new"], row["offered"]) for row in rows}


@dataclass(frozen=True)
class Morning:
    """What needs a coordinator today, within their reach."""

    today: list[Shift]
    risks: list[Risk]
    requests: int
    drafts: int

    @property
    def urgent(self) -> list[Risk]:
        return [risk for risk in self.risks if risk.is_urgent]

    @property
    def leaderless(self) -> int:
        return sum(Worry.NO_LEAD in risk.worries for risk in self.risks)

    @property
    def says_something(self) -> bool:
        """Whether there is anything to do: a day without a worry is no news."""
        return bool(self.risks or self.requests or self.drafts)


def morning(now: dt.datetime, reach: Reach) -> Morning:
    """Today's shifts, what is at risk, who waits for a decision, what nobody sees yet."""
    day = timezone.localdate(now)
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    today = reach.shifts(Shift.objects.happening().filter(start__gte=begins, start__lt=begins + dt.timedelta(days=1)))
    drafts = reach.shifts(Shift.objects.filter(state=ShiftState.DRAFT, end__gt=now, start__lt=now + NEAR))
    return Morning(
        today=list(with_demands(today).select_related("lead").order_by("start", "pk")),
        risks=risks(now, reach),
        requests=requests_to_decide(now, reach).count(),
        drafts=drafts.count(),
    )


def requests_to_decide(now: dt.datetime, reach: Reach) -> QuerySet[Signup]:
    """Who asked for a place and waits for a yes or no, the nearest shift first."""
    waiting = Signup.objects.filter(status=Status.REQUESTED, period_end__gt=now).order_by("period_start", "created_at")
    return reach.signups(waiting)
