"""Runs the site, a WSGI application, under a web server that speaks ASGI.

The event loop reads bodies and sends answers; a thread works only in between. A slow client costs a
connection, but never a thread.
"""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import IO, Any

from newsroom.server.answers import PIECE, Answer, answer_of, plain
from newsroom.server.bodies import Disconnected, Reader, Receive, Refused
from newsroom.server.environ import Scope, environ_of, promised_length
from newsroom.server.files import KeptAnswers
from newsroom.server.kept_pages import KeptPages
from newsroom.server.threads import Threads
from press.views import KEEPS

Send = Callable[[dict[str, Any]], Awaitable[None]]

LINGER, LEFTOVER = 2, 1024 * 1024
"""How many seconds, and bytes, we go on listening to a client whose body we refused.

If we closed the connection at once, some browsers would report a broken connection instead of our answer.
"""

logger = logging.getLogger(__name__)


class Application:
    """An ASGI application around `site`, a WSGI one, which works on up to `threads` requests at a time.

    `is_file`: whether a path is a static file, which is served without a thread. `is_signed_in`:
    whether a `Cookie` header belongs to a signed-in user. `begin` is called once, before the first
    request. `pages` opens the finished pages, from which readers are answered.
    """

    def __init__(
        self,
        site: Callable[..., Any],
        *,
        threads: int,
        reader: Reader,
        is_file: Callable[[str], bool],
        is_signed_in: Callable[[str], bool],
        begin: Callable[[], None],
        pages: Callable[[], KeptPages] | None = None,
    ) -> None:
        self.site, self.reader = site, reader
        self.is_file, self.is_signed_in, self.begin = is_file, is_signed_in, begin
        self.open_pages = pages
        self.pages: KeptPages | None = None
        self.files = KeptAnswers()
        self.threads = Threads(threads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._run_lifespan(receive, send)
            return
        if self.is_file(scope["path"]):
            await self._send(self._file(scope), send)
            return
        pages = self._kept()
        if pages and (kept := pages.find(scope)):
            await self._send(kept, send)
            return
        environ = environ_of(scope)
        promised = promised_length(scope)
        if promised is None:
            await self._send(await self.threads.call(self._page, scope, environ), send)
        else:
            await self._read_and_answer(environ, receive, send, promised=promised)

    async def _run_lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self.begin()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.threads.finish()
        await send({"type": "lifespan.shutdown.complete"})

    def _file(self, scope: Scope) -> Answer:
        answer = self.files.get(scope)
        if answer is None:
            answer = self._answer(environ_of(scope), io.BytesIO())
            if answer.status == 200:
                self.files.keep(scope, answer)
        return answer

    async def _read_and_answer(
        self, environ: dict[str, Any], receive: Receive, send: Send, *, promised: int
    ) -> None:
        body = self.reader.read(
            receive,
            promised=promised,
            is_signed_in=lambda: self.is_signed_in(environ.get("HTTP_COOKIE", "")),
        )
        try:
            async with body as (file, length):
                environ["CONTENT_LENGTH"] = str(length)
                answer = await self.threads.call(self._answer, environ, file)
        except Refused as refused:
            await self._refuse(refused, receive, send)
        except Disconnected:
            pass
        else:
            await self._send(answer, send)

    def _kept(self) -> KeptPages | None:
        """Return the finished pages, which are opened in the event loop: its thread alone reads them."""
        if self.pages is None and self.open_pages:
            self.pages = self.open_pages()
        return self.pages

    def _page(self, scope: Scope, environ: dict[str, Any]) -> Answer:
        if self.pages is None or not self.pages.are_for(scope):
            return self._answer(environ, io.BytesIO())
        environ[KEEPS] = True
        return self.pages.joined(scope) or self.pages.keep(
            scope, environ, self._answer(environ, io.BytesIO())
        )

    def _answer(self, environ: dict[str, Any], body: IO[bytes]) -> Answer:
        environ["wsgi.input"] = body
        try:
            return answer_of(self.site, environ, folder=self.reader.folder)
        except Exception:
            # Django handles its own errors. This one comes from the code around it.
            logger.exception("The site failed at %s.", environ["PATH_INFO"])
            return plain(500, "The site can’t answer this right now. Try again in a minute.")

    async def _refuse(self, refused: Refused, receive: Receive, send: Send) -> None:
        """Answer why a body is refused, and close the connection."""
        answer = plain(refused.status, refused.sentence)
        headers = [*answer.headers, (b"connection", b"close")]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": True})
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                await _discard_body(receive)
        await send({"type": "http.response.body"})

    async def _send(self, answer: Answer, send: Send) -> None:
        """Send an answer; of a long one, only as much at a time as the client can take."""
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        if answer.rest is None:
            await send({"type": "http.response.body", "body": answer.body})
            return
        loop, piece = asyncio.get_running_loop(), answer.body
        try:
            while piece:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await loop.run_in_executor(self.reader.disk, answer.rest.read, PIECE)
            await send({"type": "http.response.body"})
        finally:
            self.reader.disk.submit(answer.rest.close)


async def _discard_body(receive: Receive) -> None:
    left = LEFTOVER
    while left > 0:
        message = await receive()
        if not message.get("more_body"):
            return
        left -= len(message["body"])
