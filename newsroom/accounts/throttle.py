"""How many failed attempts an account, an address and a browser have before they must wait.

An attempt is counted before the password is checked, and taken back if it was right, so that many
attempts at once don't get around the limit. Refusing one costs a read, and hashes no password.

A browser that has signed in to an account before has a limit of its own there, so that strangers who
guess can't lock its owner out (OWASP calls this "device cookies").
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
COME_BACK = 10  # if too many ask at once
FORGOTTEN_AFTER = timedelta(days=1).total_seconds()  # without another attempt


@dataclass(frozen=True)
class Limit:
    """After `free` failed attempts the wait doubles from FIRST_WAIT to LONGEST_WAIT."""

    what: str
    free: int

    def wait(self, tries: int) -> float:
        over = tries - self.free
        return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10)) if over >= 0 else 0

    def key(self, of: str) -> str:
        """Return a digest: people type their password into the box for the name."""
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
    """Raised if too many passwords, of anyone, are being checked already."""

    def __init__(self) -> None:
        super().__init__(COME_BACK)


class Attempt:
    """One attempt, counted as failed until `succeeded()`."""

    def __init__(self, limits: dict[str, Limit]) -> None:
        self.limits = limits

    def succeeded(self) -> None:
        """Take it back, and forget the failures before it; of an address, take back only this one.

        Otherwise someone could reset the limit with their own account, and go on guessing at others.
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
    """Raise MustWait while any of these has to wait. One read, so that a flood of guesses writes nothing."""
    with store.reading() as cursor:
        _refuse_early(cursor, [limit.key(of) for limit, of in counted])


def attempt(*counted: tuple[Limit, str]) -> Attempt:
    """Count an attempt against each (limit, subject). Raises MustWait, and then counts nothing."""
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
    """Return the failures so far. Raises MustWait while any of the keys has to wait."""
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

# Checking a password takes 60 ms of a processor and 16 MB. Each process checks one at a time, a few
# wait, and all others are refused, so that readers keep most of the machine.
_checking = threading.Semaphore(1)
_waiting = threading.Semaphore(4)
PATIENCE = 2.0  # seconds


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold this while checking a password. Raises Busy if too many others wait."""
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
