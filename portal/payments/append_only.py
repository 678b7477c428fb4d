"""Triggers that let a table only grow, on both database engines (money.md: corrections are reversing entries).

`manage.py flush` is refused too, on purpose. Only tests may empty such a table: tests/conftest.py opens the lock around
Django's flush between transactional tests, with `unlock` and `lock`; the product never calls `unlock`.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("payments_ledgerentry", "payments_paymenttransition")
SENTENCE = "{table} is append-only"

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION payments_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def _sqlite_lock(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE.format(table=table)}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _sqlite_unlock(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")]


def _postgres_lock(table: str) -> list[str]:
    return [
        _POSTGRES_FUNCTION,
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION payments_append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION payments_append_only()",
    ]


def _postgres_unlock(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_{part} ON {table}" for part in ("change", "truncate")]


_LOCK = {"sqlite": _sqlite_lock, "postgresql": _postgres_lock}
_UNLOCK = {"sqlite": _sqlite_unlock, "postgresql": _postgres_unlock}


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lock(connection: BaseDatabaseWrapper, tables: Sequence[str] = TABLES) -> None:
    """Make the tables append-only. Raises KeyError on an engine that we have no triggers for."""
    for table in tables:
        _run(connection, _LOCK[connection.vendor](table))


def unlock(connection: BaseDatabaseWrapper, tables: Sequence[str] = TABLES) -> None:
    """Take the triggers away: for the reverse of the migration, and for tests."""
    for table in tables:
        _run(connection, _UNLOCK[connection.vendor](table))
