"""Threads for the event loop: as few as possible, since each keeps a database connection."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

Work = Callable[[], Callable[[], Any]]
"""A job. It returns a function that reports its result to the event loop."""

IDLE = 30  # seconds without work, after which a thread ends and its connection is closed


class Threads:
    """Up to `most` threads. The idle thread that worked last gets the next job."""

    def __init__(self, most: int) -> None:
        self.most, self.count = most, 0
        self.changed = threading.Condition()
        self.idle: list[SimpleQueue[Work]] = []
        self.waiting: deque[Work] = deque()

    async def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what `function` returns in one of the threads, or raise what it raises."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()

        def work() -> Callable[[], Any]:
            try:
                settle = partial(answer.set_result, function(*arguments))
            except BaseException as error:  # noqa: BLE001 - raised to whoever awaits the answer
                settle = partial(answer.set_exception, error)
            return partial(loop.call_soon_threadsafe, _unless_done, answer, settle)

        self._give(work)
        return await answer

    def finish(self) -> None:
        """Wait until all jobs are done."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.idle) == self.count)

    def _give(self, work: Work) -> None:
        with self.changed:
            if self.idle:
                self.idle.pop().put(work)
            elif self.count < self.most:
                self.count += 1
                threading.Thread(target=self._work, args=(work,), name="site", daemon=True).start()
            else:
                self.waiting.append(work)

    def _work(self, work: Work) -> None:
        """Do `work` and the jobs after it, until there is none for IDLE seconds."""
        inbox: SimpleQueue[Work] = SimpleQueue()
        while True:
            report = work()
            with self.changed:
                following = self.waiting.popleft() if self.waiting else None
                if following is None:
                    self.idle.append(inbox)
                    self.changed.notify_all()
            # Only now, so that the next request finds this thread idle.
            report()
            del work, report  # which hold the request and its answer
            if following is not None:
                work = following
                continue
            try:
                work = inbox.get(timeout=IDLE)
            except Empty:
                with self.changed:
                    if inbox in self.idle:
                        self.idle.remove(inbox)
                        self.count -= 1
                        return
                work = inbox.get()  # a job came at the last moment


def _unless_done(answer: asyncio.Future[Any], settle: Callable[[], None]) -> None:
    if not answer.done():
        settle()
