"""Keeps answers with static files in memory: half of all requests are for them."""

from newsroom.server.answers import Answer
from newsroom.server.environ import Scope

ROOM = 16 * 1024 * 1024  # bytes for all, in each process
_CONDITIONS = (b"if-none-match", b"if-modified-since", b"range")


class KeptAnswers:
    """A cache of answers that stay the same while the process runs."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, bytes], Answer] = {}
        self.left = ROOM

    def get(self, scope: Scope) -> Answer | None:
        return self.kept.get(_key(scope))

    def keep(self, scope: Scope, answer: Answer) -> None:
        """Keep the answer to a request for a whole file. If there is no room left, empty the cache first."""
        path, encodings = _key(scope)
        size = len(answer.body) + len(encodings) + 1000
        if path and answer.rest is None and size <= ROOM:
            if size > self.left:
                self.kept.clear()
                self.left = ROOM
            self.kept[path, encodings] = answer
            self.left -= size


def _key(scope: Scope) -> tuple[str, bytes]:
    """Return what the answer depends on: path and encodings. An empty path means: don't keep it."""
    encodings = b""
    for name, value in scope["headers"]:
        if name in _CONDITIONS:
            return "", b""
        if name == b"accept-encoding":
            encodings = value
    return (scope["path"], encodings) if scope["method"] == "GET" else ("", b"")
