"""A real worker with a real beat, over the filesystem transport: nothing else is installed or running."""

import json
import os
import subprocess
import sys
import time

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from portal.jobs.models import Heartbeat
from portal.mail.models import OutgoingMail
from portal.mail.outbox import store

PATIENCE_SECONDS = 30


@pytest.fixture
def worker(tmp_path):
    """`celery worker -B` on this test's database, in a folder of its own; stopped at the end, whatever happens."""
    for folder in ("broker", "control", "mail"):
        (tmp_path / folder).mkdir()
    facts = {
        name: connection.settings_dict[name]
        for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    }
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
        "WORKER_FOLDER": str(tmp_path),
        "WORKER_DATABASE": json.dumps(facts | {"NAME": str(facts["NAME"])}),
    }
    command = [sys.executable, "-m", "celery", "-A", "portal.celery", "worker", "-B", "-P", "solo", "-l", "WARNING"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        yield process
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(what, worker) -> None:
    """Wait for `what` to become true, at most PATIENCE_SECONDS and not after the worker has died."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert worker.poll() is None, "the worker stopped"
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.1)


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_a_worker_delivers_mail_and_the_beat_goes_on(worker, tmp_path):
    began = timezone.now()
    mail = store(EmailMessage("件名", "本文", "a@example.org", ["b@example.org"]))

    until(lambda: OutgoingMail.objects.get(pk=mail.pk).state == OutgoingMail.State.SENT, worker)
    until(lambda: Heartbeat.objects.filter(beaten_at__gt=began).exists(), worker)

    (written,) = (tmp_path / "mail").iterdir()
    assert f"Message-ID: <{mail.uuid}@example.org>" in written.read_text()
    assert OutgoingMail.objects.get(pk=mail.pk).attempts == 1
