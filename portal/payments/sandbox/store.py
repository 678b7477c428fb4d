"""Keeps the sandbox's state in one SQLite file, so that a restart forgets nothing."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from portal.payments.sandbox.tree import Tree

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, position INTEGER NOT NULL,
    body TEXT NOT NULL, notes TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,
    body TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """SQLite behind one connection and a lock; ":memory:" keeps nothing."""

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)

    def objects(self) -> Iterator[tuple[Tree, Tree]]:
        """Every (object, private notes), in order of creation."""
        for body, notes in self._rows("SELECT body, notes FROM objects ORDER BY position"):
            yield json.loads(body), json.loads(notes)

    def save_objects(self, rows: Iterable[tuple[int, Tree, Tree]]) -> None:
        """Write (position, object, notes) rows in one transaction."""
        values = [
            (body["id"], body["object"], position, json.dumps(body), json.dumps(notes))
            for position, body, notes in rows
        ]
        with self._lock:
            self._db.execute("BEGIN")
            self._db.executemany("REPLACE INTO objects VALUES (?, ?, ?, ?, ?)", values)
            self._db.execute("COMMIT")

    def reply(self, key: str, since: int) -> tuple[str, int, Tree] | None:
        """(fingerprint, status, body) of the call that used this idempotency key after `since`."""
        rows = self._rows("SELECT fingerprint, status, body FROM replies WHERE key = ? AND at > ?", key, since)
        return (rows[0][0], rows[0][1], json.loads(rows[0][2])) if rows else None

    def save_reply(self, key: str, fingerprint: str, status: int, body: Tree, at: int) -> None:
        self._run("REPLACE INTO replies VALUES (?, ?, ?, ?, ?)", key, fingerprint, status, json.dumps(body), at)

    def deliveries(self) -> list[Tree]:
        return [json.loads(row[0]) for row in self._rows("SELECT body FROM deliveries ORDER BY rowid")]

    def save_delivery(self, body: Tree) -> None:
        self._run(
            "INSERT INTO deliveries VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            body["id"],
            json.dumps(body),
        )

    def fact(self, name: str, default: int) -> int:
        rows = self._rows("SELECT value FROM facts WHERE name = ?", name)
        return int(rows[0][0]) if rows else default

    def save_fact(self, name: str, value: int) -> None:
        self._run("REPLACE INTO facts VALUES (?, ?)", name, str(value))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def _run(self, sql: str, *values: object) -> None:
        with self._lock:
            self._db.execute(sql, values)
