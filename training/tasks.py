"""What the beat schedule calls."""

from celery import shared_task

from . import actions


@shared_task
def move_waiting_lists() -> int:
    """End holds whose time is over and offer freed places; returns how many were offered."""
    return len(actions.move_waiting_lists())
