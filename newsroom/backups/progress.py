"""Reports how far a backup or a restore has come, its speed and the time left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

MB = 1_000_000
OFTEN, SELDOM = 0.5, 30  # seconds, at a terminal and in a log


class Progress:
    """Counts bytes. `total`: 0 if it isn't known."""

    def __init__(self, out: Any, what: str, total: int = 0) -> None:
        self.out, self.what, self.total, self.done = out, what, total, 0
        self.began = self.reported = time.monotonic()
        self.every = OFTEN if out.isatty() else SELDOM

    def __call__(self, size: int) -> None:
        self.done += size
        if time.monotonic() - self.reported >= self.every:
            self.reported = time.monotonic()
            left = (self.total - self.done) / self.rate
            end = f", {_clock(left)} left" if self.total else ""
            of = f" of {self.total / MB:,.0f}" if self.total else ""
            self._write(
                f"{self.what}: {self.done / MB:,.0f}{of} MB, {self.rate / MB:,.0f} MB/s{end}"
            )

    @contextmanager
    def following(self, size: Callable[[], int]) -> Iterator[None]:
        """Report how far a file has grown, which something else writes, until the block ends."""
        is_done = threading.Event()

        def follow() -> None:
            while not is_done.wait(OFTEN):
                with suppress(OSError):
                    self(size() - self.done)

        thread = threading.Thread(target=follow)
        thread.start()
        try:
            yield
        finally:
            is_done.set()
            thread.join()
        self(size() - self.done)
        self.finish()

    def finish(self) -> None:
        elapsed = time.monotonic() - self.began
        self._write(
            f"{self.what}: {self.done / MB:,.1f} MB in {elapsed:.1f} s, {self.rate / MB:,.0f} MB/s",
            is_last=True,
        )

    @property
    def rate(self) -> float:
        """Bytes a second."""
        return self.done / max(time.monotonic() - self.began, 0.001) or 1

    def _write(self, words: str, *, is_last: bool = False) -> None:
        if self.out.isatty():
            self.out.write(f"\r{words:<78}", ending="\n" if is_last else "")
        else:
            self.out.write(words)
        self.out.flush()


def _clock(seconds: float) -> str:
    return f"{max(seconds, 0) // 60:.0f}:{max(seconds, 0) % 60:02.0f}"
