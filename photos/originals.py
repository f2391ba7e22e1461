"""Where uploaded pictures are kept: out of reach of any address.

The rest of the site reads an original only to make a rendition of it (`photos/renditions.py`).
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from photos.atomic_writes import write_whole

ASIDE = "aside"
"""The folder of originals that no picture names any more: `photos/cleanup.py` keeps them for a while."""


class PrivateStorage(FileSystemStorage):
    """Files on the server's disk that have no address at all."""

    def _save(self, name: str, content: File) -> str:
        write_whole(Path(self.path(name)), b"".join(content.chunks()))
        return name

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("An original is never served. Ask the picture for a rendition's address.")


def storage() -> PrivateStorage:
    """Return the storage in `settings.ORIGINALS_ROOT`, closed to other users of the machine."""
    return PrivateStorage(location=settings.ORIGINALS_ROOT)


def random_name(picture: object, name: str) -> str:
    """Return a new name that nobody can guess, with the ending of `name` and nothing else of it.

    The first two characters are a folder, so that no folder grows beyond what tools can list.
    """
    stem = secrets.token_hex(16)
    return f"{stem[:2]}/{stem}.{name.rpartition('.')[2]}"


def set_aside(name: str) -> None:
    """Move an original that nothing names any more to where `photos/cleanup.py` keeps it a while.

    A backup of the moment before still names it, and finds it there. Does nothing if it is gone.
    """
    root = Path(settings.ORIGINALS_ROOT)
    with suppress(OSError):  # what stays is set aside by the next sweep
        os.utime(root / name)  # its days begin
        move(root / name, root / ASIDE / name)


def move(path: Path, to: Path) -> Path:
    """Move an original, into a folder that may not be there yet."""
    to.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    return path.rename(to)
