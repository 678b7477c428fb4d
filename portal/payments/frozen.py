"""Triggers that keep receipts as they were issued, on both database engines.

Of a receipt only its voiding and the note of its reissues may change, of its lines only `live`; neither is ever
deleted. Only tests may take the triggers away (tests/conftest.py, around Django's flush).
"""

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

Columns = Mapping[str, str]  # of each table, what never changes
FROZEN: Columns = {
    "payments_receipt": (
        "id, series_id, number, code, kind, language, organisation, donor_name, donor_postcode, donor_address, "
        "donor_is_body, amount_jpy, received_on, issued_at, replaces_id, pdf, pdf_sha256"
    ),
    "payments_receiptline": "id, receipt_id, payment_id, position, received_on, amount_jpy",
}
SENTENCE = "a receipt is never changed"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION payments_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'restrict_violation';
END $$
"""


def _statements(vendor: str, table: str, columns: str) -> list[str]:
    verbs = (("changed", f"UPDATE OF {columns}"), ("deleted", "DELETE"))
    if vendor == "sqlite":
        body = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        return [f"CREATE TRIGGER {table}_not_{name} BEFORE {verb} ON {table} {body}" for name, verb in verbs]
    run = "EXECUTE FUNCTION payments_frozen()"
    return [
        _POSTGRES_FUNCTION,
        *(f"CREATE TRIGGER {table}_not_{name} BEFORE {verb} ON {table} FOR EACH ROW {run}" for name, verb in verbs),
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}",
    ]


def lock(connection: BaseDatabaseWrapper, frozen: Columns = FROZEN) -> None:
    """Freeze receipts and their lines; a migration names the columns of its own day."""
    with connection.cursor() as cursor:
        for table, columns in frozen.items():
            for statement in _statements(connection.vendor, table, columns):
                cursor.execute(statement)


def unlock(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for the reverse of the migration, and for tests."""
    on_table = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in FROZEN:
            for name in ("changed", "deleted", "emptied"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_not_{name}" + (f" ON {table}" if on_table else ""))
