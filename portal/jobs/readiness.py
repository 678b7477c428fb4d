"""Whether this process can serve: one question per part, each answered without secrets."""

import datetime as dt
import logging
import tempfile
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from .actions import BEAT
from .models import Heartbeat

logger = logging.getLogger(__name__)

BEAT_WITHIN = dt.timedelta(minutes=2)
BROKER_SECONDS = 2


class NotReady(Exception):
    """A part that is not there; the sentence is for whoever watches, and names no secret."""


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class _Migrations:
    """Whether every migration of this code is applied; asked until it once was, because reading all of them is slow."""

    applied = False

    def __call__(self) -> None:
        if self.applied:
            return
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            raise NotReady(f"{len(missing)} migrations are not applied")
        self.applied = True


migrations = _Migrations()


def broker() -> None:
    with current_app.connection_for_write(connect_timeout=BROKER_SECONDS) as link:
        if link.transport.driver_type == "filesystem":
            folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"]
            tempfile.TemporaryFile(dir=folder).close()  # messages are files: a folder that takes one is a broker
        else:
            link.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)


def beat() -> None:
    last = Heartbeat.objects.filter(name=BEAT).values_list("beaten_at", flat=True).first()
    if last is None:
        raise NotReady("the beat has never reached a worker")
    silent = timezone.now() - last
    if silent >= BEAT_WITHIN:
        raise NotReady(f"the last beat was {int(silent.total_seconds())} seconds ago")


PARTS: dict[str, Callable[[], None]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "beat": beat,
}


def findings() -> dict[str, str]:
    """Each part with "ok" or what is wrong with it."""
    return {name: _ask(name, question) for name, question in PARTS.items()}


def _ask(name: str, question: Callable[[], None]) -> str:
    try:
        question()
    except NotReady as missing:
        return str(missing)
    except Exception as error:  # the answer to whatever is broken is "not ready", and the log says why
        logger.exception("readiness: %s", name)
        return type(error).__name__
    return "ok"
