"""Production settings are read in a process of their own, as a server reads them."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.prod",
    "SECRET_KEY": "a-key-that-is-long-enough-to-be-believed-0123456789-abcdef",
    "ALLOWED_HOSTS": "tomoni.example.org",
    "BASE_URL": "https://tomoni.example.org",
    "CALENDAR_UID_DOMAIN": "tomoni.example.org",
    "DATABASE_URL": "postgres://tomoni@127.0.0.1/tomoni",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "STRIPE_API_KEY": "sk_live_something",
    "STRIPE_WEBHOOK_SECRET": "whsec_something",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    command = [sys.executable, "-c", "from django.conf import settings; print(settings.DEBUG)"]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)


def test_production_starts_with_everything_it_needs():
    run = start()

    assert (run.returncode, run.stdout.strip()) == (0, "False"), run.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"BASE_URL": "http://tomoni.example.org"}, "BASE_URL"),
        ({"DATABASE_URL": "sqlite:///x.sqlite3"}, "PostgreSQL"),
        ({"REDIS_URL": ""}, "REDIS_URL is missing"),
        ({"STRIPE_WEBHOOK_SECRET": ""}, "STRIPE_WEBHOOK_SECRET is missing"),
        ({"STRIPE_API_BASE": "http://127.0.0.1:8440"}, "for the sandbox"),
        ({"CELERY_BROKER_URL": "filesystem://"}, "filesystem"),
    ],
)
def test_production_refuses_what_is_missing_or_unsafe(change, sentence):
    run = start(**change)

    assert run.returncode != 0
    assert sentence in run.stderr
