"""The triggers that write down which identities a change of a row concerns.

They run inside the transaction of the change and see everything: verbs, `bulk_create()`, `.update()`,
fixtures, a shell. They are made after every migration and not in one, since Django's rebuild of a
table on SQLite drops its triggers, silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connections

SQLITE = "CREATE TRIGGER {name} AFTER {event} ON {table} {when} BEGIN {insert}; END"

POSTGRESQL = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {insert}; NOTIFY press; RETURN NULL; END $$;
CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()
"""


NAMES_ON_SQLITE = (
    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'press\\_%' ESCAPE '\\'"
)
NAMES_ON_POSTGRESQL = r"SELECT tgname FROM pg_trigger WHERE tgname LIKE 'press\_%'"

EVENTS = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}

MONTH = re.compile(r"\bmonth\(([^)]*)\)")
MONTH_ON_SQLITE = r"substr(\1, 1, 7)"
MONTH_ON_POSTGRESQL = r"to_char(\1 AT TIME ZONE 'UTC', 'YYYY-MM')"


@dataclass(frozen=True)
class Touch:
    """Identities that a change of one row concerns: its `key`, or that of each row of `table` that meets `where`.

    They are SQL, in which {row} stands for the row as it was or is: `Touch("story", "{row}.id")`,
    `Touch("tag", "tag_id", "articles_taggedstory", "content_object_id = {row}.id")`. `month(moment)`
    is "2020-09", in UTC.
    """

    kind: str
    key: str
    table: str = ""
    where: str = ""

    def select(self, row: str, *, month: str, rows: str = "", among: str = "") -> str:
        """Return a SELECT of the identities for `row`, or for the `rows` of that name `among` others."""
        tables = ", ".join(filter(None, (rows, self.table)))
        conditions = " AND ".join(filter(None, (among, self.where, f"({self.key}) IS NOT NULL")))
        select = (
            f"SELECT '{self.kind}:' || {self.key} AS identity"
            f"{' FROM ' * bool(tables)}{tables} WHERE {conditions}"
        )
        return MONTH.sub(month, select.format(row=row))


@dataclass(frozen=True)
class Watch:
    """What is noted when a row of `table` changes.

    `columns`: those whose change matters, none for all. `only_if`: a condition on {row} without which
    nothing is noted, such as that readers could have seen it. `moments`: columns with times that change
    what readers see once they pass, though nobody writes anything then.
    """

    table: str
    touches: tuple[Touch, ...]
    columns: tuple[str, ...] = ()
    only_if: str = ""
    moments: tuple[str, ...] = ()
    name: str = ""  # tells two of one table apart

    @property
    def trigger(self) -> str:
        return f"press_{self.table}{'_' * bool(self.name)}{self.name}"


WATCHES: dict[str, Watch] = {}


def watch(*watches: Watch) -> None:
    """Have these tables watched. Apps call it in `ready()`, for tables of their own."""
    WATCHES.update({each.trigger: each for each in watches})


def make_triggers(*, using: str, **_: Any) -> None:
    """Make the triggers that are missing, and drop all others. A receiver of `post_migrate`.

    A trigger's name has a digest of what it does, so one that is there need not be made again. Without
    KEPT_PAGES there is none. One query if nothing changes.
    """
    connection = connections[using]
    is_postgresql = connection.vendor == "postgresql"
    wanted: dict[str, str] = {}
    if settings.KEPT_PAGES:
        tables = set(connection.introspection.table_names())
        if not tables.issuperset(["press_rowchange", *(each.table for each in WATCHES.values())]):
            return  # the last of the tables comes with a later migration
        wanted = {
            name: sql
            for watch in WATCHES.values()
            for name, sql in (_on_postgresql if is_postgresql else _on_sqlite)(watch)
        }
    with connection.cursor() as cursor:
        cursor.execute(NAMES_ON_POSTGRESQL if is_postgresql else NAMES_ON_SQLITE)
        there = {name for (name,) in cursor.fetchall()}
        for name in there - wanted.keys():
            cursor.execute(
                f"DROP FUNCTION {name} CASCADE" if is_postgresql else f"DROP TRIGGER {name}"
            )
        for name in wanted.keys() - there:
            cursor.execute(wanted[name])


def _on_sqlite(watch: Watch) -> Iterator[tuple[str, str]]:
    for event, rows in EVENTS.items():
        when = _when(watch, rows, differs="{old} IS NOT {new}")
        of = f" OF {', '.join(watch.columns)}" if event == "UPDATE" and watch.columns else ""
        yield _named(
            f"{watch.trigger}_{event.lower()}",
            SQLITE,
            event=event + of,
            table=watch.table,
            when=f"WHEN {when}" if when else "",
            insert=(
                "INSERT INTO press_rowchange (identity)"
                f" {_identities(watch, rows, month=MONTH_ON_SQLITE)}"
            ),
        )


def _on_postgresql(watch: Watch) -> Iterator[tuple[str, str]]:
    number = "pg_current_xact_id()::text::bigint"
    for event, rows in EVENTS.items():
        when = _when(watch, rows, differs="{old} IS DISTINCT FROM {new}")
        identities = _identities(watch, rows, month=MONTH_ON_POSTGRESQL)
        yield _named(
            f"{watch.trigger}_{event.lower()}",
            POSTGRESQL,
            event=event,
            table=watch.table,
            when=f"WHEN ({when})" if when else "",
            insert=(
                "INSERT INTO press_rowchange (identity, transaction)"
                f" SELECT identity, {number} FROM ({identities}) AS touched"
            ),
        )


def _named(begins: str, template: str, **parts: str) -> tuple[str, str]:
    """Return the whole name of a trigger, and its SQL."""
    digest = sha256(f"{template}{sorted(parts.items())}".encode()).hexdigest()[:8]
    name = f"{begins}_{digest}"  # PostgreSQL's names have 63 characters at most
    return name, template.format(name=name, **parts)


def _identities(watch: Watch, rows: tuple[str, ...], *, month: str) -> str:
    """A SELECT of every identity that is concerned, once each."""
    return " UNION ".join(touch.select(row, month=month) for touch in watch.touches for row in rows)


def _when(watch: Watch, rows: tuple[str, ...], *, differs: str) -> str:
    """The condition of the trigger: a row that matters, and in an update a column that does."""
    conditions = []
    if len(rows) > 1 and watch.columns:
        changed = (differs.format(old=f"OLD.{c}", new=f"NEW.{c}") for c in watch.columns)
        conditions.append(f"({' OR '.join(changed)})")
    if watch.only_if:
        conditions.append(f"({' OR '.join(watch.only_if.format(row=row) for row in rows)})")
    return " AND ".join(conditions)
