"""What the beat schedule calls."""

from celery import shared_task

from .holding import clear_held


@shared_task
def clear_held_uploads() -> int:
    """Deletes files that wait for a form that never came; returns how many."""
    return clear_held()
