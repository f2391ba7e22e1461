"""Calls a WSGI application, and keeps its whole answer, so that no thread is needed to send it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

from newsroom.server.bodies import nameless_file

IN_MEMORY = 512 * 1024
"""How many bytes of an answer are kept in memory. The rest goes to a file."""
WHOLE_FILE = 256 * 1024
"""How many bytes of a file are read at once. Nearly all files are smaller."""
PIECE = 16 * 1024
"""How many bytes are sent at a time after that. The server takes about eight pieces before it waits."""


@dataclass
class Answer:
    """The answer to a request. `rest`, a file to close after sending it, continues `body`."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    rest: IO[bytes] | None = None


class File:
    """WSGI's `wsgi.file_wrapper`, which an application returns to answer with a file."""

    def __init__(self, file: IO[bytes], block_size: int = 0) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(PIECE), b"")

    def close(self) -> None:
        self.file.close()


def plain(status: int, sentence: str) -> Answer:
    body = f"{sentence}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
    ]
    return Answer(status, headers, body)


def answer_of(site: Callable[..., Any], environ: dict[str, Any], *, folder: Path) -> Answer:
    """Call the application, and return its answer, which no longer needs this thread.

    `folder`: for a nameless file with the rest of a long answer that isn't a file.
    """
    answer = Answer(500, [], b"")

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        answer.status = int(status[:3])
        answer.headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers]

    environ["wsgi.file_wrapper"] = File
    result = site(environ, start_response)
    try:
        if isinstance(result, File):
            answer.body = result.file.read(WHOLE_FILE)
            if len(answer.body) == WHOLE_FILE:
                answer.rest, result = result.file, None
        else:
            pieces = iter(result)
            answer.body = b"".join(_beginning(pieces))
            if len(answer.body) > IN_MEMORY:
                rest = chain([answer.body[IN_MEMORY:]], pieces)
                answer.body = answer.body[:IN_MEMORY]
                answer.rest = _in_a_file(rest, folder)
    finally:
        if hasattr(result, "close"):
            result.close()
    return answer


def _beginning(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield pieces until the end, or until there are more than is kept in memory."""
    length = 0
    for piece in pieces:
        yield piece
        length += len(piece)
        if length > IN_MEMORY:
            return


def _in_a_file(pieces: Iterable[bytes], folder: Path) -> IO[bytes]:
    file = nameless_file(folder)
    try:
        file.writelines(pieces)
        file.seek(0)
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    return file
