"""What the beat schedule calls."""

from celery import shared_task
from django.utils import timezone

from . import actions, queries
from .models import ShiftSeries


@shared_task
def move_waiting_lists() -> int:
    """Ends offers that ran out and offers free places; returns the number of demands looked after."""
    demands = queries.demands_to_move(timezone.now())
    for demand in demands:
        actions.expire_offers(demand=demand)
    return len(demands)


@shared_task
def send_reminders() -> int:
    """Sends what is due; returns how many."""
    return actions.send_reminders()


@shared_task
def escalate_shifts() -> int:
    """Tells leads of shifts that lack people; returns how many shifts."""
    return actions.escalate_shifts()


@shared_task
def send_digests() -> int:
    """Sends coordinators what needs them; returns how many."""
    return actions.send_digests()


@shared_task
def look_after_series() -> int:
    """Makes the dates of series that have come near enough; returns how many shifts and places of members that were."""
    running = ShiftSeries.objects.running(timezone.localdate())
    return sum(actions.look_after_series(series=series) for series in running)


@shared_task
def close_lists() -> int:
    """Closes lists that nobody closed, and forgets names of guests; returns how many lists."""
    actions.forget_guests()
    return actions.close_lists_left_open()


@shared_task
def send_thanks() -> int:
    """Thanks whoever was there; returns how many."""
    return actions.send_thanks()


@shared_task
def look_after_parties() -> int:
    """Reminds captains of names, and releases seats that got none in time; returns how many were written or released."""
    return actions.remind_captains() + actions.release_unnamed()
