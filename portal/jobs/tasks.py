"""What the beat schedule and `jobs.actions.start` call."""

from celery import shared_task
from django.core.management import call_command

from . import actions


@shared_task(name="portal.jobs.tasks.beat")
def beat() -> None:
    """The sign of life that /readyz asks for."""
    actions.beat()


@shared_task(name="portal.jobs.tasks.run")
def run(job_id: int) -> None:
    """Do one piece of long work."""
    actions.run(job_id)


@shared_task(name="portal.jobs.tasks.sweep")
def sweep() -> None:
    """Look after jobs that were never called, or whose worker died."""
    actions.look_after_jobs()


@shared_task(name="portal.jobs.tasks.clear_expired_sessions")
def clear_expired_sessions() -> None:
    """Sessions that nobody can use any more."""
    call_command("clearsessions")
