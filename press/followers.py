"""How a process hears of commits: on SQLite it looks, on PostgreSQL it listens."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone

from press import changes
from press.position import Position
from press.store import Page, Store

try:
    from pysqlite3 import dbapi2 as sqlite3
except ImportError:  # no wheel for this machine
    import sqlite3

logger = logging.getLogger(__name__)

News = list[frozenset[str] | None]


class SqliteFollower:
    """Asks the file itself, whose `data_version` changes with each commit of another connection."""

    def __init__(self, path: Path) -> None:
        # Opened to read only: a database that isn't there yet is an error, not a new file.
        self.connection = sqlite3.connect(
            f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        self.version = -1
        self.position = changes.here(self.ask)
        self.upcoming = changes.upcoming(self.position.at, self.ask)

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql.replace("%s", "?"), parameters).fetchall()

    def is_true(self, page: Page, position: Position) -> bool:
        return not changes.since(position, self.ask).touch(page.identities)

    def news(self) -> News:
        """Return what was committed, and which moments passed, since this was last called.

        While the database can't be read, nothing is known to have changed: pages go on being served.
        """
        try:
            return self._news()
        except sqlite3.Error:
            logger.exception("The database can’t be read: kept pages are served as they are.")
            return []

    def _news(self) -> News:
        [(version,)] = self.connection.execute("PRAGMA data_version").fetchall()
        if version == self.version and not self._has_passed(timezone.now()):
            return []
        now = changes.here(self.ask)
        if now.log == self.position.log and not self._has_passed(now.at):
            self.version, self.position = version, now
            return []
        changed = changes.since(self.position, self.ask)
        self.upcoming = changes.upcoming(changed.position.at, self.ask)
        self.version, self.position = version, changed.position
        return [changed.identities]

    def _has_passed(self, at: datetime) -> bool:
        return at < self.position.at or at >= self.upcoming


class PostgresqlFollower:
    """Listens in a thread: a commit is heard of within milliseconds, and in a second at most."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.is_stopped = False
        self.heard: deque[frozenset[str] | None] = deque()
        self.position = changes.here()
        self.thread = threading.Thread(target=self._listen, name="press", daemon=True)
        self.thread.start()

    def is_true(self, page: Page, position: Position) -> bool:
        """Return True: before it says what it heard, the listener has the store's pages dropped."""
        return True

    def news(self) -> News:
        """Return what was heard of since this was last called."""
        news: News = []
        with suppress(IndexError):
            while True:
                news.append(self.heard.popleft())
        return news

    def stop(self) -> None:
        """End the thread within a second, and close its connection."""
        self.is_stopped = True
        self.thread.join()

    def _listen(self) -> None:
        while not self.is_stopped:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("LISTEN press")
                while not self.is_stopped:
                    changed = changes.since(self.position)
                    if changed.identities is None or changed.identities:
                        self.store.catch_up()
                        self.heard.append(changed.identities)
                    self.position = changed.position
                    next(connection.connection.notifies(timeout=1, stop_after=1), None)
            except DatabaseError:
                logger.exception("The database can’t be read: kept pages are served as they are.")
                connection.close()
                time.sleep(1)
        connection.close()
