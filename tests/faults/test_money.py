"""kill -9 between a webhook that was stored and its effect, and a post that doubles, drops and delays: nothing is lost,
nothing happens twice (money.md 2, 3, 4, 18). Real processes: granian, Celery, PostgreSQL, Redis and the sandbox."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from portal.payments.sandbox.delivery import Backoff
from portal.payments.sandbox.server import Sandbox, serve
from tests.faults.test_production import POSTGRES, REDIS

pytestmark = [pytest.mark.faults, pytest.mark.redis, pytest.mark.needs_postgres]
TEMPLATE = "tomoni_faults_template"
DATABASE = f"tomoni_money_test_{os.getpid()}"
SECRET = "whsec_faults"
GIVE = """
import sys, uuid
import django
django.setup()
from campaigns.actions import begin_checkout
from tests.factories.campaigns import make_campaign, make_donation
campaign = make_campaign()
for _ in range(int(sys.argv[1])):
    donation = make_donation(to=campaign, nonce=uuid.uuid4().hex)
    print(begin_checkout(donation=donation, success_url="http://127.0.0.1:1/", cancel_url="http://127.0.0.1:1/"))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """The portal's processes, which can be killed and started again."""

    def __init__(self, database: str, sandbox: Sandbox, port: int, var: str) -> None:
        self.database, self.sandbox, self.port = database, sandbox, port
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATABASE_URL": database,
            "REDIS_URL": REDIS,
            "CELERY_BROKER_URL": REDIS,
            "STRIPE_API_BASE": sandbox.url,
            "STRIPE_WEBHOOK_SECRET": SECRET,
            "VAR_DIR": var,
        }
        self.running: dict[str, subprocess.Popen] = {}

    def start(self, name: str) -> None:
        python = sys.executable
        command = {
            "web": [python, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--blocking-threads", "4",
                    "--no-ws", "portal.wsgi:application"],
            "worker": [python, "-m", "celery", "-A", "portal.celery", "worker", "--pool", "threads", "--concurrency", "2"],
        }[name]  # fmt: skip
        self.running[name] = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if name == "web":
            self._until_alive()

    def kill(self, name: str) -> None:
        """kill -9, with all its children."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def python(self, code: str, *arguments: str) -> str:
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.database, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def change(self, statement: str) -> None:
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(statement)

    def until(self, query: str, *, seconds: float = 30) -> None:
        """Wait until a query that counts what is missing says 0."""
        deadline = time.monotonic() + seconds
        while (left := self.rows(query)[0][0]) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert left == 0, query

    def _until_alive(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).close()
                return
            time.sleep(0.2)
        raise AssertionError("the web process never came up")


def on_server(*statements: str) -> None:
    server = urlsplit(POSTGRES)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """An empty database, copied from one that is migrated once and kept: migrations take longer than all that follows."""
    with suppress(psycopg.errors.DuplicateDatabase):
        on_server(f"CREATE DATABASE {TEMPLATE}")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.dev", "DATABASE_URL": address_of(TEMPLATE)}
    migrate = [sys.executable, "manage.py", "migrate", "-v", "0"]
    subprocess.run(migrate, cwd=settings.BASE_DIR, env=environment, check=True)
    on_server(f"CREATE DATABASE {DATABASE} TEMPLATE {TEMPLATE}")
    yield address_of(DATABASE)
    on_server(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def address_of(name: str) -> str:
    return urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="module")
def house(database, tmp_path_factory) -> Iterator[House]:
    port = free_port()
    hook = (f"http://127.0.0.1:{port}/stripe/webhook/", SECRET)
    with serve(hooks=[hook], backoff=Backoff(first=0.3, factor=1.0, longest=0.3, attempts=400)) as sandbox:
        house = House(database, sandbox, port, str(tmp_path_factory.mktemp("var")))
        house.start("web")
        yield house
        for name in list(house.running):
            house.kill(name)


def control(sandbox: Sandbox, name: str, **params) -> None:
    body = json.dumps(params).encode()
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{sandbox.url}/_sandbox/{name}", body, headers)).close()


def pay(address: str) -> None:
    form = {"method": "card", "number": "4242424242424242", "expiry": "12/40", "cvc": "123"}
    body = urllib.parse.urlencode(form | {"name": "Hanako", "email": "hanako@example.org"}).encode()
    with suppress(urllib.error.URLError):  # the page of thanks is nobody's here
        urllib.request.urlopen(address, body).close()


def assert_each_is_paid_once(house: House, number: int) -> None:
    house.until("SELECT count(*) FROM payments_payment WHERE state <> 'paid'")
    house.until("SELECT count(*) FROM payments_webhookevent WHERE status NOT IN ('done', 'ignored')")
    assert house.rows("SELECT count(*), sum(amount_jpy) FROM payments_ledgerentry WHERE kind = 'charge'") == [
        (number, 5000 * number)
    ]
    assert house.rows("SELECT count(*) FROM payments_paymenttransition WHERE to_state = 'paid'") == [(number,)]
    assert house.rows("SELECT key, count(*) FROM mail_outgoingmail GROUP BY key HAVING count(*) <> 1") == []
    assert house.rows("SELECT count(*) FROM mail_outgoingmail WHERE key LIKE 'gift_received:%'") == [(number,)]


SWEEP = "import django; django.setup(); from portal.payments import tasks; tasks.sweep_webhooks()"
COMPARE = """
import django; django.setup()
import datetime as dt
from portal.payments.actions import full
full.UNDER_WAY = dt.timedelta(0)
run = full.reconcile_full(write_mail=True)
again = full.reconcile_full()
print(run.total_jpy, run.left_open, again.found, again.healed)
"""


def test_kill_9_of_worker_and_web_and_an_unreliable_post_lose_nothing_and_double_nothing(house):
    # Stored while no worker lives; then the web process dies while webhooks are on their way to it.
    addresses = house.python(GIVE, "12").split()
    for address in addresses[:4]:
        pay(address)
    house.until("SELECT 4 - count(*) FROM payments_webhookevent WHERE type = 'checkout.session.completed'")
    assert house.rows("SELECT count(*) FROM payments_ledgerentry") == [(0,)]
    for fault in ("duplicate", "delay", "drop", "bad_signature"):
        control(house.sandbox, "faults", kind=fault, seconds=1, times=4)
    house.kill("web")
    for address in addresses[4:]:
        pay(address)
    house.start("web")

    # The worker dies in the middle of its work, twice, and comes again.
    for pause in (0.0, 0.3):
        house.start("worker")
        house.until("SELECT (1 - least(count(*), 1)) FROM payments_webhookevent WHERE attempts > 0", seconds=60)
        time.sleep(pause)
        house.kill("worker")
    house.start("worker")
    # What a dead worker held is free after its lease; the sweeper need not be waited for here.
    house.until(
        "SELECT 11 - count(DISTINCT object_id) FROM payments_webhookevent WHERE type = 'checkout.session.completed'"
    )
    house.change("UPDATE payments_webhookevent SET next_attempt = now() WHERE status NOT IN ('done', 'ignored')")
    house.python(SWEEP)

    # One gift's webhooks were all dropped: the comparison finds it, and a second one finds nothing.
    assert house.python(COMPARE).split() == ["0", "0", "0", "0"]
    assert_each_is_paid_once(house, len(addresses))
