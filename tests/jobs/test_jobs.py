"""Long work: begun after commit, done once, its progress seen by who asked for it."""

import datetime as dt
from unittest import mock

import pytest
from celery import current_app
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from portal.jobs import actions, tasks
from portal.jobs.checks import job_handlers_exist
from portal.jobs.models import Job
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)


def count(job: Job, progress) -> dict:
    """A handler for these tests."""
    for done in range(1, job.parameters["pieces"] + 1):
        progress(done, job.parameters["pieces"])
    return {"counted": job.parameters["pieces"]}


def stumble(job: Job, progress) -> None:
    progress(1, 3)
    raise ValueError("the second piece is broken")


@pytest.fixture(autouse=True)
def handlers(settings):
    settings.JOB_HANDLERS = {"count": f"{__name__}.count", "stumble": f"{__name__}.stumble"}


def test_work_is_done_and_its_result_kept():
    job = actions.start(kind="count", parameters={"pieces": 3}, by=None)

    tasks.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result) == ("done", 3, 3, {"counted": 3})
    assert job.is_finished


def test_a_worker_is_called_after_commit(django_capture_on_commit_callbacks):
    with mock.patch.object(current_app, "send_task") as send_task, django_capture_on_commit_callbacks(execute=True):
        job = actions.start(kind="count", parameters={"pieces": 3}, by=None)

    send_task.assert_called_once_with("portal.jobs.tasks.run", args=(job.pk,), retry=False)
    assert "portal.jobs.tasks.run" in current_app.tasks


def test_work_is_done_once_however_often_it_is_called():
    job = actions.start(kind="count", parameters={"pieces": 3}, by=None)

    assert actions.run(job.pk).state == "done"
    assert actions.run(job.pk) is None


def test_work_that_fails_says_why_and_how_far_it_came(caplog):
    job = actions.start(kind="stumble", parameters={}, by=None)

    failed = actions.run(job.pk)

    assert (failed.state, failed.done, failed.error) == ("failed", 1, "ValueError: the second piece is broken")
    assert f"job {job.pk} (stumble) failed" in caplog.text


def test_an_unknown_kind_is_refused_before_anything_is_written():
    with pytest.raises(KeyError):
        actions.start(kind="juggle", parameters={}, by=None)

    assert not Job.objects.exists()


def test_a_job_that_nobody_called_is_called_again(time_machine, django_capture_on_commit_callbacks, caplog):
    time_machine.move_to(NOW, tick=False)
    away = mock.patch.object(current_app, "send_task", side_effect=OperationalError("refused"))
    with away, django_capture_on_commit_callbacks(execute=True):
        job = actions.start(kind="count", parameters={"pieces": 1}, by=None)
    assert f"job {job.pk} waits for the sweeper" in caplog.text

    with mock.patch.object(current_app, "send_task") as send_task:
        tasks.sweep()
        send_task.assert_not_called()  # it may be on its way
        time_machine.shift(61)
        tasks.sweep()
    send_task.assert_called_once()


def test_a_job_whose_worker_died_ends(time_machine):
    time_machine.move_to(NOW, tick=False)
    job = actions.start(kind="count", parameters={"pieces": 1}, by=None)
    Job.objects.update(state="running", touched_at=timezone.now())

    time_machine.shift(actions.SILENT_FOR - dt.timedelta(seconds=5))
    tasks.sweep()
    assert Job.objects.get().state == "running"
    time_machine.shift(6)
    tasks.sweep()

    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "The worker stopped before the work was finished.")


def test_a_job_is_finished_exactly_when_it_has_a_time_of_finishing():
    actions.start(kind="count", parameters={"pieces": 1}, by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(state="done")


def test_a_handler_that_is_not_there_stops_the_start(settings):
    settings.JOB_HANDLERS = {"count": f"{__name__}.count", "juggle": "nobody.wrote.this"}

    assert [error.id for error in job_handlers_exist()] == ["jobs.E001"]


def test_who_asked_sees_the_progress_and_others_do_not(client):
    person = make_person()
    job = actions.start(kind="count", parameters={"pieces": 3}, by=person)
    actions.note_progress(job.pk, 1, 3)
    address = reverse("jobs:progress", args=[job.pk])

    assert client.get(address).status_code == 302
    client.force_login(make_person())
    assert client.get(address).status_code == 404
    client.force_login(person)
    page = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "1 / 3" in page
    assert "<html" in page
    assert "<html" not in part
    assert 'hx-trigger="every 2s"' in part


def test_a_finished_job_stops_asking(client):
    person = make_person()
    job = actions.start(kind="count", parameters={"pieces": 3}, by=person)
    actions.run(job.pk)
    client.force_login(person)

    part = client.get(reverse("jobs:progress", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()

    assert "hx-get" not in part
    assert 'role="status"' in part
