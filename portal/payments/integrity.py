"""What the public page of the money shows: counted now, the last comparison, and the past days one by one."""

import datetime as dt
from typing import Any, Final

from django.utils import timezone

from . import queries
from .models import ReconcilerSwitch, Reconciliation

DAYS: Final = 30
AGREED, MENDED, APART, NONE = "ok", "mended", "off", "none"


def outcome(run: Reconciliation | None) -> str:
    """What one comparison says of its day: all agreed, something was missing and added, or something is still open."""
    if run is None:
        return NONE
    if run.total_jpy or run.left_open:
        return APART
    return MENDED if run.healed else AGREED


def past_days() -> list[dict[str, Any]]:
    """The past days as Tokyo counts them, oldest first, each by the last full comparison that ended on it; one query.

    Today is among them once its comparison has run.
    """
    today = timezone.localdate()
    since = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=DAYS), dt.time()))
    runs = Reconciliation.objects.filter(kind=Reconciliation.Kind.FULL, finished_at__gte=since)
    last = {timezone.localdate(run.finished_at): run for run in runs.order_by("finished_at")}
    newest = today if today in last else today - dt.timedelta(days=1)
    days = [newest - dt.timedelta(days=ago) for ago in reversed(range(DAYS))]
    return [{"date": day, "state": outcome(last.get(day))} for day in days]


def context() -> dict[str, Any]:
    switch = ReconcilerSwitch.current()
    days, last, findings = past_days(), queries.last_full_comparison(), queries.open_findings()
    counts = {state: sum(day["state"] == state for day in days) for state in (AGREED, MENDED, APART, NONE)}
    return {
        "balance": queries.balance(),
        "last_run": queries.last_comparison(),
        "last_full": last,
        "findings": findings,
        "agrees": switch.is_on and not findings and outcome(last) in (AGREED, MENDED),
        "switch": switch,
        "days": days,
        "counts": counts,
    }
