"""/healthz and /readyz: the signs of life."""

from unittest import mock

import pytest
from django.db import OperationalError

from portal.jobs import readiness, tasks
from portal.jobs.models import Heartbeat


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")  # this test has none: a query would be an error

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.fixture
def not_yet_asked(monkeypatch):
    monkeypatch.setattr(readiness.migrations, "applied", False)


@pytest.fixture
def beating(db):
    tasks.beat()


def parts_of(client) -> tuple[int, dict[str, str]]:
    response = client.get("/readyz")
    body = response.json()
    assert body["ready"] == (response.status_code == 200)
    return response.status_code, body["parts"]


ALL_WELL = {"database": "ok", "migrations": "ok", "broker": "ok", "beat": "ok"}


@pytest.mark.usefixtures("beating", "not_yet_asked")
def test_ready_when_every_part_is_there(client):
    assert parts_of(client) == (200, ALL_WELL)


@pytest.mark.usefixtures("beating")
def test_not_ready_when_the_last_beat_is_two_minutes_old(client, time_machine):
    time_machine.move_to("2026-11-22 10:00:00+09:00", tick=False)
    tasks.beat()
    time_machine.shift(119)
    assert parts_of(client) == (200, ALL_WELL)
    time_machine.shift(1)
    assert parts_of(client) == (503, ALL_WELL | {"beat": "the last beat was 120 seconds ago"})

    tasks.beat()
    assert parts_of(client) == (200, ALL_WELL)
    assert Heartbeat.objects.count() == 1


@pytest.mark.usefixtures("db")
def test_not_ready_before_the_first_beat(client):
    status, parts = parts_of(client)

    assert (status, parts["beat"]) == (503, "the beat has never reached a worker")


@pytest.mark.usefixtures("beating", "not_yet_asked")
def test_not_ready_while_a_migration_is_missing(client):
    with mock.patch("portal.jobs.readiness.MigrationExecutor") as executor:
        executor.return_value.migration_plan.return_value = ["one", "two"]
        assert parts_of(client) == (503, ALL_WELL | {"migrations": "2 migrations are not applied"})

    assert parts_of(client) == (200, ALL_WELL)


@pytest.mark.usefixtures("beating")
def test_not_ready_without_a_database_and_no_secret_is_told(client, caplog):
    with mock.patch.object(readiness.connection, "cursor", side_effect=OperationalError("password=secret")):
        status, parts = parts_of(client)

    assert (status, parts["database"]) == (503, "OperationalError")
    assert "readiness: database" in caplog.text


@pytest.mark.usefixtures("beating")
@pytest.mark.parametrize("address", ["redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//"])
def test_not_ready_when_the_broker_is_away(client, monkeypatch, address):
    link = readiness.current_app.connection_for_write
    monkeypatch.setattr(readiness.current_app, "connection_for_write", lambda **options: link(address, **options))

    status, parts = parts_of(client)

    assert status == 503
    assert parts | {"broker": "ok"} == ALL_WELL
    assert parts["broker"] == "OperationalError"


@pytest.mark.usefixtures("beating")
def test_a_folder_that_takes_no_file_is_no_broker(client, monkeypatch, settings, tmp_path):
    link = readiness.current_app.connection_for_write
    monkeypatch.setattr(readiness.current_app, "connection_for_write", lambda **options: link("filesystem://"))
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path)}
    assert parts_of(client) == (200, ALL_WELL)

    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "missing")}
    assert parts_of(client) == (503, ALL_WELL | {"broker": "FileNotFoundError"})
