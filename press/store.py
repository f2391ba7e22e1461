"""The file that keeps finished pages, one for all processes of a machine.

It is a SQLite database of its own, apart from the newsroom's: nothing that readers ask for takes the
lock that editors save under. It may be deleted at any time; its pages are then made again.

What was read from the newsroom's database before a page was made is older than what is read inside
the file's write lock when the page is put down. So no change falls between the two.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from press import changes
from press.changes import Position

try:
    from pysqlite3 import dbapi2 as sqlite3
except ImportError:  # no wheel for this machine
    import sqlite3

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -2000;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS page (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  headers TEXT NOT NULL,
  gzip BLOB,
  identities TEXT NOT NULL,
  shell TEXT NOT NULL,
  slots TEXT NOT NULL,
  reads INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS page_to_make ON page (reads) WHERE gzip IS NULL;
CREATE TABLE IF NOT EXISTS made_from (
  identity TEXT NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (identity, page)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS made_from_of_page ON made_from (page);
"""


COLUMNS = "address, headers, gzip, identities, shell, slots"
AT_ONCE = 500  # identities in one statement


@dataclass(frozen=True)
class Page:
    """A finished page.

    `headers` are those of its answer but for its length and encoding. `slots` are the pieces in it that
    all pages share, each with where it begins and ends; `shell` is the version that they are of.
    """

    address: str
    headers: tuple[tuple[str, str], ...]
    gzip: bytes
    identities: frozenset[str]
    shell: str
    slots: tuple[tuple[int, int, str], ...]


class Store:
    """A connection to the file for each thread that asks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def find(self, address: str) -> tuple[Page, Position] | None:
        """Return the page of an address, and the position up to which the file's pages are true."""
        row = (
            self._connection()
            .execute(
                "SELECT headers, gzip, identities, shell, slots, (SELECT value FROM state WHERE name = 'position')"
                " FROM page WHERE address = ? AND gzip IS NOT NULL",
                [address],
            )
            .fetchone()
        )
        if row is None:
            return None
        headers, gzip, identities, shell, slots, position = row
        page = Page(
            address,
            tuple((name, value) for name, value in json.loads(headers)),
            gzip,
            frozenset(identities.split("\n")),
            shell,
            tuple((start, end, name) for start, end, name in json.loads(slots)),
        )
        return page, Position.from_json(position)

    def keep(self, page: Page, *, made_at: Position) -> bool:
        """Put a page down that was begun at the position; return whether it is still true.

        Pages that changes made untrue meanwhile are dropped. Three queries to the newsroom's database.
        """
        with self._writing() as cursor:
            self._catch_up(cursor)
            if changes.since(made_at).touch(page.identities):
                return False
            [(key,)] = cursor.execute(
                f"INSERT INTO page ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (address) DO UPDATE SET headers = excluded.headers, gzip = excluded.gzip,"
                " identities = excluded.identities, shell = excluded.shell,"
                " slots = excluded.slots RETURNING id",
                _values(page),
            ).fetchall()
            rows = cursor.execute("SELECT identity FROM made_from WHERE page = ?", [key])
            before = {identity for (identity,) in rows}
            cursor.executemany(
                "DELETE FROM made_from WHERE identity = ? AND page = ?",
                [[identity, key] for identity in before - page.identities],
            )
            cursor.executemany(
                "INSERT INTO made_from VALUES (?, ?)",
                [[identity, key] for identity in page.identities - before],
            )
            return True

    def join(self, before: Page, after: Page) -> None:
        """Put a page in the place of itself with an earlier shell, unless it was dropped meanwhile."""
        with self._writing() as cursor:
            cursor.execute(
                "UPDATE page SET headers = ?, gzip = ?, shell = ?, slots = ?"
                " WHERE address = ? AND gzip = ?",
                [
                    *(json.dumps(after.headers), after.gzip, after.shell),
                    *(json.dumps(after.slots), after.address, before.gzip),
                ],
            )

    def find_to_make(self, most: int) -> list[str]:
        """Return the addresses of pages that were dropped or never made, most read first."""
        rows = self._connection().execute(
            "SELECT address FROM page WHERE gzip IS NULL ORDER BY reads DESC LIMIT ?", [most]
        )
        return [address for (address,) in rows]

    def want(self, addresses: Iterable[str]) -> None:
        """Have pages made that nobody has asked for yet."""
        with self._writing() as cursor:
            cursor.executemany(
                "INSERT OR IGNORE INTO page (address, headers, identities, shell, slots)"
                " VALUES (?, '[]', '', '', '[]')",
                [[address] for address in addresses],
            )

    def count(self, reads: dict[str, int]) -> None:
        """Add to the number of times that pages were read."""
        with self._writing() as cursor:
            cursor.executemany(
                "UPDATE page SET reads = reads + ? WHERE address = ?",
                [[number, address] for address, number in reads.items()],
            )

    def forget(self, address: str) -> None:
        """Delete a page that isn't there any more."""
        with self._writing() as cursor:
            cursor.execute(
                "DELETE FROM made_from WHERE page = (SELECT id FROM page WHERE address = ?)",
                [address],
            )
            cursor.execute("DELETE FROM page WHERE address = ?", [address])

    def catch_up(self) -> None:
        """Drop what changes have made untrue."""
        with self._writing() as cursor:
            self._catch_up(cursor)

    def begin(self, release: str) -> None:
        """Drop every page that another release made, with other templates or settings."""
        with self._writing() as cursor:
            if _state(cursor, "release") != release:
                _drop(cursor, None)
                _set_state(cursor, "release", release)

    def _catch_up(self, cursor: Any) -> None:
        position = _state(cursor, "position")
        if position is None:
            _set_state(cursor, "position", changes.here().to_json())
            return
        changed = changes.since(Position.from_json(position))
        _drop(cursor, changed.identities)
        _set_state(cursor, "position", changed.position.to_json())

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """A cursor in a transaction beside which no other process writes."""
        cursor = self._connection().cursor()
        cursor.execute("BEGIN IMMEDIATE")
        try:
            yield cursor
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")

    def _connection(self) -> Any:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
            connection.executescript(SCHEMA)
            self._local.connection = connection
        return connection


def _values(page: Page) -> list[Any]:
    return [
        *(page.address, json.dumps(page.headers), page.gzip),
        *("\n".join(page.identities), page.shell, json.dumps(page.slots)),
    ]


def _state(cursor: Any, name: str) -> str | None:
    row = cursor.execute("SELECT value FROM state WHERE name = ?", [name]).fetchone()
    return row[0] if row else None


def _set_state(cursor: Any, name: str, value: str) -> None:
    cursor.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [name, value])


def _drop(cursor: Any, identities: frozenset[str] | None) -> None:
    """Drop the pages that were made from any of these; all of them for None."""
    empty = "UPDATE page SET gzip = NULL WHERE gzip IS NOT NULL"
    if identities is None:
        cursor.execute(empty)
        return
    for some in batched(identities, AT_ONCE):
        places = ", ".join("?" * len(some))
        cursor.execute(
            f"{empty} AND id IN (SELECT page FROM made_from WHERE identity IN ({places}))", some
        )


def batched(identities: Iterable[str], size: int) -> Iterator[list[str]]:
    """As `itertools.batched`, which Python 3.11 doesn't have."""
    each = iter(identities)
    while some := list(islice(each, size)):
        yield some
