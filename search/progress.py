"""Reports the progress of a long command at a terminal or in a log."""

from __future__ import annotations

import time
from typing import Any


class Progress:
    """Reports how many rows are done, the speed, and the time left.

    On a terminal it overwrites one line; in a log it writes a line every half minute. `end` writes the
    last line.
    """

    INTERVAL = 30  # seconds between two lines in a log

    def __init__(self, stdout: Any, what: str, *, total: int = 0) -> None:
        self.stdout, self.what, self.total = stdout, what, total
        self.began = self.reported = time.monotonic()
        self.is_terminal = bool(getattr(stdout, "isatty", lambda: False)())

    def at(self, done: int) -> None:
        now = time.monotonic()
        if not self.is_terminal and now - self.reported < self.INTERVAL:
            return
        self.reported = now
        of = f" of {self.total:,}, {_minutes(self._left(done))} left" if self.total else ""
        line = f"{self.what}: {done:,}{of} ({self._rate(done):.0f}/s)"
        self.stdout.write(line.ljust(78), ending="\r" if self.is_terminal else "\n")
        self.stdout.flush()

    def end(self, line: str, done: int) -> None:
        self.stdout.write(f"{line} ({self._rate(done):.0f}/s)".ljust(78 * self.is_terminal))

    def _rate(self, done: int) -> float:
        return done / max(time.monotonic() - self.began, 0.001)

    def _left(self, done: int) -> float:
        return max(self.total - done, 0) / max(self._rate(done), 0.001)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds > 90 else f"{seconds:.0f} s"
