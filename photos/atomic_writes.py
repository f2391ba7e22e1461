"""Writes files atomically: a kill, a power cut or a full disk leaves the old file or the new one."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

UNFINISHED = ".unfinished-"
"""The prefix of a file's name until it is complete."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, closed to other users of the machine, and make the folders it needs.

    When this returns, the file is on the disk for good. `OSError`: `path` is as it was before.
    """
    made = make_folders(path.parent)
    unfinished = path.parent / f"{UNFINISHED}{secrets.token_hex(8)}"
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    for folder in {path.parent, *(each.parent for each in made)}:
        sync_names(folder)


def make_folders(folder: Path) -> list[Path]:
    """Create a folder and its parents, each with our mode, and return those that are new."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o750, exist_ok=True)
    return missing


def sync_names(folder: Path) -> None:
    """Force the names in a folder to the disk, so that they survive a power cut, on systems that can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
