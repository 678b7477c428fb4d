"""What runs on a server, with production settings: granian, worker and beat over PostgreSQL and Redis."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

pytestmark = [pytest.mark.faults, pytest.mark.redis, pytest.mark.needs_postgres]
POSTGRES = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/tomoni"
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/5")
DATABASE = "tomoni_production_test"


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """An empty database of its own."""
    server = urlsplit(POSTGRES)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        yield urlsplit(POSTGRES)._replace(path=f"/{DATABASE}").geturl()
        connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@pytest.fixture(scope="module")
def server(database, tmp_path_factory) -> Iterator[str]:
    """Everything that docs/operating.md starts; yields the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.prod",
        "SECRET_KEY": "only-for-this-test-" * 4,
        "ALLOWED_HOSTS": "tomoni.example.org,127.0.0.1",
        "BASE_URL": "https://tomoni.example.org",
        "CALENDAR_UID_DOMAIN": "tomoni.example.org",
        "DATABASE_URL": database,
        "REDIS_URL": REDIS,
        "EMAIL_URL": "dummymail://",
        "STRIPE_API_KEY": "sk_test_production_test",
        "STRIPE_WEBHOOK_SECRET": "whsec_production_test",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
    }
    python = sys.executable
    for command in (["migrate", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"]):
        subprocess.run([python, "manage.py", *command], cwd=settings.BASE_DIR, env=environment, check=True)
    celery = [python, "-m", "celery", "-A", "portal.celery"]
    parts = [
        [python, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "2", "--no-ws",
         "portal.wsgi:application"],
        [*celery, "worker", "--concurrency", "1", "--pool", "threads"],
        [*celery, "beat", "--schedule", f"{environment['VAR_DIR']}/beat"],
    ]  # fmt: skip
    running = [
        subprocess.Popen(
            part, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for part in parts
    ]
    yield f"http://127.0.0.1:{port}"
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=30)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


def get(address: str, *, behind_tls: bool = True) -> tuple[int, dict[str, str], bytes]:
    headers = {"X-Forwarded-Proto": "https"} if behind_tls else {}
    opener = urllib.request.build_opener(NoRedirect)
    try:
        with opener.open(urllib.request.Request(address, headers=headers), timeout=10) as response:
            return response.status, dict(response.headers), response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def until_ready(server: str, *, seconds: float = 60) -> dict:
    """What /readyz says once it is content, or its last words."""
    said: dict = {}
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            status, _headers, body = get(f"{server}/readyz", behind_tls=False)
            said = json.loads(body)
            if status == 200:
                break
        except (urllib.error.URLError, ConnectionError):
            said = {"ready": False}
        time.sleep(0.3)
    return said


def test_a_server_becomes_ready_with_database_broker_worker_and_beat(server):
    assert until_ready(server) == {
        "ready": True, "parts": {"database": "ok", "migrations": "ok", "broker": "ok", "beat": "ok"},
    }  # fmt: skip


def test_plain_http_is_sent_to_https(server):
    until_ready(server)

    status, headers, _body = get(f"{server}/ja/shifts/", behind_tls=False)

    assert status == 301
    assert headers["location"].startswith("https://")


def test_a_page_comes_with_every_safety_header_and_hashed_files(server):
    until_ready(server)

    status, headers, body = get(f"{server}/ja/shifts/")

    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
    assert "unsafe" not in headers["content-security-policy"]
    assert b"DEBUG" not in body
    sheet = body.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    status, headers, _css = get(f"{server}{sheet}")
    assert (status, headers["cache-control"]) == (200, "max-age=315360000, public, immutable")


def test_what_belongs_to_development_is_not_there(server):
    until_ready(server)

    assert [get(f"{server}{address}")[0] for address in ("/dev/mail/", "/ui/")] == [404, 404]
