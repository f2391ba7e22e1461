"""The pages that one process keeps in memory, in front of the store: those asked for last.

Before each answer it makes sure that nothing the page was made from has changed. On SQLite one
`PRAGMA data_version` says whether anything at all was committed, in two microseconds; on PostgreSQL a
thread listens.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from dataclasses import dataclass
from typing import Protocol

from press.position import Position
from press.store import Page, Store

ROOM = 48 * 1024 * 1024  # bytes of pages in each process
REMEMBERED = 1000
"""How many sets of changes are remembered. A page that wasn't asked for since is read from the store."""

OF_THE_SHELL = "shell:"


class Follower(Protocol):
    """Says what was committed since it was last asked."""

    def is_true(self, page: Page, position: Position) -> bool:
        """Return whether nothing has changed since that a page was made from, true at the position."""

    def news(self) -> list[frozenset[str] | None]:
        """Return the sets of identities that changed; None stands for everything."""


@dataclass
class Kept:
    page: Page
    true_at: int  # the number of the last change that it was compared with


class Memory:
    """The pages of one process. Only the thread of the event loop reads them."""

    def __init__(self, store: Store, follower: Follower, *, room: int = ROOM) -> None:
        self.store, self.follower = store, follower
        self.room = self.left = room
        self.pages: OrderedDict[str, Kept] = OrderedDict()
        self.changes: deque[frozenset[str]] = deque(maxlen=REMEMBERED)
        self.number = 0  # of the newest change
        self.reads: Counter[str] = Counter()
        self.shell: str | None = (
            None  # the version of the shell that is true; None if that isn't known
        )
        self.changes_of_shell = 0

    def find(self, address: str) -> Page | None:
        """Return the page of an address if nothing that it was made from has changed.

        Its shell may have: then its version is not `self.shell`.
        """
        self._follow()
        kept = self.pages.get(address)
        if kept is not None:
            if self._is_true(kept):
                self.pages.move_to_end(address)
                self.reads[address] += 1
                return kept.page
            self.remove(address)
        found = self.store.find(address)
        if found is None:
            return None
        page, position = found
        if not self.follower.is_true(page, position):
            return None
        self._put(page)
        self.reads[address] += 1
        return page

    def set_shell(self, version: str, *, as_of: int) -> None:
        """Say which version of the shell is true, as of when `changes_of_shell` was the number."""
        if as_of == self.changes_of_shell:
            self.shell = version

    def take_reads(self) -> Counter[str]:
        """Return how often each page was read since this was last called."""
        reads, self.reads = self.reads, Counter()
        return reads

    def remove(self, address: str) -> None:
        """Read the page of an address from the store when it is next asked for."""
        if (kept := self.pages.pop(address, None)) is not None:
            self.left += _size(kept.page)

    def _follow(self) -> None:
        for identities in self.follower.news():
            if identities is None:
                self.pages.clear()
                self.left = self.room
            else:
                self.number += 1
                self.changes.append(identities)
            if identities is None or any(each.startswith(OF_THE_SHELL) for each in identities):
                self.changes_of_shell += 1
                self.shell = None

    def _is_true(self, kept: Kept) -> bool:
        newer = self.number - kept.true_at
        if newer > len(self.changes):
            return False
        for back in range(1, newer + 1):
            if not self.changes[-back].isdisjoint(kept.page.identities):
                return False
        kept.true_at = self.number
        return True

    def _put(self, page: Page) -> None:
        size = _size(page)
        self.pages[page.address] = Kept(page, self.number)
        self.left -= size
        while self.left < 0 and self.pages:
            self.remove(next(iter(self.pages)))


def _size(page: Page) -> int:
    """About how many bytes a page takes: its identities are short strings."""
    return len(page.gzip) + 120 * len(page.identities) + 2000
