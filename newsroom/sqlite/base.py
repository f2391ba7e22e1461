"""Django's SQLite backend on the SQLite of the pysqlite3 wheel, where there is a wheel.

A number too large for SQLite finds no row, as on PostgreSQL.

Django builds its cursor class on the driver while it is imported, so the driver is swapped for
exactly that import and put back after it: `import sqlite3` elsewhere still gives the standard
library's.
"""

import sys
from collections.abc import Mapping
from typing import Any

NAMES = ("sqlite3", "sqlite3.dbapi2")

try:
    import pysqlite3.dbapi2
except ImportError:
    pass  # no wheel for this machine: the standard library's; newsroom.W001 speaks if it is old
else:
    if "django.db.backends.sqlite3.base" in sys.modules:
        raise ImportError("django.db.backends.sqlite3 was imported before newsroom.sqlite")
    standard = {name: sys.modules.pop(name) for name in NAMES if name in sys.modules}
    sys.modules.update(zip(NAMES, (pysqlite3, pysqlite3.dbapi2), strict=True))
    try:
        import django.db.backends.sqlite3.base  # noqa: F401 - imported for its driver
    finally:
        for name in NAMES:
            del sys.modules[name]
        sys.modules.update(standard)

from django.db.backends.sqlite3 import base, operations

from history.permanence import NEVER_DELETED

LARGEST = 2**63 - 1


class Cursor(base.SQLiteCursorWrapper):
    """Asks for the largest number where a larger one is asked for, which Python's driver refuses.

    Django keeps such a number from a plain column and not from a key in a list or of a parent's
    row (`pk__in`, RelatedExact), so a forged choice in a form would be a fault.
    """

    def execute(self, query: str, params: Any = None) -> Any:
        try:
            return super().execute(query, params)
        except OverflowError:
            if not query.startswith("SELECT") or isinstance(params, Mapping):
                raise  # what is stored is never another number than was given
            return super().execute(query, [_bounded(each) for each in params])


def _bounded(value: Any) -> Any:
    return max(-LARGEST, min(LARGEST, value)) if isinstance(value, int) else value


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style: Any, tables: Any, **options: Any) -> list[str]:
        """Empty tables that refuse deletions, too: PostgreSQL's TRUNCATE passes row triggers by.

        `flush` sends post_migrate afterwards, which makes the triggers again.
        """
        triggers = [f"DROP TRIGGER IF EXISTS {table}{NEVER_DELETED};" for table in tables]
        return [*triggers, *super().sql_flush(style, tables, **options)]


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that `ENGINE = "newsroom.sqlite"` names."""

    ops_class = DatabaseOperations

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=Cursor)
