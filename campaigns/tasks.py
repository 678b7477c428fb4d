"""What the beat schedule calls."""

from celery import shared_task

from . import actions


@shared_task
def remind_of_slips() -> int:
    """Reminds of payment slips that end soon; returns how many mails were written."""
    return actions.remind_of_slips()
