"""The desk's search index: every story as last saved, separate from the readers' index.

The other modules of this package use only the readers' index, and this one only the desk's, so that no
word of a draft can reach a reader or change what a reader finds.

A story has words, for what users type, and marks ("section12", "stage0"), for the filters of a list.
Results come with the latest moment first, and no more are read than asked for: a search among a hundred
thousand stories costs as much as among a thousand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from search.documents import AT_ONCE, IN_NAMES, IN_TEXT, LONGEST_TEXT, clean
from search.index import index
from search.models import DeskDocument
from search.queries import Query, also_typed, fold, index_splits_otherwise, parse_query

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = datetime.resolution
MOST_WORDS = 12
PLACES = 256  # keys for each microsecond

# Marks end in a digit, so that the stemmer doesn't change them.
Marks = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Filing:
    """What the desk finds of one row. Results are in the order of `moment`; a mark is a single word."""

    row: int
    moment: datetime
    title: str
    text: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class IndexRow:
    """A Filing as the databases store it."""

    key: int
    row: int
    digest: str
    title: str
    text: str
    also: str
    marks: str


@dataclass(frozen=True)
class Search:
    """What to find: rows with all the words, and with at least one mark of each group.

    `among` and `apart` are querysets of ids, of few rows, that include and exclude further rows: for
    what marks can't say, since it changes with the clock.
    """

    typed: str = ""
    marks: Marks = ()
    among: QuerySet[Any] | None = None
    apart: QuerySet[Any] | None = None
    half_typed: bool = False  # whether the last word may be a prefix

    @property
    def query(self) -> Query:
        return parse_query(self.typed, most=MOST_WORDS)


@transaction.atomic(savepoint=False)
def put_all(filings: Iterable[Filing]) -> int:
    """Index these rows, replacing what was indexed of them before; return how many changed.

    One query for each five hundred unchanged rows, about four more if any changed. It runs in the
    caller's transaction, if there is one, so that an error here rolls that back too.
    """
    wanted = [_index_row(filing) for filing in {filing.row: filing for filing in filings}.values()]
    changed = 0
    for start in range(0, len(wanted), AT_ONCE):
        changed += _put_some(wanted[start : start + AT_ONCE])
    return changed


def _put_some(wanted: Collection[IndexRow]) -> int:
    own = Q(row__in=[filed.row for filed in wanted])
    same_key = Q(pk__in=[filed.key for filed in wanted])
    there = DeskDocument.objects.filter(own | same_key).values_list("pk", "row", "digest")
    known = {row: (key, digest) for key, row, digest in there}
    changed = [filed for filed in wanted if known.get(filed.row, (0, ""))[1] != filed.digest]
    drop_all(filed.row for filed in changed if filed.row in known)
    gone = {filed.row for filed in changed}
    taken = {key for row, (key, _) in known.items() if row not in gone}
    if changed:
        index().file(_in_free_places(changed, taken))
    return len(changed)


def drop_all(rows: Iterable[int]) -> None:
    """Remove these rows from the index. Rows that aren't in it are no error."""
    gone = list(rows)
    for start in range(0, len(gone), AT_ONCE):
        DeskDocument.objects.filter(row__in=gone[start : start + AT_ONCE]).delete()


def find(search: Search, *, most: int, oldest: bool = False) -> tuple[list[int], Search]:
    """Return at most `most` rows, the latest moment first, and the search that found them.

    With `oldest` the order is reversed. If nothing has all the words, the last one may be a prefix. One
    query, or two.
    """
    if search.typed.strip() and not search.query:
        return [], search
    found = index().filed(search, most=most, oldest=oldest)
    if not found and search.query and not search.half_typed:
        return find(replace(search, half_typed=True), most=most, oldest=oldest)
    return found, search


def statement(searches: Sequence[Search], *, most: int | None = None) -> tuple[str, list[Any]]:
    """Return SQL that selects the ids of all rows found, in no order, and its parameters.

    With `most`, only that many of the latest of each search.
    """
    parts: list[str] = []
    parameters: list[Any] = []
    for search in searches:
        if most is None:
            part, given = index().rows_filed(search)
        else:
            part, given = index().first_filed(search, most=most)
        parts.append(f"SELECT * FROM ({part}) AS of_one")
        parameters += given
    return " UNION ALL ".join(parts), parameters


def _index_row(filing: Filing) -> IndexRow:
    title, text = clean(filing.title), clean(filing.text)[:LONGEST_TEXT]
    also = [fold(title)] if index_splits_otherwise(title) else []
    also += also_typed(title, marks=IN_NAMES) + also_typed(text, marks=IN_TEXT)
    parts = (title, text, " ".join(dict.fromkeys(also)), " ".join(filing.marks))
    place = (filing.moment - EPOCH) // MICROSECOND * PLACES + filing.row % PLACES
    digest = sha256("\n".join((f"{place}", *parts)).encode("utf-8", "replace")).hexdigest()
    return IndexRow(place, filing.row, digest, *parts)


def _in_free_places(filed: Collection[IndexRow], taken: set[int]) -> list[IndexRow]:
    """Give each row a key that no other row has: several may have the same moment."""
    placed = []
    for each in filed:
        place = each.key
        while place in taken:
            place += 1
            if place not in taken and DeskDocument.objects.filter(pk=place).exists():
                taken.add(place)
        taken.add(place)
        placed.append(replace(each, key=place))
    return placed
