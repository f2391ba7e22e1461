"""What is asked of the index of either database, and which of the two it is."""

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

if TYPE_CHECKING:  # it asks this module
    from search.desk_search import Filed, Search

# Where a word that was asked for begins and ends. No document holds them.
MARK, UNMARK = "\x02", "\x03"

DEEPEST = 1000  # hits; whoever looks further asks more exactly
MODULES = {"sqlite": "search.fts5", "postgresql": "search.tsvector"}


class Tier(IntEnum):
    """Where all that was asked for stands, the best place first."""

    NAME = 0  # it is the whole of one of its names
    TITLE = 1  # in its title and its other names
    ABOUT = 2  # in these and in what it is about: asked of stories alone
    TEXT = 3  # anywhere


@dataclass(frozen=True)
class Found:
    """How many of each kind, and for each tier keys of the newest; a better tier's are among them.

    Of stories there are as many keys as were asked for, of each kind of entity DEEPEST, which are
    put in the order of their names, if so many are found; none where none were asked for.
    """

    counts: dict[int, int]
    keys: dict[Tier, list[int]]


def most(kind: int, depth: int) -> int:
    """How many keys of a kind are wanted."""
    return depth if kind == Kind.STORY else DEEPEST * bool(depth)


class Index(Protocol):
    """Each answers in one query. Of what readers find nothing is found, told or counted that isn't public at `at`."""

    def search(self, query: Query, *, at: datetime, depth: int) -> Found: ...

    def marked(self, query: Query, keys: Collection[int]) -> dict[int, tuple[int, str, str, str]]:
        """Of these documents the row, note and title, and a story's text; words marked."""

    def known(self, words: Sequence[str], *, at: datetime) -> set[str]:
        """Those of the words that are found anywhere."""

    def named(
        self,
        ways: Sequence[Sequence[str]],
        kinds: Collection[Kind],
        *,
        at: datetime,
        limit: int,
    ) -> list[tuple[int, str, str]]:
        """(key, folded name, name) of names that have one way of each word, the last half typed.

        First those that begin with the first ways, by the alphabet; of all others the oldest. The
        name of a search hint is empty.
        """

    def names_with_each(self, words: Sequence[str], *, at: datetime) -> list[tuple[str, str]]:
        """(word, name) of up to twenty names with each word, no search hints."""

    # The desk's own index, of which the readers' queries above know nothing.

    def file(self, filed: Collection[Filed]) -> None:
        """Add rows that aren't there."""

    def filed(self, search: Search, *, most: int, oldest: bool = False) -> list[int]:
        """Rows, the latest moment first; with `oldest` the other way round."""

    def first_filed(
        self, search: Search, *, most: int, oldest: bool = False
    ) -> tuple[str, list[Any]]:
        """A statement that selects them so, and its parameters."""

    def rows_filed(self, search: Search) -> tuple[str, list[Any]]:
        """A statement that selects all of them, in no order, and its parameters."""


def index() -> Index:
    return cast(Index, import_module(MODULES[connection.vendor]))
