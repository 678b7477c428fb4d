"""The sandbox as a process of its own."""

import ast
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import portal.payments.sandbox
from portal.payments.sandbox.server import NotInProduction, serve

PACKAGE = Path(portal.payments.sandbox.__file__).parent
COMMAND = [sys.executable, "-m", "portal.payments.sandbox"]
ROOT = PACKAGE.parents[2]


def test_it_answers_health_and_stops_when_asked(tmp_path):
    store = tmp_path / "var" / "sandbox.sqlite3"
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--store", str(store)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        said = process.stdout.readline()
        url = said.split("answers at ")[1].split()[0]
        with urllib.request.urlopen(f"{url}/_sandbox/health") as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert store.exists()


def test_it_never_starts_in_production():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.prod"}

    done = subprocess.run(COMMAND, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)

    assert done.returncode == 1
    assert "never starts in production" in done.stderr


def test_nor_inside_a_production_process(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.prod")

    with pytest.raises(NotInProduction):
        serve()


def test_a_hook_needs_a_secret():
    done = subprocess.run(
        [*COMMAND, "--hook", "http://127.0.0.1:9/"], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert (done.returncode, done.stderr) == (2, "Give --secret with --hook: webhooks are always signed.\n")


def test_a_hook_on_another_machine_is_refused():
    with pytest.raises(ValueError, match="this machine only"):
        serve(hooks=[("https://example.org/", "whsec_1")])


def test_it_stops_at_once_however_rarely_it_ticks():
    sandbox = serve(tick_seconds=3600)
    began = time.monotonic()

    sandbox.stop()

    assert time.monotonic() - began < 2


def test_it_listens_on_the_loopback_address_alone(sandbox):
    assert sandbox.url.startswith("http://127.0.0.1:")
    assert sandbox._server.server_address[0] == "127.0.0.1"


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_it_needs_the_standard_library_alone():
    names = set().union(*(imported(file) for file in PACKAGE.rglob("*.py")))
    own = {name for name in names if name.startswith("portal.payments.sandbox")}

    assert {name.split(".")[0] for name in names - own} <= sys.stdlib_module_names
    assert len(own) > 30
