"""`manage.py up`: everything on one machine. What `make run` calls."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

ACCOUNTS = (
    "volunteer",
    "runner",
    "trainee",
    "donor",
    "captain",
    "coordinator",
    "fundraiser",
    "trainer",
    "editor",
    "admin",
)
PATIENCE = 90.0  # seconds until all parts must answer; a cold start on two slow cores takes about fifteen


@dataclass
class Part:
    """One process of the portal and the file that holds what it says."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self, environment: dict[str, str]) -> None:
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C reaches this command only, which then stops the parts in order.
            self.process = subprocess.Popen(  # noqa: S603
                self.command, stdout=log, stderr=log, env=environment, cwd=settings.BASE_DIR, start_new_session=True
            )

    @property
    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process is None or self.died:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=3) as response:  # noqa: S310  our own loopback addresses
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


class Command(BaseCommand):
    help = "Start web, worker, beat and the Stripe sandbox with the demonstration; stop them all on Ctrl-C."

    @property
    def sandbox_store(self) -> Path:
        """What the sandbox knows outlives a restart."""
        return settings.VAR_DIR / "sandbox.sqlite3"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fresh", action="store_true", help="throw the data under var/ away first")

    def handle(self, *args: Any, **options: Any) -> None:
        port, sandbox_port = options["port"], options["port"] + 440
        for wanted in (port, sandbox_port):
            if not is_free(wanted):
                raise CommandError(f"Port {wanted} is in use: stop what runs there, or choose another with PORT=….")
        environment = self.environment(port, sandbox_port)
        if options["fresh"]:
            shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
        for folder in ("log", "broker", "broker-control"):
            (settings.VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
        for command in (["migrate", "-v", "0"], ["demo", "--sandbox", str(self.sandbox_store)]):
            self.stdout.write(f"{command[0]} …")
            subprocess.run([sys.executable, "manage.py", *command], env=environment, cwd=settings.BASE_DIR, check=True)  # noqa: S603
        self.keep_running(self.parts(port, sandbox_port, environment), port, sandbox_port, environment)

    def environment(self, port: int, sandbox_port: int) -> dict[str, str]:
        """What the parts must agree on; whatever the caller has set stays."""
        base_url = os.environ.get("BASE_URL", f"http://127.0.0.1:{port}")
        return {
            "STRIPE_API_BASE": f"http://127.0.0.1:{sandbox_port}",
            "PYTHONUNBUFFERED": "1",
            "DEBUG": "0",  # a newcomer meets the product's own pages, also where an address is wrong
            **os.environ,
            "BASE_URL": base_url,
        }

    def parts(self, port: int, sandbox_port: int, environment: dict[str, str]) -> list[Part]:
        python, log = sys.executable, settings.VAR_DIR / "log"
        secret = environment.get("STRIPE_WEBHOOK_SECRET", "whsec_sandbox").partition(",")[0]
        celery = [python, "-m", "celery", "-A", "portal.celery"]
        return [
            Part("sandbox", [python, "-m", "portal.payments.sandbox", "--port", str(sandbox_port),
                             "--hook", f"http://127.0.0.1:{port}/stripe/webhook/", "--secret", secret,
                             "--store", str(self.sandbox_store)], log / "sandbox.log"),
            Part("worker", [*celery, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO",
                            "--without-gossip", "--without-mingle"], log / "worker.log"),
            Part("beat", [*celery, "beat", "--loglevel", "INFO"], log / "beat.log"),
            Part("web", [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
                         "--workers", "2", "--blocking-threads", "4", "--no-ws", "portal.wsgi:application"], log / "web.log"),
        ]  # fmt: skip

    def keep_running(self, parts: list[Part], port: int, sandbox_port: int, environment: dict[str, str]) -> None:
        stopping: list[int] = []

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.append(number)

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        try:
            for part in parts:
                part.start(environment)
            self.wait_until_ready(parts, port, sandbox_port, stopping)
            if not stopping:
                self.welcome(port, sandbox_port)
            while not stopping:
                self.complain_about_the_dead(parts)
                time.sleep(0.5)
        finally:
            for part in reversed(parts):
                part.stop()
        self.stdout.write("Stopped. The data stays under var/.")

    def wait_until_ready(self, parts: list[Part], port: int, sandbox_port: int, stopping: list[int]) -> None:
        """The portal says itself whether database, migrations, broker, worker and beat answer (/readyz)."""
        wanted = [f"http://127.0.0.1:{sandbox_port}/_sandbox/health", f"http://127.0.0.1:{port}/readyz"]
        deadline = time.monotonic() + PATIENCE
        while wanted and not stopping:
            self.complain_about_the_dead(parts)
            if time.monotonic() > deadline:
                raise CommandError(f"{wanted[0]} does not answer after {PATIENCE:.0f} s; see var/log/.")
            if answers(wanted[0]):
                wanted.pop(0)
            else:
                time.sleep(0.3)

    def complain_about_the_dead(self, parts: list[Part]) -> None:
        for part in parts:
            if part.died:
                last = part.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
                raise CommandError(
                    f"The {part.name} stopped by itself. Its last lines ({part.log}):\n" + "\n".join(last)
                )

    def welcome(self, port: int, sandbox_port: int) -> None:
        self.stdout.write(
            f"\nTomoni is ready at http://127.0.0.1:{port}/\n\n"
            f"  Accounts   {', '.join(name + '@' for name in ACCOUNTS)} example.org · password tomoni-demo\n"
            f"  Back office http://127.0.0.1:{port}/office/\n"
            f"  Mail        http://127.0.0.1:{port}/dev/mail/\n"
            f"  Payments    test card 4242 4242 4242 4242 · steer at http://127.0.0.1:{sandbox_port}/_sandbox/\n\n"
            "Ctrl-C stops everything; the data stays under var/ (make run FRESH=1 starts over)."
        )
        self.stdout.flush()
