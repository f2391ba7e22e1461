"""What the log says of accounts: who came in and how, what failed, what was changed.

A failure is counted outside the newsroom's database and told there at most once in a quarter of an
hour, for each account and place, so that a flood of guesses is a few lines.
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
MOST_LINES = 40  # about failures, of all accounts together, in a quarter of an hour
LONGEST_NAME = 60


def whence(request: HttpRequest) -> dict[str, Any]:
    return {"address": address_of(request), "browser": browser_of(request)}


def tell(verb: str, user: User, *, by: User | None = None, **what: Any) -> Change | None:
    """Write a line about the account. `by` is None where the person is not known to be that user."""
    return record(verb, by=by, touched=[user], after=what)


def signed_in(request: HttpRequest, user: User, *, how: str) -> None:
    """Tell of a sign-in, and before it of the wrong tries that were not told yet."""
    if untold := _take_untold(f"{_account_key(user.username)}:"):
        what = untold[0][1]
        if len(untold) > 1:
            what["places"] = len(untold)
        _tell_failures((sum(count for count, _ in untold), what))
    tell(SIGNED_IN, user, by=user, how=how, **whence(request))


def failed(request: HttpRequest, username: str, *, how: str) -> None:
    """Count a wrong try at an account, known or not, and tell of it if it is time to."""
    where = whence(request)
    key = f"{_account_key(username)}:{network_of(where['address'])}"
    what = {"username": username, "how": how, **where}
    at = now()
    with store.writing() as cursor:
        cursor.execute("SELECT told_at, count FROM untold WHERE key = ?", (key,))
        told_at, count = cursor.fetchone() or (0.0, 0)
        count += 1
        if told_at + QUARTER <= at and _may_tell(cursor, at):
            told_at, to_tell = at, count
            count = 0
        else:
            to_tell = 0
        cursor.execute(
            "INSERT OR REPLACE INTO untold VALUES (?, ?, ?, ?, ?)",
            (key, told_at, count, json.dumps(what), at + 7 * 24 * 60 * 60),
        )
    if to_tell:
        _tell_failures((to_tell, what))


def tell_the_rest() -> int:
    """Write what was counted and not told; return how many lines. A chore.

    After a flood these are the accounts and places with the most tries; the others are forgotten.
    """
    rows = _take_untold("")[:MOST_LINES]
    for row in rows:
        _tell_failures(row)
    return len(rows)


def _account_key(username: str) -> str:
    return username[: User._meta.get_field("username").max_length].replace(":", " ")


def _may_tell(cursor: Any, at: float) -> bool:
    """Whether this quarter of an hour has room for a line. Takes it."""
    key = ":lines"
    cursor.execute("SELECT told_at, count FROM untold WHERE key = ?", (key,))
    since, lines = cursor.fetchone() or (at, 0)
    if since + QUARTER <= at:
        since, lines = at, 0
    if lines >= MOST_LINES:
        return False
    row = (key, since, lines + 1, "{}", at + 2 * QUARTER)
    cursor.execute("INSERT OR REPLACE INTO untold VALUES (?, ?, ?, ?, ?)", row)
    return True


def _take_untold(prefix: str) -> list[tuple[int, dict[str, Any]]]:
    """Return what was counted and not told, of keys that begin so, the most first; and forget it."""
    end = f"{prefix[:-1]};" if prefix else "\U0010ffff"  # ; comes after :
    with store.writing() as cursor:
        cursor.execute(
            "SELECT key, count, what FROM untold"
            " WHERE key >= ? AND key < ? AND count > 0 AND key <> ':lines'"
            " ORDER BY count DESC",
            (prefix, end),
        )
        found = cursor.fetchall()
        cursor.executemany(
            "UPDATE untold SET count = 0 WHERE key = ?", [(row[0],) for row in found]
        )
    return [(count, json.loads(what)) for _, count, what in found]


def _tell_failures(row: tuple[int, dict[str, Any]]) -> None:
    tries, what = row
    username = what.pop("username")
    user = User.objects.filter(username=username).first()
    if user is None:
        # Whatever was typed: a log is read in a terminal too.
        user = User(username=one_line(username)[:LONGEST_NAME] or "an empty name")
        what["account"] = "none of this name"
    record(FAILED, by=None, touched=[user], after={"tries": tries, **what})
