"""The full-text index on PostgreSQL: a tsvector column for each tier."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from search.index import MARK, UNMARK, Found, Tier, most
from search.models import ROW_BITS, SECONDS_BITS, Kind
from search.queries import Query
from search.schema import words_of

if TYPE_CHECKING:
    from search.desk_search import IndexRow, Search

COLUMNS = {Tier.TITLE: "title_words", Tier.ABOUT: "about_words", Tier.TEXT: "words"}
COUNT = -1
KIND_AT = SECONDS_BITS + ROW_BITS
WHOLE = f'StartSel="{MARK}", StopSel="{UNMARK}", HighlightAll=true'


def search(query: Query, *, at: datetime, depth: int) -> Found:
    condition, words = match(query)
    # MATERIALIZED: otherwise the planner may walk all documents in the order of their keys, in the
    # hope of early matches, instead of using the index.
    lists = ", ".join(
        f"found_{tier:d} AS MATERIALIZED (SELECT id FROM search_document"
        f" WHERE {column} @@ {condition} AND public_at <= %s{' AND kind = 1' * (tier == Tier.ABOUT)})"
        for tier, column in COLUMNS.items()
    )
    count = f"SELECT {COUNT}, id >> {KIND_AT}, count(*) FROM found_{Tier.TEXT:d} GROUP BY 2"
    exact = (
        f"SELECT {Tier.NAME:d}, 0, d.id FROM search_name n"
        " JOIN search_document d ON d.id = n.document_id WHERE n.folded = %s AND d.public_at <= %s"
    )
    parts = [count, exact]
    for tier in COLUMNS:
        parts.append(
            f"SELECT {tier:d}, 0, id FROM (SELECT id, row_number() OVER"
            f" (PARTITION BY id >> {KIND_AT} ORDER BY id DESC) AS place FROM found_{tier:d}) AS ranked"
            f" WHERE place <= CASE id >> {KIND_AT} WHEN {Kind.STORY:d}"
            f" THEN {most(Kind.STORY, depth)} ELSE {most(Kind.PERSON, depth)} END"
        )
    rows = _rows(
        f"WITH {lists} {' UNION ALL '.join(parts)}",
        [*((*words, at) * len(COLUMNS)), query.folded, at],
    )
    counts = dict.fromkeys(Kind, 0) | {kind: n for tier, kind, n in rows if tier == COUNT}
    keys: dict[Tier, list[int]] = {tier: [] for tier in Tier}
    for tier, _, key in rows:
        if tier != COUNT:
            keys[tier].append(key)
    return Found(counts=counts, keys=keys)


def marked(query: Query, keys: Collection[int]) -> dict[int, tuple[int, str, str, str]]:
    condition, words = match(query)
    rows = _rows(
        f"SELECT id, row, note, ts_headline('newsroom', title, {condition}, %s),"
        f" CASE WHEN kind = {Kind.STORY:d}"
        f" THEN ts_headline('newsroom', text, {condition}, %s) ELSE '' END"
        " FROM search_document WHERE id = ANY(%s)",
        [*words, WHOLE, *words, WHOLE, list(keys)],
    )
    return {key: tuple(rest) for key, *rest in rows}


def known(words: Sequence[str], *, at: datetime) -> set[str]:
    rows = _rows(
        "SELECT word FROM unnest(%s::text[]) AS word WHERE EXISTS (SELECT FROM search_document"
        " WHERE words @@ plainto_tsquery('newsroom', word) AND public_at <= %s)",
        [list(words), at],
    )
    return {word for (word,) in rows}


def named(
    ways: Sequence[Sequence[str]], kinds: Collection[Kind], *, at: datetime, limit: int
) -> list[tuple[int, str, str]]:
    begun = " ".join(way[0] for way in ways)
    *whole, last = ([f"'{word}'" for word in way] for way in ways)
    words = [f"({' | '.join(way)})" for way in whole]
    words.append(f"({' | '.join(f'{word}:*' for word in last)})")
    public = f"d.public_at <= %s AND d.kind IN ({_numbers(kinds)})"
    return _rows(
        "(SELECT d.id, n.folded, n.name FROM search_name n"
        " JOIN search_document d ON d.id = n.document_id"
        f' WHERE n.folded COLLATE "C" >= %s AND n.folded COLLATE "C" < %s AND {public}'
        f' ORDER BY n.folded COLLATE "C" LIMIT {limit})'
        " UNION ALL "
        "(SELECT d.id, n.folded, n.name FROM search_name n"
        " JOIN search_document d ON d.id = n.document_id"
        f" WHERE n.words @@ to_tsquery('simple', %s) AND {public} ORDER BY n.id LIMIT {limit})",
        [
            *(begun, begun + chr(0x10FFFF), at),
            *(" & ".join(words), at),
        ],
    )


def names_with_each(words: Sequence[str], *, at: datetime) -> list[tuple[str, str]]:
    each = " UNION ALL ".join(
        "(SELECT %s, n.name FROM search_name n"
        " JOIN search_document d ON d.id = n.document_id"
        " WHERE n.words @@ plainto_tsquery('simple', %s) AND n.name <> '' AND d.public_at <= %s"
        " ORDER BY n.id LIMIT 20)"
        for _ in words
    )
    return _rows(each, [value for word in words for value in (word, word, at)])


# The desk's own index ----------------------------------------------------------------------------

GIVEN = "%s::text"
WORDS_GIVEN = words_of(GIVEN, GIVEN, GIVEN).replace("%", "%%").replace(f"%{GIVEN}", GIVEN)


def file(filed: Collection[IndexRow]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_deskdocument (id, row, digest, words, marks) VALUES (%s, %s, %s,"
            f" {WORDS_GIVEN}, to_tsvector('simple', %s))",
            [
                (each.key, each.row, each.digest, each.title, each.text, each.also, each.marks)
                for each in filed
            ],
        )


def filed(search: Search, *, most: int, oldest: bool = False) -> list[int]:
    return [row for (row,) in _rows(*first_filed(search, most=most, oldest=oldest))]


def first_filed(search: Search, *, most: int, oldest: bool = False) -> tuple[str, list[Any]]:
    statement, parameters = rows_filed(search)
    turned = "ASC" if oldest else "DESC"
    return f"{statement} ORDER BY d.id {turned} LIMIT {most:d}", parameters


def rows_filed(search: Search) -> tuple[str, list[Any]]:
    conditions, parameters = [], []
    if search.marks:
        conditions.append("d.marks @@ to_tsquery('simple', %s)")
        parameters.append(" & ".join(f"({' | '.join(group)})" for group in search.marks))
    if query := search.query:
        condition, words = match(query, half_typed=search.half_typed)
        conditions.append(f"d.words @@ {condition}")
        parameters += words
    for rows, word in ((search.among, "IN"), (search.apart, "NOT IN")):
        if rows is not None:
            ids, given = rows.query.get_compiler(connection=connection).as_sql()
            conditions.append(f"d.row {word} ({ids})")
            parameters += given
    return f"SELECT d.row FROM search_deskdocument d WHERE {' AND '.join(conditions)}", parameters


def match(query: Query, *, half_typed: bool = False) -> tuple[str, list[str]]:
    """Return the query as a tsquery expression, and its parameters: only letters and digits."""
    terms, words = [], []
    for term in query.terms:
        terms.append(" || ".join(["phraseto_tsquery('newsroom', %s)"] * len(term.ways)))
        words += [" ".join(way) for way in term.ways]
    if half_typed:
        ways = query.terms[-1].ways
        terms[-1] = " || ".join(["to_tsquery('newsroom', %s)"] * len(ways))
        words[-len(ways) :] = [f"{' <-> '.join(way)}:*" for way in ways]
    return f"({' && '.join(f'({ways})' for ways in terms)})", words


def _numbers(kinds: Collection[Kind]) -> str:
    return ", ".join(f"{kind:d}" for kind in sorted(kinds))


def _rows(statement: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
