"""Reads what has changed since a position in time: rows, by the log of the triggers, and moments.

A position says how far the log has been read. It is taken before a page is made, so that what changes
while the page is being made counts as newer.

A moment is a change that nobody writes, such as the hour of a scheduled story, the end of an embargo or
the end of a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from press.models import RowChange
from press.position import Position
from press.recording import identity
from press.triggers import MONTH_ON_POSTGRESQL, MONTH_ON_SQLITE, WATCHES, Watch

Execute = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs a SELECT, with %s for each parameter, and returns its rows."""

MOST = 50_000
"""How many changes are read at once. Whoever is further behind takes everything as changed."""
KEPT_FOR = timedelta(days=4)
"""How long a change stays in the log. Daily chores delete it then."""


@dataclass(frozen=True)
class Changes:
    """What changed, up to `position`. `identities` is None if that isn't known: then everything may have."""

    position: Position
    identities: frozenset[str] | None

    def touch(self, identities: frozenset[str]) -> bool:
        return self.identities is None or not self.identities.isdisjoint(identities)


def ask_django(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a SELECT on Django's connection of this thread."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def here(ask: Execute = ask_django) -> Position:
    """Return the present position. One query."""
    at = timezone.now()
    if connection.vendor == "postgresql":
        [(log,)] = ask("SELECT pg_current_snapshot()::text", ())
    else:
        # The sequence and not the newest row, which may be forgotten.
        rows = ask("SELECT seq FROM sqlite_sequence WHERE name = 'press_rowchange'", ())
        log = str(rows[0][0]) if rows else "0"
    return Position(log, at)


def since(position: Position, ask: Execute = ask_django) -> Changes:
    """Return what has changed since. Three queries; more if a moment has passed."""
    now = here(ask)
    if now.at < position.at or now.at - position.at > KEPT_FOR / 2:
        # A clock was set back, so moments that had passed lie ahead again; or rows may be forgotten.
        return Changes(now, None)
    identities = set() if now.log == position.log else _logged(position, now, ask)
    if identities is not None and upcoming(position.at, ask) <= now.at:
        identities = identities.union(
            *_passed(position.at, now.at, ask), _days(position.at, now.at)
        )
    return Changes(now, None if identities is None else frozenset(identities))


def _logged(position: Position, now: Position, ask: Execute) -> set[str] | None:
    if connection.vendor == "postgresql":
        # Numbers of transactions don't come in the order of commits: a snapshot knows which were open.
        condition = "transaction >= %s AND NOT pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)"
        parameters: list[Any] = [int(position.log.partition(":")[0]), position.log]
    elif int(now.log) < int(position.log):
        return None  # this is another database: a backup was restored
    else:
        condition, parameters = "id > %s", [int(position.log)]
    rows = ask(
        f"SELECT identity FROM press_rowchange WHERE {condition} LIMIT {MOST + 1}", parameters
    )
    return None if len(rows) > MOST else {identity for (identity,) in rows}


def _passed(after: datetime, until: datetime, ask: Execute) -> Iterator[set[str]]:
    """Yield what the moments between two times concern."""
    month = MONTH_ON_POSTGRESQL if connection.vendor == "postgresql" else MONTH_ON_SQLITE
    for watch, column in _moments():
        among = f"{{row}}.{column} > %s AND {{row}}.{column} <= %s"
        for touch in watch.touches:
            select = touch.select("moved", month=month, rows=f"{watch.table} moved", among=among)
            yield {identity for (identity,) in ask(select, [stored(after), stored(until)])}


def upcoming(after: datetime, ask: Execute = ask_django) -> datetime:
    """Return the next moment, a midnight of the newsroom's at the latest. One query."""
    selects = " UNION ALL ".join(
        f"SELECT min({column}) FROM {watch.table} WHERE {column} > %s"
        for watch, column in _moments()
    )
    rows = ask(selects, [stored(after)] * len(_moments())) if selects else []
    midnight = start_of(day_of(after) + timedelta(days=1))
    return min([midnight, *(loaded(moment) for (moment,) in rows if moment is not None)])


def _moments() -> list[tuple[Watch, str]]:
    pairs = ((watch, column) for watch in WATCHES.values() for column in watch.moments)
    return sorted(pairs, key=lambda pair: pair[0].table)


def _days(after: datetime, until: datetime) -> set[str]:
    """Return the newsroom's day that has ended, if any: pages that say "tomorrow" depend on it."""
    return {identity("day", day_of(after))} if day_of(after) != day_of(until) else set()


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment, timezone.get_default_timezone())


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def stored(moment: datetime) -> Any:
    """Return a moment as the database compares it."""
    return connection.ops.adapt_datetimefield_value(moment)


def loaded(moment: Any) -> datetime:
    """Return a moment that a SELECT without Django's models read: text on SQLite."""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def forget() -> int:
    """Delete what no process needs any more, and return how many changes that was.

    Pages that were made before the oldest change that is left count as out of date.
    """
    return RowChange.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
