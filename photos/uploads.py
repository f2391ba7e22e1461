"""Accepts uploaded pictures: limited in size, checked by content, decoded in a process of its own.

accepted = uploads.accept(file)      # or uploads.Refused, with a message for the user
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

ACCEPTED_TYPES = "image/jpeg,image/png,image/tiff,image/webp,image/avif,image/gif"
"""What a file chooser offers. Since HEIC isn't among them, iPhones convert their photos to JPEG."""

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent

# Each may take the memory that `photos.decoding` allows. Others wait.
_decoders = threading.BoundedSemaphore(2)


def accept(file: IO[bytes] | File) -> Accepted:
    """Return a new picture made from `file`. Raises `Refused` if that isn't possible.

    Reads at most `MAX_BYTES`, and decodes in a process of its own (about 0.15 seconds for an ordinary
    picture, 2 for the largest). No query: call it outside transactions.
    """
    content = _read(file)
    with _decoders:
        answer = _decode_in_a_process(content)
    head, _, picture = answer.partition(b"\n")
    fields: dict[str, Any] = json.loads(head)
    if "refused" in fields:
        raise Refused(fields["refused"])
    return Accepted(content=picture, **fields)


def _read(file: IO[bytes] | File) -> bytes:
    size = getattr(file, "size", None) or 0
    if size <= MAX_BYTES:
        file.seek(0)
        content = file.read(MAX_BYTES + 1)
        size = len(content)
    if size > MAX_BYTES:
        raise Refused(
            f"This file has more than {MAX_BYTES // 1024 // 1024} MB, the most that is allowed. "
            "Save it as a JPEG, or make it smaller, and choose that file."
        )
    return content


def _decode_in_a_process(content: bytes) -> bytes:
    try:
        decoder = subprocess.run(
            [sys.executable, "-m", "photos.decoding"],
            cwd=ROOT,
            # No secrets of the site are in its environment. Fewer arenas take less address space.
            env={"MALLOC_ARENA_MAX": "1"},
            input=content,
            capture_output=True,
            timeout=3 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("Decoding a picture of %d bytes timed out.", len(content))
        raise Refused(_TOO_EXPENSIVE) from None
    if decoder.returncode:
        logger.warning(
            "Decoding a picture of %d bytes failed (%d): %s",
            len(content),
            decoder.returncode,
            decoder.stderr[-500:].decode(errors="replace"),
        )
        raise Refused(_TOO_EXPENSIVE)
    return decoder.stdout


_TOO_EXPENSIVE = (
    "This picture takes too much time or memory to read. "
    "Open it in a picture editor, save it as a JPEG and choose that file."
)
