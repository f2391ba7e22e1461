"""A small SQLite file, shared by all processes of a machine, that counts attempts to sign in.

It is separate from the database, so that a flood of guesses never takes the lock that editors need to
save. Deleting it is harmless: counting starts again.
"""

from __future__ import annotations

import json
import logging
import os
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils import timezone

try:
    from pysqlite3 import dbapi2 as sqlite3
except ImportError:  # no wheel for this machine
    import sqlite3

logger = logging.getLogger(__name__)

MOST_ROWS = 50_000  # of each table: some ten megabytes
SWEPT = 1 / 200  # the share of writes that also delete expired rows

# `tries`: failed attempts, and how long the next one is refused. `failures`: failed attempts that aren't
# in the log yet. `kept`: Django's cache.
SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS tries
  (key TEXT PRIMARY KEY, count INTEGER NOT NULL, until REAL NOT NULL, expires REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures
  (key TEXT PRIMARY KEY, logged_at REAL NOT NULL, count INTEGER NOT NULL, details TEXT NOT NULL, expires REAL NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept
  (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires REAL NOT NULL) WITHOUT ROWID;
"""
TABLES = ("tries", "failures", "kept")


def now() -> float:
    return timezone.now().timestamp()


class Store:
    """The file's connection, one for each process. One thread uses it at a time: a call takes about 30 µs."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._connection: Any = None
        self._opened_by: tuple[int, Path] | None = None

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Yield a cursor that takes no lock."""
        with self._lock:
            yield self._connect().cursor()

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Yield a cursor in a transaction. Meanwhile no other process can write."""
        with self._lock:
            cursor = self._connect().cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                if random.random() < SWEPT:
                    _sweep(cursor)
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    def empty(self) -> None:
        with self.writing() as cursor:
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table}")

    def _connect(self) -> Any:
        path = settings.VAR / "sign-in.sqlite3"
        if self._opened_by != (os.getpid(), path):
            if self._opened_by and self._opened_by[0] == os.getpid():
                self._connection.close()
            self._connection = _open(path)
            self._opened_by = (os.getpid(), path)
        return self._connection


def _open(path: Path) -> Any:
    """Open the file. If it can't be written, count in this process's memory instead."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        return _prepared(str(path))
    except (OSError, sqlite3.Error):
        logger.exception(
            "%s can’t be used, so each process counts failed sign-ins by itself.", path
        )
        return _prepared(":memory:")


def _prepared(database: str) -> Any:
    connection = sqlite3.connect(database, timeout=5, isolation_level=None, check_same_thread=False)
    connection.executescript(SCHEMA)
    return connection


def _sweep(cursor: Any) -> None:
    """Delete rows that have expired, and the oldest ones beyond MOST_ROWS."""
    for table in TABLES:
        cursor.execute(f"DELETE FROM {table} WHERE expires < ?", (now(),))
        cursor.execute(
            f"DELETE FROM {table} WHERE key IN"
            f" (SELECT key FROM {table} ORDER BY expires DESC LIMIT -1 OFFSET ?)",
            (MOST_ROWS,),
        )


store = Store()


class SharedCache(BaseCache):
    """Django's cache in the store, shared by all processes, for values that JSON can express.

    allauth remembers the used codes of authenticator apps in it, so that none works twice.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with store.reading() as cursor:
            cursor.execute(
                "SELECT value FROM kept WHERE key = ? AND expires > ?",
                (self.make_and_validate_key(key, version=version), now()),
            )
            found = cursor.fetchone()
        return json.loads(found[0]) if found else default

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        with store.writing() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)",
                self._row(key, value, timeout, version),
            )

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        row = self._row(key, value, timeout, version)
        with store.writing() as cursor:
            cursor.execute("DELETE FROM kept WHERE key = ? AND expires <= ?", (row[0], now()))
            cursor.execute("INSERT OR IGNORE INTO kept VALUES (?, ?, ?)", row)
            return bool(cursor.rowcount)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        name, _, expires = self._row(key, None, timeout, version)
        with store.writing() as cursor:
            cursor.execute(
                "UPDATE kept SET expires = ? WHERE key = ? AND expires > ?", (expires, name, now())
            )
            return bool(cursor.rowcount)

    def delete(self, key: str, version: int | None = None) -> bool:
        with store.writing() as cursor:
            name = self.make_and_validate_key(key, version=version)
            cursor.execute("DELETE FROM kept WHERE key = ?", (name,))
            return bool(cursor.rowcount)

    def clear(self) -> None:
        with store.writing() as cursor:
            cursor.execute("DELETE FROM kept")

    def _row(
        self, key: str, value: Any, timeout: Any, version: int | None
    ) -> tuple[str, str, float]:
        expires = self.get_backend_timeout(timeout)
        return (
            self.make_and_validate_key(key, version=version),
            json.dumps(value),
            float("inf") if expires is None else expires,
        )
