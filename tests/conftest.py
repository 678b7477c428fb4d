"""Fixtures that every test may use. Domain factories stand in tests/factories/."""

import os

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import sync_playwright

from portal.payments import append_only, frozen

# A machine that is busy with other things is slow to make up examples; that says nothing about the code.
hypothesis_settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("steady")
# `--hypothesis-profile=thorough`: a thousand lives of gifts instead of a handful (tests/journeys/test_money.py)
hypothesis_settings.register_profile(
    "thorough", hypothesis_settings.get_profile("steady"), max_examples=1000, stateful_step_count=60
)


def pytest_collection_modifyitems(config, items):
    """What needs a service that this pass does not have is left out here, and named by `make test`."""
    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    missing = pytest.mark.skip(reason="needs PostgreSQL: set TEST_DATABASE_URL (make test does)")
    for item in items:
        if item.get_closest_marker("postgres") and (
            item.get_closest_marker("faults") or item.get_closest_marker("browser")
        ):
            raise pytest.UsageError(f"{item.nodeid}: no pass of `make test` runs what is both; mark it needs_postgres")
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After a transactional test Django empties every table, with what migrations put there: languages, the root
    page, groups. Those rows are remembered here and come back with each flush.

    The flush must also pass the ledger's triggers. They are taken away and put back inside its own transaction, so
    that no test ever runs without them.
    """
    with django_db_blocker.unblock():
        remembered = rows_of_migrations()
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_and_restore(operations, sql_list):
        with transaction.atomic(using=operations.connection.alias):
            append_only.unlock(operations.connection)
            frozen.unlock(operations.connection)
            flush(operations, sql_list)
            append_only.lock(operations.connection)
            frozen.lock(operations.connection)
            bring_back(operations.connection, remembered)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_and_restore)
        yield


Rows = dict[str, tuple[list[str], list[tuple]]]


def rows_of_migrations() -> Rows:
    """Every row of a freshly migrated database, by table, with the names of its columns."""
    remembered = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = cursor.fetchall()
            if rows:
                remembered[table] = (
                    [column.name if hasattr(column, "name") else column[0] for column in cursor.description],
                    rows,
                )
    return remembered


def bring_back(connection, remembered: Rows) -> None:
    """Foreign keys are deferred to the end of the transaction, so the order of tables does not matter."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, (columns, rows) in remembered.items():
            names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows)
        for statement in connection.ops.sequence_reset_sql(
            no_style(), [m for m in apps.get_models() if m._meta.db_table in remembered]
        ):
            cursor.execute(statement)


CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run: a second Playwright would not start inside the first one's loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
