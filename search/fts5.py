"""The full-text index on SQLite, FTS5. Its queries filter by ranges of keys, without reading rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import QuerySet

from search.index import MARK, UNMARK, Found, Tier, most
from search.models import Kind, keys_until
from search.queries import Query

if TYPE_CHECKING:
    from search.desk_search import IndexRow, Search

# A key has whole seconds, so within the second of `at` it doesn't tell whether a story is public; an
# entity's key never does. These documents are looked up.
_, LAST_STORY = keys_until(Kind.STORY, datetime.max.replace(tzinfo=UTC))
UNSETTLED = (
    "unsettled AS (SELECT id FROM search_document WHERE public_at > %s"
    f" AND (id > {LAST_STORY} OR public_at < %s))"
)
SETTLED = "rowid NOT IN (SELECT id FROM unsettled)"
HIDDEN = -1


def search(query: Query, *, at: datetime, depth: int) -> Found:
    # It reads all matching keys: that costs less than a query and a count for each kind.
    words = match(query)
    rows = _rows(
        f"WITH {UNSETTLED}"
        f" SELECT {Tier.TEXT:d}, rowid FROM search_index WHERE search_index MATCH %s"
        f" UNION ALL SELECT {Tier.TITLE:d}, rowid FROM search_index WHERE search_index MATCH %s"
        f" UNION ALL SELECT * FROM (SELECT {Tier.ABOUT:d}, rowid FROM search_index"
        f" {_found(Kind.STORY, at)} ORDER BY rowid DESC LIMIT {depth})"
        f" UNION ALL SELECT {Tier.NAME:d}, d.id FROM search_name n"
        " JOIN search_document d ON d.id = n.document_id WHERE n.folded = %s AND d.public_at <= %s"
        f" UNION ALL SELECT {HIDDEN}, id FROM unsettled",
        [
            *_unsettled(at),
            *(words, f"{{title names}} : ({words})", f"{{title names about}} : ({words})"),
            *(query.folded, _moment(at)),
        ],
    )
    lists: dict[int, list[int]] = {number: [] for number in (HIDDEN, *Tier)}
    for tier, key in rows:
        lists[tier].append(key)
    hidden = set(lists[HIDDEN])
    everywhere, titles = (
        {kind: _public(sorted(lists[tier]), kind, at, hidden) for kind in Kind}
        for tier in (Tier.TEXT, Tier.TITLE)
    )
    newest, named = (
        [key for kind in Kind for key in found[kind][::-1][: most(kind, depth)]]
        for found in (everywhere, titles)
    )
    return Found(
        counts={kind: len(keys) for kind, keys in everywhere.items()},
        keys={
            Tier.NAME: lists[Tier.NAME],
            Tier.TITLE: named,
            Tier.ABOUT: lists[Tier.ABOUT],
            Tier.TEXT: newest,
        },
    )


def marked(query: Query, keys: Collection[int]) -> dict[int, tuple[int, str, str, str]]:
    rows = _rows(
        "SELECT i.rowid, d.row, d.note, highlight(search_index, 0, %s, %s),"
        f" CASE WHEN i.rowid <= {LAST_STORY}"
        " THEN highlight(search_index, 3, %s, %s) ELSE '' END"
        " FROM search_index i JOIN search_document d ON d.id = i.rowid"
        f" WHERE search_index MATCH %s AND i.rowid IN ({_places(keys)})",
        [MARK, UNMARK, MARK, UNMARK, match(query), *keys],
    )
    return {key: tuple(rest) for key, *rest in rows}


def known(words: Sequence[str], *, at: datetime) -> set[str]:
    parts, parameters = [], _unsettled(at)
    for place, word in enumerate(words):
        for kind in Kind:
            parts.append(f"SELECT {place} FROM search_index {_found(kind, at)} LIMIT 1")
            parameters.append(f'"{word}"')
    every = " UNION ".join(f"SELECT * FROM ({part})" for part in parts)
    return {words[place] for (place,) in _rows(f"WITH {UNSETTLED} {every}", parameters)}


def named(
    ways: Sequence[Sequence[str]], kinds: Collection[Kind], *, at: datetime, limit: int
) -> list[tuple[int, str, str]]:
    begun = " ".join(way[0] for way in ways)
    *whole, last = ways
    words = [f"({' OR '.join(_quoted(way))})" for way in whole]
    words.append(f"({' OR '.join(f'{word} *' for word in _quoted(last))})")
    listed = ", ".join(f"{kind:d}" for kind in sorted(kinds))
    public = f"d.public_at <= %s AND d.kind IN ({listed})"
    return _rows(
        "SELECT * FROM (SELECT d.id, n.folded, n.name FROM search_name n"
        " JOIN search_document d ON d.id = n.document_id"
        f" WHERE n.folded >= %s AND n.folded < %s AND {public} ORDER BY n.folded LIMIT {limit})"
        " UNION ALL "
        "SELECT * FROM (SELECT d.id, n.folded, n.name FROM search_name_index i"
        " JOIN search_name n ON n.id = i.rowid JOIN search_document d ON d.id = n.document_id"
        f" WHERE search_name_index MATCH %s AND {public} ORDER BY i.rowid LIMIT {limit})",
        [
            *(begun, begun + chr(0x10FFFF), _moment(at)),
            *(" AND ".join(words), _moment(at)),
        ],
    )


def names_with_each(words: Sequence[str], *, at: datetime) -> list[tuple[str, str]]:
    each = " UNION ALL ".join(
        "SELECT * FROM (SELECT %s, n.name FROM search_name_index i"
        " JOIN search_name n ON n.id = i.rowid JOIN search_document d ON d.id = n.document_id"
        " WHERE search_name_index MATCH %s AND n.name <> '' AND d.public_at <= %s"
        " ORDER BY i.rowid LIMIT 20)"
        for _ in words
    )
    return _rows(each, [value for word in words for value in (word, f'"{word}"', _moment(at))])


# The desk's own index ----------------------------------------------------------------------------


def file(filed: Collection[IndexRow]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_deskdocument (id, row, digest) VALUES (%s, %s, %s)",
            [(each.key, each.row, each.digest) for each in filed],
        )
        cursor.executemany(
            "INSERT INTO search_desk_index (rowid, title, text, also, marks)"
            " VALUES (%s, %s, %s, %s, %s)",
            [(each.key, each.title, each.text, each.also, each.marks) for each in filed],
        )


def filed(search: Search, *, most: int, oldest: bool = False) -> list[int]:
    return [row for (row,) in _rows(*first_filed(search, most=most, oldest=oldest))]


def first_filed(search: Search, *, most: int, oldest: bool = False) -> tuple[str, list[Any]]:
    # FTS5 returns its keys in order, one by one, so that it never reads beyond `most`.
    statement, parameters = rows_filed(search)
    turned = "ASC" if oldest else "DESC"
    return f"{statement} ORDER BY i.rowid {turned} LIMIT {most:d}", parameters


def rows_filed(search: Search) -> tuple[str, list[Any]]:
    groups = [f"marks : ({' OR '.join(_quoted(group))})" for group in search.marks]
    if query := search.query:
        words = match(query, half_typed=search.half_typed)
        groups.insert(0, f"{{title text also}} : ({words})")
    statement = (
        "SELECT d.row FROM search_desk_index i JOIN search_deskdocument d ON d.id = i.rowid"
        " WHERE search_desk_index MATCH %s"
    )
    parameters: list[Any] = [" AND ".join(groups)]
    if search.among is not None:
        # These are few: CROSS JOIN makes SQLite look up each one, instead of going through all matches.
        ids, given = _compiled(search.among)
        statement = (
            f"SELECT d.row FROM ({ids}) AS a CROSS JOIN search_deskdocument d ON d.row = a.id"
            " CROSS JOIN search_desk_index i ON i.rowid = d.id WHERE search_desk_index MATCH %s"
        )
        parameters = [*given, *parameters]
    if search.apart is not None:
        ids, given = _compiled(search.apart)
        statement += f" AND d.row NOT IN ({ids})"
        parameters += given
    return statement, parameters


def _compiled(rows: QuerySet[Any]) -> tuple[str, list[Any]]:
    statement, parameters = rows.query.get_compiler(connection=connection).as_sql()
    return statement, list(parameters)


def match(query: Query, *, half_typed: bool = False) -> str:
    """Return the query in FTS5's syntax. Words have only letters and digits, so quoting them is enough."""
    terms = []
    for term in query.terms:
        ways = (f'"{" ".join(way)}"' for way in term.ways)
        terms.append(f"({' OR '.join(ways)})")
    if half_typed:
        ways = (f'"{" ".join(way)}" *' for way in query.terms[-1].ways)
        terms[-1] = f"({' OR '.join(ways)})"
    return " AND ".join(terms)


def _quoted(words: Sequence[str]) -> list[str]:
    return [f'"{word}"' for word in words]


def _found(kind: Kind, at: datetime) -> str:
    first, last = keys_until(kind, at)
    return f"WHERE search_index MATCH %s AND rowid BETWEEN {first} AND {last} AND {SETTLED}"


def _public(keys: list[int], kind: Kind, at: datetime, hidden: set[int]) -> list[int]:
    """Return those of the sorted keys that are of this kind and public."""
    first, last = keys_until(kind, at)
    kept = keys[bisect_left(keys, first) : bisect_right(keys, last)]
    return [key for key in kept if key not in hidden] if hidden else kept


def _unsettled(at: datetime) -> list[Any]:
    return [_moment(at), _moment(at.replace(microsecond=0) + timedelta(seconds=1))]


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _places(keys: Collection[int]) -> str:
    return ", ".join(["%s"] * len(keys))


def _rows(statement: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
