"""The way in for pictures: bounded, checked by content, made anew, the name forgotten.

accepted = uploads.accept(file)      # or uploads.Refused, with a sentence for the person
"""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File

from photos.decoding import MAX_BYTES, SECONDS, Accepted, Refused

__all__ = ["MAX_BYTES", "Accepted", "Refused", "accept"]

TAKEN = "image/jpeg,image/png,image/tiff,image/webp,image/avif,image/gif"
"""What a browser offers to choose. Since HEIC is none of it, iPhones send their photographs as JPEG."""

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent

# Each may take the memory that `photos.decoding` allows; the others wait for their turn.
_decoders = threading.BoundedSemaphore(2)


def accept(file: IO[bytes] | File) -> Accepted:
    """Return the picture in `file`, made anew; raise `Refused` where there is none to be had.

    Reads at most `MAX_BYTES`, and decodes in a process of its own (about 0.15 seconds for an
    ordinary picture, 2 for the largest). Asks the database nothing: call it outside transactions.
    """
    content = _read(file)
    with _decoders:
        answer = _asked_of_a_process(content)
    head, _, picture = answer.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if "refused" in said:
        raise Refused(said["refused"])
    return Accepted(content=picture, **said)


def _read(file: IO[bytes] | File) -> bytes:
    size = getattr(file, "size", None) or 0
    if size <= MAX_BYTES:
        file.seek(0)
        content = file.read(MAX_BYTES + 1)
        size = len(content)
    if size > MAX_BYTES:
        raise Refused(
            f"This file has more than {MAX_BYTES // 1024 // 1024} MB, the most that can be taken. "
            "Save it as a JPEG, or make it smaller, and choose that file."
        )
    return content


def _asked_of_a_process(content: bytes) -> bytes:
    try:
        decoder = subprocess.run(
            [sys.executable, "-m", "photos.decoding"],
            cwd=ROOT,
            # No secret of the site is in there with the file. Fewer arenas: less address space.
            env={"MALLOC_ARENA_MAX": "1"},
            input=content,
            capture_output=True,
            timeout=3 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("A picture of %d bytes was given up on after its time.", len(content))
        raise Refused(_GIVEN_UP) from None
    if decoder.returncode:
        logger.warning(
            "A picture of %d bytes ended its decoder (%d): %s",
            len(content),
            decoder.returncode,
            decoder.stderr[-500:].decode(errors="replace"),
        )
        raise Refused(_GIVEN_UP)
    return decoder.stdout


_GIVEN_UP = (
    "This picture takes too much time or memory to read. "
    "Open it in a picture editor, save it as a JPEG and choose that file."
)
