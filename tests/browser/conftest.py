"""Browser tests walk on the real thing: what `make run` starts, with a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings


def two_free_ports() -> int:
    """A port whose companion, 440 higher, is free as well."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 440))
            except (OSError, OverflowError):
                continue
            return port


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[str]:
    """Web, worker, beat and sandbox with the demonstration; yields the address without a slash at the end.

    While writing a test, PORTAL_URL names one that runs already (`make run`).
    """
    if running := os.environ.get("PORTAL_URL"):
        yield running.rstrip("/")
        return
    port, var = two_free_ports(), tmp_path_factory.mktemp("var")
    environment = {
        **{
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("DJANGO_", "TEST_", "DATABASE_", "REDIS_"))
        },
        "VAR_DIR": str(var),
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up", "--port", str(port)],
        cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said: list[str] = []
    ready = f"Tomoni is ready at http://127.0.0.1:{port}/"
    for line in process.stdout:
        said.append(line)
        if ready in line:
            break
    else:
        raise AssertionError("The portal did not start:\n" + "".join(said) + logs(var))
    with process.stdout:
        reader = threading.Thread(target=process.stdout.read)  # a full pipe would stop the portal
        reader.start()
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        reader.join()


def logs(var: Path) -> str:
    return "".join(f"\n== {log.name}\n{log.read_text()[-2000:]}" for log in sorted(var.glob("log/*.log")))
