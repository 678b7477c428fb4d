"""Starting and running long work."""

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from portal.people.models import Person

from .models import Heartbeat, Job

logger = logging.getLogger(__name__)

BEAT = "beat"
# No task lives longer than CELERY_TASK_TIME_LIMIT; work that was silent for longer has died.
SILENT_FOR = dt.timedelta(seconds=2 * settings.CELERY_TASK_TIME_LIMIT)
# A job that still waits after this long was probably never called: the broker was away.
CALLED_AGAIN_AFTER = dt.timedelta(minutes=1)

Progress = Callable[[int, int], None]
Handler = Callable[[Job, Progress], dict[str, Any] | None]


def handler_of(kind: str) -> Handler:
    """The function that does this kind of work. Raises KeyError for a kind that settings.JOB_HANDLERS lacks."""
    handler: Handler = import_string(settings.JOB_HANDLERS[kind])
    return handler


def start(*, kind: str, parameters: dict[str, Any], by: Person | None) -> Job:
    """Write the job into the caller's transaction; a worker begins after commit.

    The handler is called with the job and `progress(done, total)`, outside any transaction; what it returns
    becomes `job.result`. Raises KeyError for an unknown kind.
    """
    handler_of(kind)
    job = Job.objects.create(kind=kind, parameters=parameters, by=by)
    transaction.on_commit(partial(call_a_worker, job.pk))
    return job


def call_a_worker(job_id: int) -> None:
    """By name, because tasks call actions and not the other way round; a missing broker leaves it to the sweeper."""
    try:
        current_app.send_task("portal.jobs.tasks.run", args=(job_id,), retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("job %s waits for the sweeper, the broker is away: %s", job_id, type(error).__name__)


def run(job_id: int) -> Job | None:
    """Do the work once; returns the job, or None where another worker has it or it is finished."""
    claimed = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, touched_at=timezone.now()
    )
    if not claimed:
        return None
    job = Job.objects.get(pk=job_id)
    try:
        result = handler_of(job.kind)(job, partial(note_progress, job.pk)) or {}
    except Exception as error:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(job, state=Job.State.FAILED, error=f"{type(error).__name__}: {error}"[:2000])
    else:
        _finish(job, state=Job.State.DONE, result=result)
    job.refresh_from_db()
    return job


def note_progress(job_id: int, done: int, total: int) -> None:
    """`done` of `total` pieces are finished."""
    Job.objects.filter(pk=job_id).update(done=min(done, total), total=total, touched_at=timezone.now())


def _finish(job: Job, **facts: Any) -> None:
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(finished_at=timezone.now(), **facts)


def look_after_jobs() -> None:
    """Call jobs that nobody called, and end those whose worker died: what it had begun is for people to judge."""
    now = timezone.now()
    forgotten = Job.objects.filter(state=Job.State.QUEUED, created_at__lte=now - CALLED_AGAIN_AFTER)
    for job_id in list(forgotten.order_by("pk").values_list("pk", flat=True)[:100]):
        call_a_worker(job_id)
    Job.objects.filter(state=Job.State.RUNNING, touched_at__lte=now - SILENT_FOR).update(
        state=Job.State.FAILED, finished_at=now, error="The worker stopped before the work was finished."
    )


def beat() -> None:
    """Note that the beat schedule reached a worker."""
    Heartbeat.objects.update_or_create(name=BEAT, defaults={"beaten_at": timezone.now()})
