"""The interface of the full-text indexes, and the choice between SQLite's and PostgreSQL's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.db import connection

from search.models import Kind
from search.queries import Query

if TYPE_CHECKING:  # it imports this module
    from search.desk_search import IndexRow, Search

# Start and end of a highlighted word. No document contains these characters.
MARK, UNMARK = "\x02", "\x03"

DEEPEST = 1000  # results; nobody reads further
MODULES = {"sqlite": "search.fts5", "postgresql": "search.tsvector"}


class Tier(IntEnum):
    """Where a document has all the words, the best place first."""

    NAME = 0  # they are one of its names
    TITLE = 1  # in its title and other names
    ABOUT = 2  # in these or in what it is about; stories only
    TEXT = 3  # anywhere


@dataclass(frozen=True)
class Found:
    """Counts of each kind, and for each tier the keys of the newest; each tier includes the better ones.

    There are at most as many keys of stories as were asked for, and at most DEEPEST of each kind of
    entity, since those are sorted by name afterwards; none if none were asked for.
    """

    counts: dict[int, int]
    keys: dict[Tier, list[int]]


def most(kind: int, depth: int) -> int:
    """Return how many keys of a kind are needed."""
    return depth if kind == Kind.STORY else DEEPEST * bool(depth)


class Index(Protocol):
    """Each method takes one query. The readers' ones find, show and count only what is public at `at`."""

    def search(self, query: Query, *, at: datetime, depth: int) -> Found: ...

    def marked(self, query: Query, keys: Collection[int]) -> dict[int, tuple[int, str, str, str]]:
        """Return row, note, title and a story's text of these documents, by key, with the words marked."""

    def known(self, words: Sequence[str], *, at: datetime) -> set[str]:
        """Return those of the words that any document has."""

    def named(
        self,
        ways: Sequence[Sequence[str]],
        kinds: Collection[Kind],
        *,
        at: datetime,
        limit: int,
    ) -> list[tuple[int, str, str]]:
        """Return (key, folded name, name) of names that have one of the ways of each word.

        The last word may be a prefix. First come names that start with the first ways, in alphabetical
        order, then the oldest others. The name of a search hint is empty.
        """

    def names_with_each(self, words: Sequence[str], *, at: datetime) -> list[tuple[str, str]]:
        """Return (word, name) of up to twenty names with each word, without search hints."""

    # The desk's own index, which the readers' queries above never use.

    def file(self, filed: Collection[IndexRow]) -> None:
        """Add rows that aren't in the index."""

    def filed(self, search: Search, *, most: int, oldest: bool = False) -> list[int]:
        """Return ids of rows, the latest moment first; with `oldest`, the earliest first."""

    def first_filed(
        self, search: Search, *, most: int, oldest: bool = False
    ) -> tuple[str, list[Any]]:
        """Return SQL that selects them in that order, and its parameters."""

    def rows_filed(self, search: Search) -> tuple[str, list[Any]]:
        """Return SQL that selects all of them in no order, and its parameters."""


def index() -> Index:
    return cast(Index, import_module(MODULES[connection.vendor]))
