"""What the money board shows: today, promised, failing, going back, disputed, found."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import get_language

from . import gateway, limits, queries
from .models import Dispute, Finding, LedgerEntry, Payment, ReconcilerSwitch, RecurringPlan, Refund, WebhookEvent

SHOWN = 50  # of each list; the menu leads to all
DAYS = 12  # as many bars as can be read on a phone
Kind = LedgerEntry.Kind


@dataclass(frozen=True)
class Today:
    """One Tokyo day in yen: what came, what went back, what waits."""

    came_jpy: int
    returned_jpy: int
    promised_jpy: int
    failed: int


def today() -> Today:
    """The Tokyo day of now; promised is everything that waits, whatever its day."""
    begin = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ours = Payment.objects.filter(livemode=gateway.livemode())
    lines = LedgerEntry.objects.filter(payment__livemode=gateway.livemode(), occurred_at__gte=begin)
    back = [Kind.REFUND, Kind.REFUND_FAILED, Kind.DISPUTE_WITHDRAWN, Kind.DISPUTE_REINSTATED]
    return Today(
        came_jpy=_yen(lines.filter(kind__in=[Kind.CHARGE, Kind.OFFLINE])),
        returned_jpy=-_yen(lines.filter(kind__in=back)),
        promised_jpy=_yen(ours.filter(state=Payment.State.PROCESSING)),
        failed=ours.filter(state=Payment.State.FAILED, created_at__gte=begin).count(),
    )


def _yen(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(yen=Sum("amount_jpy", default=0))["yen"])


def by_day() -> list[tuple[str, float]]:
    """Yen that came on each of the last days, in thousands, oldest first: (day of the month, yen / 1,000)."""
    last = timezone.localdate()
    days = [last - dt.timedelta(days=ago) for ago in reversed(range(DAYS))]
    sums = dict.fromkeys(days, 0)
    since = timezone.make_aware(dt.datetime.combine(days[0], dt.time()))
    lines = LedgerEntry.objects.filter(
        payment__livemode=gateway.livemode(), occurred_at__gte=since, kind__in=[Kind.CHARGE, Kind.OFFLINE]
    )
    for at, yen in lines.values_list("occurred_at", "amount_jpy").iterator():
        day = timezone.localdate(at)
        sums[day] = sums.get(day, 0) + yen
    return [(_short(day), round(sums[day] / 1000, 1)) for day in days]


def _short(day: dt.date) -> str:
    return f"{day.day}" if get_language() == "en" else f"{day.day}日"


def surplus() -> QuerySet[Payment]:
    """Money that arrived twice and has not gone back."""
    going = Refund.objects.filter(payment=OuterRef("pk")).exclude(status__in=Refund.VOID)
    return Payment.objects.paid().filter(surplus=True).exclude(Exists(going)).order_by("paid_at")


def open_disputes() -> QuerySet[Dispute]:
    """Disputes that the bank has not decided, the nearest deadline first."""
    return Dispute.objects.exclude(status__in=Dispute.CLOSED).select_related("payment").order_by("respond_by")


def closed_disputes() -> list[tuple[Dispute, int]]:
    """The latest verdicts, each with what the payment's disputes cost in fees (yen)."""
    closed = list(
        Dispute.objects.filter(status__in=Dispute.CLOSED).select_related("payment").order_by("-opened_at")[:10]
    )
    fees = LedgerEntry.objects.filter(kind=Kind.DISPUTE_FEE, payment__in=[d.payment_id for d in closed])
    sums = {line["payment"]: -line["yen"] for line in fees.values("payment").annotate(yen=Sum("amount_jpy"))}
    return [(dispute, sums.get(dispute.payment_id, 0)) for dispute in closed]


def failing() -> QuerySet[Payment]:
    """Payments of the last week that did not go through, the newest first."""
    since = timezone.now() - dt.timedelta(days=7)
    ours = Payment.objects.filter(livemode=gateway.livemode(), created_at__gte=since)
    return ours.filter(state=Payment.State.FAILED).order_by("-created_at")


def overdue_plans() -> QuerySet[RecurringPlan]:
    """Monthly plans whose payment is overdue, the longest first; their donors have had a kind mail."""
    ours = RecurringPlan.objects.filter(status=RecurringPlan.Status.PAST_DUE, livemode=gateway.livemode())
    return ours.order_by("failing_since")


def context() -> dict[str, Any]:
    """Everything for the board; every list is bounded."""
    return {
        "today": today(),
        "by_day": by_day(),
        "balance": queries.balance(),
        "silence": queries.webhook_silence(),
        "paused": bool(limits.paused_until()),
        "switch": ReconcilerSwitch.current(),
        "last_full": queries.last_full_comparison(),
        "findings": Finding.objects.open().select_related("payment")[:SHOWN],
        "surplus": surplus()[:SHOWN],
        "refunds": Refund.objects.filter(status__in=Refund.UNFINISHED).select_related("payment")[:SHOWN],
        "disputes": open_disputes()[:SHOWN],
        "verdicts": closed_disputes(),
        "overdue_plans": overdue_plans().count(),
        "failing": failing()[:SHOWN],
        "held": Payment.objects.exclude(quarantine="")[:SHOWN],
        "stuck": WebhookEvent.objects.filter(status__in=["failed", "quarantined"])[:SHOWN],
    }
