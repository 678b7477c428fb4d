"""What the money board shows: today, promised, failing, going back, disputed, found."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.ui import words

from . import figures, gateway, limits, queries
from .models import (
    Dispute,
    Finding,
    LedgerEntry,
    Payment,
    ReconcilerSwitch,
    Reconciliation,
    RecurringPlan,
    Refund,
    WebhookEvent,
)

SHOWN = 50  # of each list; the menu leads to all
STEPS = 12
VERDICTS = 10
SHOWN_RUNS = 10
# Stripe's words for a dispute that nobody here has answered yet
WAITS_FOR_US = ("needs_response", "warning_needs_response")
# Whose steps are shown on the board; a domain is named by string only.
WATCHED = (
    "payments.", "campaigns.receipt_", "campaigns.offline_", "campaigns.gift", "campaigns.register_",
)  # fmt: skip
Kind = LedgerEntry.Kind


@dataclass(frozen=True)
class Today:
    """One Tokyo day in yen: what came, what went back, what banks took or returned by disputes, what waits.

    `failed` counts attempts: cards that were declined, those of monthly gifts too, and slips that were not paid.
    """

    came_jpy: int
    came: int
    returned_jpy: int
    disputed_jpy: int
    promised_jpy: int
    failed: int


def today() -> Today:
    """The Tokyo day of now; promised is everything that waits, whatever its day."""
    begin = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ours = Payment.objects.filter(livemode=gateway.livemode())
    lines = LedgerEntry.objects.filter(payment__livemode=gateway.livemode(), occurred_at__gte=begin)
    came = lines.filter(kind__in=[Kind.CHARGE, Kind.OFFLINE])
    disputed = [Kind.DISPUTE_WITHDRAWN, Kind.DISPUTE_REINSTATED]
    declined = WebhookEvent.objects.filter(type="charge.failed", livemode=gateway.livemode(), received_at__gte=begin)
    slips = ours.filter(
        method=Payment.Method.KONBINI, transitions__to_state=Payment.State.FAILED, transitions__at__gte=begin
    )
    return Today(
        came_jpy=_yen(came),
        came=came.filter(amount_jpy__gt=0).count(),
        returned_jpy=-_yen(lines.filter(kind__in=[Kind.REFUND, Kind.REFUND_FAILED])),
        disputed_jpy=-_yen(lines.filter(kind__in=disputed)),
        promised_jpy=_yen(ours.filter(state=Payment.State.PROCESSING)),
        failed=declined.count() + slips.distinct().count(),
    )


def _yen(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(yen=Sum("amount_jpy", default=0))["yen"])


def surplus() -> QuerySet[Payment]:
    """Money that arrived twice and has not gone back."""
    going = Refund.objects.filter(payment=OuterRef("pk")).exclude(status__in=Refund.VOID)
    return Payment.objects.paid().filter(surplus=True).exclude(Exists(going)).order_by("paid_at")


def promised() -> QuerySet[Payment]:
    """Payment slips that wait to be paid, what ends first before the others."""
    waiting = Payment.objects.filter(state=Payment.State.PROCESSING, livemode=gateway.livemode())
    return waiting.order_by("voucher_expires_at", "pk")


def steps_of_staff() -> QuerySet[ModelLogEntry]:
    """What people did with money lately, the newest first."""
    watched = Q()
    for start in WATCHED:
        watched |= Q(action__startswith=start)
    steps: QuerySet[ModelLogEntry] = ModelLogEntry.objects.filter(watched)
    return steps.select_related("user", "content_type").order_by("-timestamp")


def open_disputes() -> QuerySet[Dispute]:
    """Disputes that the bank has not decided, the nearest deadline first."""
    return Dispute.objects.exclude(status__in=Dispute.CLOSED).select_related("payment").order_by("respond_by")


def closed_disputes() -> QuerySet[Dispute]:
    """Disputes that the bank has decided, the latest first."""
    return Dispute.objects.filter(status__in=Dispute.CLOSED).select_related("payment").order_by("-opened_at")


def with_fees(disputes: Iterable[Dispute]) -> list[tuple[Dispute, int]]:
    """Each with what the payment's disputes have cost in fees so far, in yen, as the ledger has it."""
    rows = list(disputes)
    fees = LedgerEntry.objects.filter(kind=Kind.DISPUTE_FEE, payment__in=[dispute.payment_id for dispute in rows])
    sums = {line["payment"]: -line["yen"] for line in fees.values("payment").annotate(yen=Sum("amount_jpy"))}
    return [(dispute, sums.get(dispute.payment_id, 0)) for dispute in rows]


def failing() -> QuerySet[Payment]:
    """Payments of the last week that did not go through, the newest first."""
    since = timezone.now() - dt.timedelta(days=7)
    ours = Payment.objects.filter(livemode=gateway.livemode(), created_at__gte=since)
    return ours.filter(state=Payment.State.FAILED).order_by("-created_at")


def overdue_plans() -> QuerySet[RecurringPlan]:
    """Monthly plans whose payment is overdue, the longest first; their donors have had a kind mail."""
    ours = RecurringPlan.objects.filter(status=RecurringPlan.Status.PAST_DUE, livemode=gateway.livemode())
    return ours.order_by("failing_since")


def failing_plans() -> QuerySet[RecurringPlan]:
    """Overdue plans and those that fell asleep because no payment came, for whoever may telephone."""
    ours = RecurringPlan.objects.failing().filter(livemode=gateway.livemode())
    return ours.order_by("status", "failing_since", "pk").prefetch_related("payments")


def switch_context() -> dict[str, Any]:
    """The switch of the comparisons, the last runs, and who pressed it when."""
    pressed = (
        ModelLogEntry.objects.filter(action="payments.switch").select_related("user").order_by("-timestamp", "-pk")
    )
    return {
        "switch": ReconcilerSwitch.current(),
        "runs": Reconciliation.objects.order_by("-pk")[:SHOWN_RUNS],
        "pressed": pressed[:SHOWN_RUNS],
    }


def context() -> dict[str, Any]:
    """Everything for the board; every list is bounded."""
    days = figures.gifts_by_day()
    return {
        "columns": [(words.day(day.day), list(day.yen.items())) for day in days],
        "names": figures.names_of_ways(),
        "ways": figures.sums_by_way(days),
        "promised": promised()[:SHOWN],
        "steps": steps_of_staff()[:STEPS],
        "today": today(),
        "balance": queries.balance(),
        "silence": queries.webhook_silence(),
        "paused": bool(limits.paused_until()),
        "switch": ReconcilerSwitch.current(),
        "last_full": queries.last_full_comparison(),
        "findings": Finding.objects.open().select_related("payment")[:SHOWN],
        "surplus": surplus()[:SHOWN],
        "refunds": Refund.objects.filter(status__in=Refund.UNFINISHED).select_related("payment")[:SHOWN],
        "disputes": with_fees(open_disputes()[:SHOWN]),
        "verdicts": with_fees(closed_disputes()[:VERDICTS]),
        "last_open": queries.last_comparison(),
        "plans": failing_plans()[:SHOWN],
        "overdue_plans": overdue_plans().count(),
        "failing": failing()[:SHOWN],
        "held": Payment.objects.exclude(quarantine="")[:SHOWN],
        "stuck": WebhookEvent.objects.filter(status__in=["failed", "quarantined"])[:SHOWN],
    }
