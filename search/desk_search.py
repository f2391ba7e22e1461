"""What the desk finds: every story as it was last saved, in an index apart from the readers'.

The other modules of this package read and write the readers' index alone, and this one the desk's
alone, so no word of a draft can reach a reader, nor change what a reader is told.

A filing has words, found by what somebody types, and marks ("section12", "stage0"), found by what a
list is narrowed to. What is found comes with the latest moment first, and only as much of it is read
as is asked for: a search among a hundred thousand stories costs what it costs among a thousand.
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
from search.queries import Query, also_typed, fold, read, read_otherwise

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = datetime.resolution
MOST_WORDS = 12
PLACES = 256  # of one microsecond

# A mark ends in a digit, so that no stemmer changes it.
Marks = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Filing:
    """What the desk finds of one row. `moment` is its place among others; `marks` are one word each."""

    row: int
    moment: datetime
    title: str
    text: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Filed:
    """A filing as the indexes store it."""

    key: int
    row: int
    digest: str
    title: str
    text: str
    also: str
    marks: str


@dataclass(frozen=True)
class Search:
    """What to find: rows with all the words, and of each group of marks at least one.

    `among` and `apart` are querysets of `id`s that narrow it further, for what no mark can say
    because the clock changes it. Both are of few rows.
    """

    typed: str = ""
    marks: Marks = ()
    among: QuerySet[Any] | None = None
    apart: QuerySet[Any] | None = None
    half_typed: bool = False  # whether the last word may begin another

    @property
    def query(self) -> Query:
        return read(self.typed, most=MOST_WORDS)


@transaction.atomic(savepoint=False)
def put_all(filings: Iterable[Filing]) -> int:
    """File each row as its filing says, and no longer as it was filed before; return how many changed.

    One query for each five hundred that say nothing new, some four more for the others. In the
    caller's transaction, if there is one: what fails here fails there too.
    """
    wanted = [_filed(filing) for filing in {filing.row: filing for filing in filings}.values()]
    changed = 0
    for start in range(0, len(wanted), AT_ONCE):
        changed += _put_some(wanted[start : start + AT_ONCE])
    return changed


def _put_some(wanted: Collection[Filed]) -> int:
    own = Q(row__in=[filed.row for filed in wanted])
    in_its_place = Q(pk__in=[filed.key for filed in wanted])
    there = DeskDocument.objects.filter(own | in_its_place).values_list("pk", "row", "digest")
    known = {row: (key, digest) for key, row, digest in there}
    changed = [filed for filed in wanted if known.get(filed.row, (0, ""))[1] != filed.digest]
    drop_all(filed.row for filed in changed if filed.row in known)
    gone = {filed.row for filed in changed}
    taken = {key for row, (key, _) in known.items() if row not in gone}
    if changed:
        index().file(_in_free_places(changed, taken))
    return len(changed)


def drop_all(rows: Iterable[int]) -> None:
    """The desk doesn't find these rows. They need not have been filed."""
    gone = list(rows)
    for start in range(0, len(gone), AT_ONCE):
        DeskDocument.objects.filter(row__in=gone[start : start + AT_ONCE]).delete()


def find(search: Search, *, most: int, oldest: bool = False) -> tuple[list[int], Search]:
    """Return the rows found, the latest moment first, `most` at most, and the search that found them.

    With `oldest` they come the other way round. Where nothing has all the words, that is one for which the last may be the beginning of a word.
    One query, or two.
    """
    if search.typed.strip() and not search.query:
        return [], search
    found = index().filed(search, most=most, oldest=oldest)
    if not found and search.query and not search.half_typed:
        return find(replace(search, half_typed=True), most=most, oldest=oldest)
    return found, search


def statement(searches: Sequence[Search], *, most: int | None = None) -> tuple[str, list[Any]]:
    """Return SQL that selects the id of every row found, in no order, and its parameters.

    With `most`, of each search only those of the latest moments.
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


def _filed(filing: Filing) -> Filed:
    title, text = clean(filing.title), clean(filing.text)[:LONGEST_TEXT]
    also = [fold(title)] if read_otherwise(title) else []
    also += also_typed(title, marks=IN_NAMES) + also_typed(text, marks=IN_TEXT)
    parts = (title, text, " ".join(dict.fromkeys(also)), " ".join(filing.marks))
    place = (filing.moment - EPOCH) // MICROSECOND * PLACES + filing.row % PLACES
    digest = sha256("\n".join((f"{place}", *parts)).encode("utf-8", "replace")).hexdigest()
    return Filed(place, filing.row, digest, *parts)


def _in_free_places(filed: Collection[Filed], taken: set[int]) -> list[Filed]:
    """The same, each with a key that no other row has: of one moment there may be several."""
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
