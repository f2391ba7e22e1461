"""Answers readers with finished pages, in the event loop, and keeps those that Django made."""

from __future__ import annotations

import gzip
import hashlib
import logging
from dataclasses import replace
from typing import Any

from newsroom import shell
from newsroom.server.answers import Answer
from newsroom.server.environ import Scope
from newsroom.shell import Shell
from press import changes
from press.memory import Memory
from press.recording import Recording
from press.store import Page
from press.views import MADE

LEVEL = 6
"""Of gzip. Nine takes twice as long for one percent."""
OF_EACH_ANSWER = frozenset([b"content-length", b"content-encoding", b"etag", b"date", b"vary"])
TO_JOIN = "newsroom.to_join"
"""Where a request's scope has the page that is true but for its shell."""

logger = logging.getLogger(__name__)


class KeptPages:
    """The finished pages of one process.

    `cookies`: names of cookies whose bearer is answered by Django. `trusts_proxy`: whether a proxy says
    by which scheme a request came.
    """

    def __init__(self, memory: Memory, *, cookies: tuple[bytes, ...], trusts_proxy: bool) -> None:
        self.memory, self.cookies, self.trusts_proxy = memory, cookies, trusts_proxy

    def are_for(self, scope: Scope) -> bool:
        """Return whether a request may be answered with a kept page, or its answer kept."""
        cookie = dict(scope["headers"]).get(b"cookie", b"")
        return scope["method"] in ("GET", "HEAD") and not any(
            name in cookie for name in self.cookies
        )

    def find(self, scope: Scope) -> Answer | None:
        """Return the answer to a reader's GET or HEAD if its page is kept. Doesn't block."""
        if not self.are_for(scope):
            return None
        headers = dict(scope["headers"])
        page = self.memory.find(self._address(scope, headers))
        if page is None:
            return None
        if page.shell != self.memory.shell:
            scope[TO_JOIN] = page
            return None
        return answer_with(page, headers, method=scope["method"])

    def joined(self, scope: Scope) -> Answer | None:
        """Return the answer to a request whose page only needs the present shell. In a thread."""
        page: Page | None = scope.get(TO_JOIN)
        if page is None:
            return None
        number = self.memory.changes_of_shell
        present = shell.as_of(changes.here())
        self.memory.set_shell(present.version, as_of=number)
        if page.shell != present.version:
            before, page = page, with_shell(page, present)
            self.memory.store.join(before, page)
            self.memory.remove(page.address)
        return answer_with(page, dict(scope["headers"]), method=scope["method"])

    def keep(self, scope: Scope, environ: dict[str, Any], answer: Answer) -> Answer:
        """Keep the page that Django answered with, if it may be; return the answer in its kept form."""
        made: Recording | None = environ.get(MADE)
        if made is None or answer.status != 200 or answer.rest is not None:
            return answer
        if any(name.lower() == b"set-cookie" for name, _ in answer.headers):
            return answer
        headers = dict(scope["headers"])
        page = page_of(self._address(scope, headers), answer, made)
        try:
            self.memory.store.keep(page, made_at=made.begun_at)
            # The pages made first after a change are those that are read most.
            self.memory.store.count(self.memory.take_reads())
        except Exception:
            # Readers get their page whether or not it can be kept.
            logger.exception("%s can’t be kept.", page.address)
        return answer_with(page, headers, method=scope["method"])

    def _address(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        scheme = scope["scheme"]
        if self.trusts_proxy and b"x-forwarded-proto" in headers:
            scheme = headers[b"x-forwarded-proto"].decode("latin-1")
        host = headers.get(b"host", b"").decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        return f"{scheme}://{host}{scope['raw_path'].decode('latin-1')}{'?' * bool(query)}{query}"


def page_of(address: str, answer: Answer, made: Recording) -> Page:
    """Return the page of an answer, whose pieces that all pages share stand between marks."""
    present = shell.as_of(made.begun_at)
    body, slots = bytearray(), []
    end = 0
    for piece in shell.MARKED.finditer(answer.body):
        body += answer.body[end : piece.start()]
        name, end = piece[1].decode(), piece.end()
        start = len(body)
        body += present.pieces[name].encode()
        slots.append((start, len(body), name))
    body += answer.body[end:]
    headers = (
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in answer.headers
        if name.lower() not in OF_EACH_ANSWER
    )
    return Page(
        address,
        (*headers, ("vary", "Accept-Encoding"), ("etag", etag(bytes(body)))),
        gzip.compress(body, LEVEL, mtime=0),
        frozenset(made.identities),
        present.version,
        tuple(slots),
    )


def with_shell(page: Page, present: Shell) -> Page:
    """Return the page with the present shell in place of the one that it was made with."""
    before = gzip.decompress(page.gzip)
    body, slots = bytearray(), []
    last = 0
    for start, end, name in page.slots:
        body += before[last:start]
        place = len(body)
        body += present.pieces.get(name, before[start:end].decode()).encode()
        slots.append((place, len(body), name))
        last = end
    body += before[last:]
    headers = tuple(pair for pair in page.headers if pair[0] != "etag")
    return replace(
        page,
        headers=(*headers, ("etag", etag(bytes(body)))),
        gzip=gzip.compress(body, LEVEL, mtime=0),
        shell=present.version,
        slots=tuple(slots),
    )


def etag(body: bytes) -> str:
    """Return a weak one: it is the same in each encoding."""
    return f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'


def answer_with(page: Page, headers: dict[bytes, bytes], *, method: str) -> Answer:
    """Return the page, compressed if the client accepts that, or 304 if it has this page already."""
    own = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in page.headers]
    tag = own[-1][1]
    if tag in (each.strip() for each in headers.get(b"if-none-match", b"").split(b",")):
        return Answer(304, [each for each in own if each[0] != b"content-type"], b"")
    accepted = headers.get(b"accept-encoding", b"")
    if b"gzip" in accepted:
        body = page.gzip
        own.append((b"content-encoding", b"gzip"))
    else:
        body = gzip.decompress(page.gzip)
    own.append((b"content-length", b"%d" % len(body)))
    return Answer(200, own, body if method == "GET" else b"")
