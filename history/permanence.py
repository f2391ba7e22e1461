"""Triggers that make the database refuse to change or delete the rows of a table.

They are made after every migration instead of in one: when Django rebuilds a table on SQLite, its
triggers are silently dropped. Making a trigger that is already there changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""

POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{sentence}'; END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}();
"""

# Ends the names of triggers that must be dropped before a test database is flushed: see newsroom/sqlite.
NEVER_DELETED = "_is_never_deleted"


def refuse_updates(table: str, sentence: str, *, using: str) -> None:
    """Make any update of a row of `table` raise IntegrityError with the sentence."""
    _refuse("UPDATE", table, f"{table}_never_changes", sentence, using=using)


def refuse_deletions(table: str, sentence: str, *, using: str) -> None:
    """Make any deletion of a row of `table` raise IntegrityError with the sentence."""
    _refuse("DELETE", table, f"{table}{NEVER_DELETED}", sentence, using=using)


def _refuse(event: str, table: str, name: str, sentence: str, *, using: str) -> None:
    connection: BaseDatabaseWrapper = connections[using]
    if table not in connection.introspection.table_names():
        return
    sql = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    with connection.cursor() as cursor:
        cursor.execute(sql.format(event=event, table=table, name=name, sentence=sentence))


def let_only_grow(*logs: str, using: str) -> None:
    """Make any update or deletion of a row of these tables raise IntegrityError."""
    for table in logs:
        refuse_updates(table, "The log never changes.", using=using)
        refuse_deletions(table, "Nothing is deleted from the log.", using=using)


def protect_changes(*, using: str, **_: Any) -> None:
    """Let the log only grow. A receiver of `post_migrate`."""
    let_only_grow("history_change", "history_touched", using=using)
