"""Writes about accounts to the log: who signed in and how, what failed, what was changed.

Failures are counted outside the database and logged at most once in a quarter of an hour for each
account and place, so that a flood of guesses becomes a few lines.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest

from history.models import Change
from history.recording import record
from newsroom.accounts.browsers import browser_of
from newsroom.accounts.ip_addresses import address_of, network_of
from newsroom.accounts.store import now, store
from newsroom.models import User
from words.characters import one_line

SIGNED_IN = "signed in"
FAILED = "failed to sign in"
QUARTER = 15 * 60  # seconds
MOST_LINES = 40  # about failures of all accounts, in a quarter of an hour
LONGEST_NAME = 60


def origin_of(request: HttpRequest) -> dict[str, Any]:
    return {"address": address_of(request), "browser": browser_of(request)}


def write(verb: str, user: User, *, by: User | None = None, **what: Any) -> Change | None:
    """Log something about an account. `by` is None if it isn't certain that it was that user."""
    return record(verb, by=by, touched=[user], after=what)


def write_sign_in(request: HttpRequest, user: User, *, how: str) -> None:
    """Log a sign-in, and before it the failures that weren't logged yet."""
    if pending := _take_pending(f"{_account_key(user.username)}:"):
        details = pending[0][1]
        if len(pending) > 1:
            details["places"] = len(pending)
        _write_failures(sum(count for count, _ in pending), details)
    write(SIGNED_IN, user, by=user, how=how, **origin_of(request))


def count_failure(request: HttpRequest, username: str, *, how: str) -> None:
    """Count a failure to sign in to an account, which may not exist, and log it if it is time to."""
    origin = origin_of(request)
    key = f"{_account_key(username)}:{network_of(origin['address'])}"
    details = {"username": username, "how": how, **origin}
    at = now()
    with store.writing() as cursor:
        cursor.execute("SELECT logged_at, count FROM failures WHERE key = ?", (key,))
        logged_at, count = cursor.fetchone() or (0.0, 0)
        count += 1
        to_log = 0
        if logged_at + QUARTER <= at and _has_room(cursor, at):
            logged_at, to_log, count = at, count, 0
        cursor.execute(
            "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)",
            (key, logged_at, count, json.dumps(details), at + 7 * 24 * 60 * 60),
        )
    if to_log:
        _write_failures(to_log, details)


def write_pending_failures() -> int:
    """Log the failures that were only counted so far, and return how many lines that took. A chore.

    After a flood these are the accounts and places with most failures; the others are dropped.
    """
    rows = _take_pending("")[:MOST_LINES]
    for count, details in rows:
        _write_failures(count, details)
    return len(rows)


def _account_key(username: str) -> str:
    return username[: User._meta.get_field("username").max_length].replace(":", " ")


def _has_room(cursor: Any, at: float) -> bool:
    """Return whether this quarter of an hour has room for another line, and take it."""
    key = ":lines"
    cursor.execute("SELECT logged_at, count FROM failures WHERE key = ?", (key,))
    since, lines = cursor.fetchone() or (at, 0)
    if since + QUARTER <= at:
        since, lines = at, 0
    if lines >= MOST_LINES:
        return False
    row = (key, since, lines + 1, "{}", at + 2 * QUARTER)
    cursor.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", row)
    return True


def _take_pending(prefix: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the failures that weren't logged, of keys with this prefix, most first; then reset them."""
    end = f"{prefix[:-1]};" if prefix else "\U0010ffff"  # ; comes after :
    with store.writing() as cursor:
        cursor.execute(
            "SELECT key, count, details FROM failures"
            " WHERE key >= ? AND key < ? AND count > 0 AND key <> ':lines'"
            " ORDER BY count DESC",
            (prefix, end),
        )
        found = cursor.fetchall()
        cursor.executemany(
            "UPDATE failures SET count = 0 WHERE key = ?", [(row[0],) for row in found]
        )
    return [(count, json.loads(details)) for _, count, details in found]


def _write_failures(tries: int, details: dict[str, Any]) -> None:
    username = details.pop("username")
    user = User.objects.filter(username=username).first()
    if user is None:
        # one_line(): somebody may read the log in a terminal, which obeys control characters.
        user = User(username=one_line(username)[:LONGEST_NAME] or "an empty name")
        details["account"] = "none of this name"
    record(FAILED, by=None, touched=[user], after={"tries": tries, **details})
