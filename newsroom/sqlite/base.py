"""Django's SQLite backend on the newer SQLite of the pysqlite3 wheel, if there is one for this machine.

A number too large for SQLite finds no row, as on PostgreSQL.

Django builds its cursor class on the driver when it is imported. So the driver is replaced during that
import only: `import sqlite3` elsewhere still gets the standard library's.
"""

import sys
from collections.abc import Mapping
from typing import Any

NAMES = ("sqlite3", "sqlite3.dbapi2")

try:
    import pysqlite3.dbapi2
except ImportError:
    pass  # no wheel for this machine; the check newsroom.W001 warns if the standard library's is old
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
    """Replaces numbers that are too large for SQLite in queries, for which Python's driver raises an error.

    Django checks the range for a plain column, but not for `pk__in` or a parent's key (RelatedExact),
    so that a forged choice in a form would be a server error.
    """

    def execute(self, query: str, params: Any = None) -> Any:
        try:
            return super().execute(query, params)
        except OverflowError:
            if not query.startswith("SELECT") or isinstance(params, Mapping):
                raise  # never store another number than was given
            return super().execute(query, [_bounded(each) for each in params])


def _bounded(value: Any) -> Any:
    return max(-LARGEST, min(LARGEST, value)) if isinstance(value, int) else value


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style: Any, tables: Any, **options: Any) -> list[str]:
        """Flush tables whose triggers refuse deletions, too, as PostgreSQL's TRUNCATE does.

        `flush` sends post_migrate afterwards, which creates the triggers again.
        """
        triggers = [f"DROP TRIGGER IF EXISTS {table}{NEVER_DELETED};" for table in tables]
        return [*triggers, *super().sql_flush(style, tables, **options)]


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that `ENGINE = "newsroom.sqlite"` names."""

    ops_class = DatabaseOperations

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=Cursor)
