"""Reminders on the day before."""

from django.db import transaction
from django.utils import timezone

from volunteers.models import Signup

from .locks import lock
from .telling import tell

BATCH = 200


def send_reminders() -> int:
    """Remind everybody whose reminder is due and not sent; returns how many. Bounded; the rest comes next time."""
    due = Signup.objects.to_remind(timezone.now()).order_by("remind_at").values_list("pk", "demand_id")[:BATCH]
    return sum(remind(signup, demand) for signup, demand in due)


@transaction.atomic
def remind(signup_id: int, demand_id: int) -> bool:
    """One reminder, unless it was sent, or is no longer wanted, since we looked."""
    lock(people=[], demands=[demand_id])
    due = Signup.objects.to_remind(timezone.now()).filter(pk=signup_id)
    signup = due.select_related("person", "shift__place", "demand__role").first()
    if signup is None:
        return False
    tell("shift_reminder", signup, once=signup.period_start.isoformat())
    signup.reminded_at = timezone.now()
    signup.save(update_fields=["reminded_at"])
    return True
