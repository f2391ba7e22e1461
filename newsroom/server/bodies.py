"""Reads request bodies in the event loop, within limits.

A request gets a thread of the site only after its body has arrived completely.
"""

import asyncio
import io
import logging
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any

Receive = Callable[[], Awaitable[dict[str, Any]]]

ANONYMOUS = 16 * 1024
"""How many bytes anyone may send. A sign-in form has about one thousand."""
IN_MEMORY = 64 * 1024
"""How many bytes of a body are kept in memory. A longer one goes to a file."""
FILES = 64
"""How many bodies a process keeps in files at the same time."""
SLOWEST = 16 * 1024
"""How many bytes must arrive each second, on average, once the first seconds are over."""
FULL = "The site can’t store this right now. Keep a copy, and try again in a few minutes."

logger = logging.getLogger(__name__)


class Refused(Exception):
    """Raised for a body that is refused, with the status and the sentence to answer with."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Disconnected(Exception):
    """Raised when a client disconnects before its body has arrived."""


class Reader:
    """Reads the bodies of one process.

    `largest`: how many bytes a body may have. `seconds`: how long a client may pause. `folder`: where
    long bodies are kept, in nameless files, which the system removes when the process ends.
    """

    def __init__(self, *, largest: int, seconds: float, folder: Path) -> None:
        self.largest, self.seconds, self.folder = largest, seconds, folder
        self.files = 0
        self.disk = ThreadPoolExecutor(max_workers=2, thread_name_prefix="bodies")

    @asynccontextmanager
    async def read(
        self, receive: Receive, *, promised: int, is_signed_in: Callable[[], bool]
    ) -> AsyncIterator[tuple[IO[bytes], int]]:
        """Yield a whole body as an open file, and its length; close the file at the end.

        `promised`: the length that the client has announced, 0 if it hasn't. `is_signed_in` is called
        only for bodies longer than ANONYMOUS. Raises `Disconnected`, and `Refused`: before anything is
        read if `promised` is too long.
        """
        limit = self._limit(promised, is_signed_in)
        waiting, length = bytearray(), 0
        file: IO[bytes] | None = None
        try:
            async for chunk in self._chunks(receive):
                length += len(chunk)
                if length > limit:
                    limit = self._limit(length, is_signed_in)
                waiting += chunk
                if len(waiting) > IN_MEMORY:
                    file = file or await self._open()
                    await self._on_disk(file.write, waiting)
                    waiting = bytearray()
            if file is not None:
                await self._on_disk(file.write, waiting)
                await self._on_disk(file.seek, 0)
            yield file or io.BytesIO(waiting), length
        finally:
            if file is not None:
                self.files -= 1
                self.disk.submit(file.close)

    def _limit(self, length: int, is_signed_in: Callable[[], bool]) -> int:
        """Return how long a body may become that has `length` bytes already. Raises `Refused` if that is too long."""
        if length <= ANONYMOUS:
            return ANONYMOUS
        if not is_signed_in():
            raise Refused(413, "You are signed out. Sign in, then send this again.")
        if length > self.largest:
            megabytes = self.largest // 1024 // 1024
            raise Refused(
                413,
                f"This is more than {megabytes} MB, the most that can be sent at once."
                " Go back, and send fewer or smaller files.",
            )
        return self.largest

    async def _chunks(self, receive: Receive) -> AsyncIterator[bytes]:
        """Yield a body as it arrives, as long as its client is fast enough."""
        now = asyncio.get_running_loop().time
        began, length, more = now(), 0, True
        while more:
            behind = began + self.seconds + length / SLOWEST
            try:
                async with asyncio.timeout_at(min(behind, now() + self.seconds)):
                    message = await receive()
            except TimeoutError:
                raise Refused(408, "This took too long to arrive. Send it again.") from None
            if message["type"] != "http.request":
                raise Disconnected
            chunk, more = message.get("body", b""), message.get("more_body", False)
            length += len(chunk)
            yield chunk

    async def _open(self) -> IO[bytes]:
        if self.files >= FILES:
            raise Refused(503, "Too many files are being sent right now. Try again in a minute.")
        self.files += 1
        try:
            return await self._on_disk(nameless_file, self.folder)
        except BaseException:
            self.files -= 1
            raise

    async def _on_disk(self, act: Callable[[Any], Any], what: Any) -> Any:
        """Do something to a file in a thread: a slow disk would block the event loop."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self.disk, act, what)
        except OSError as error:
            logger.error("A body can't be kept in %s: %s", self.folder, error)
            raise Refused(507, FULL) from error


def nameless_file(folder: Path) -> IO[bytes]:
    """Return a new nameless file in `folder`, which is created too. Closing it removes it."""
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)
