"""Fixtures that every test may use. Domain factories stand in tests/factories/."""

import os

import pytest
from django.conf import settings
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation

from portal.payments import append_only


def pytest_collection_modifyitems(config, items):
    """What needs a service that this pass does not have is left out here, and named by `make test`."""
    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    missing = pytest.mark.skip(reason="needs PostgreSQL: set TEST_DATABASE_URL (make test does)")
    for item in items:
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(missing)


@pytest.fixture(autouse=True)
def in_japanese():
    """Every test begins in Japanese, the product's first language."""
    with translation.override("ja"):
        yield


@pytest.fixture(autouse=True)
def outbox_in_use(settings):
    """Django's test runner swaps the mail backend; ours is part of what is tested."""
    settings.EMAIL_BACKEND = "portal.mail.outbox.OutboxBackend"


@pytest.fixture(scope="session")
def require_services() -> bool:
    """True where a missing service must fail the run instead of skipping a test."""
    return os.environ.get("REQUIRE_SERVICES") == "1"


@pytest.fixture(scope="session", autouse=True)
def flush_may_empty_the_ledger():
    """Django empties every table after a transactional test; the ledger's triggers would refuse.

    They are taken away and put back inside the flush's own transaction, so that no test ever runs without them.
    """
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_unlocked(operations, sql_list):
        with transaction.atomic(using=operations.connection.alias):
            append_only.unlock(operations.connection)
            flush(operations, sql_list)
            append_only.lock(operations.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_unlocked)
        yield
