"""How many wrong tries an account, an address and a browser have before they must wait.

An attempt is counted before the password is looked at, and given back if it was right, so that many at
once are no way around. Refusing one costs a read, and no password is hashed for it.

A browser that signed in to an account before has tries of its own there: whatever strangers guess, it
is not kept out (the "device cookies" of OWASP).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from django.utils.crypto import salted_hmac

from newsroom.accounts.store import now, store

LONGEST_WAIT = 15 * 60  # seconds
FIRST_WAIT = 30
COME_BACK = 10  # where too many ask at once
FORGOTTEN_AFTER = timedelta(days=1).total_seconds()  # without a further try


@dataclass(frozen=True)
class Limit:
    """So many wrong tries are free; then the wait doubles from FIRST_WAIT to LONGEST_WAIT."""

    what: str
    free: int

    def wait(self, tries: int) -> float:
        over = tries - self.free
        return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10)) if over >= 0 else 0

    def key(self, of: str) -> str:
        """A digest: people type their password into the box for the name."""
        return f"{self.what}:{salted_hmac('newsroom.accounts.throttle', of).hexdigest()[:32]}"


ACCOUNT = Limit("account", free=5)
ADDRESS = Limit("address", free=20)
DEVICE = Limit("device", free=5)
CODE = Limit("code", free=5)
RESET_MAIL = Limit("reset-mail", free=3)
RESET_ADDRESS = Limit("reset-address", free=10)


class MustWait(Exception):
    """Raised for an attempt that comes too early. `seconds` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = ceil(seconds)

    @property
    def in_words(self) -> str:
        minutes = ceil(self.seconds / 60)
        return "a minute" if minutes == 1 else f"{minutes} minutes"


class Busy(MustWait):
    """Raised where too many passwords are being checked already, whoever's they are."""

    def __init__(self) -> None:
        super().__init__(COME_BACK)


class Attempt:
    """One attempt, counted as wrong until `succeeded()`."""

    def __init__(self, limits: dict[str, Limit]) -> None:
        self.limits = limits

    def succeeded(self) -> None:
        """Give it back, and forget the wrong ones before it; of an address only this one.

        Somebody with an account of their own could otherwise go on guessing at others'.
        """
        with store.writing() as cursor:
            for key, limit in self.limits.items():
                if limit is ADDRESS:
                    cursor.execute(
                        "UPDATE tries SET count = count - 1, until = 0 WHERE key = ?", (key,)
                    )
                else:
                    cursor.execute("DELETE FROM tries WHERE key = ?", (key,))


def refuse_early(*counted: tuple[Limit, str]) -> None:
    """Raise MustWait while any of these is to wait. One read: a flood of guesses writes nothing."""
    with store.reading() as cursor:
        _refuse_early(cursor, [limit.key(of) for limit, of in counted])


def attempt(*counted: tuple[Limit, str]) -> Attempt:
    """Count an attempt against each limit, of what it is about. Raises MustWait; nothing is counted then."""
    limits = {limit.key(of): limit for limit, of in counted}
    with store.writing() as cursor:
        tries = _refuse_early(cursor, limits)
        at = now()
        for key, limit in limits.items():
            count = tries.get(key, 0) + 1
            until = at + limit.wait(count)
            cursor.execute(
                "INSERT OR REPLACE INTO tries VALUES (?, ?, ?, ?)",
                (key, count, until, max(at, until) + FORGOTTEN_AFTER),
            )
    return Attempt(limits)


def _refuse_early(cursor: Any, limits: Iterable[str]) -> dict[str, int]:
    """Return the tries so far. Raises MustWait while any of them is to wait."""
    keys, at = [*limits], now()
    marks = ", ".join("?" for _ in keys)
    cursor.execute(
        f"SELECT key, count, until FROM tries WHERE expires > ? AND key IN ({marks})", [at, *keys]
    )
    found = cursor.fetchall()
    wait = max((until - at for _, _, until in found), default=0)
    if wait > 0:
        raise MustWait(wait)
    return {key: count for key, count, _ in found}


# Guesses from everywhere at once --------------------------------------------------------------------

# Checking a password takes a processor for some 60 ms and 16 MB. However many ask, each process checks
# one at a time, a few wait for it, and the others are sent away: readers keep the rest.
_checking = threading.Semaphore(1)
_waiting = threading.Semaphore(4)
PATIENCE = 2.0  # seconds


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Check a password in here. Raises Busy where too many do already."""
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        if not _checking.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            _checking.release()
    finally:
        _waiting.release()
