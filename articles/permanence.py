"""The database itself refuses to change a revision.

The triggers are made after every migration, not in one: Django's table rebuild on SQLite drops
triggers, silently. Making them again when they are there changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = """
CREATE TRIGGER IF NOT EXISTS articles_revision_never_changes
BEFORE UPDATE ON articles_revision
BEGIN SELECT RAISE(ABORT, 'A revision never changes.'); END
"""

POSTGRESQL = """
CREATE OR REPLACE FUNCTION articles_revision_never_changes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'A revision never changes.'; END $$;
CREATE OR REPLACE TRIGGER articles_revision_never_changes
BEFORE UPDATE ON articles_revision
FOR EACH ROW EXECUTE FUNCTION articles_revision_never_changes();
"""


def protect_revisions(*, using: str, **_: Any) -> None:
    """Any update of a revision's row raises IntegrityError from now on. For `post_migrate`."""
    connection: BaseDatabaseWrapper = connections[using]
    if "articles_revision" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL if connection.vendor == "postgresql" else SQLITE)
