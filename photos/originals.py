"""The storage of uploaded pictures, which have no address.

The site reads an original only to make renditions of it (`photos/rendition_files.py`).
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from photos.atomic_writes import make_folders, write_whole

ASIDE = "aside"
"""The folder for originals that no picture uses anymore; `photos/cleanup.py` empties it."""


class PrivateStorage(FileSystemStorage):
    """A storage on the server's disk whose files have no address."""

    def _save(self, name: str, content: File) -> str:
        write_whole(Path(self.path(name)), b"".join(content.chunks()))
        return name

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("Originals are never served. Use Picture.url() for a rendition.")


def storage() -> PrivateStorage:
    """Return the storage in `settings.ORIGINALS_ROOT`, which only this user of the machine can read."""
    return PrivateStorage(location=settings.ORIGINALS_ROOT)


def random_name(picture: object, name: str) -> str:
    """Return a random name with the extension of `name`.

    Its first two characters are a folder, so that no folder gets too large for tools to list.
    """
    stem = secrets.token_hex(16)
    return f"{stem[:2]}/{stem}.{name.rpartition('.')[2]}"


def set_aside(name: str) -> None:
    """Move an original that nothing uses anymore to the folder ASIDE. A missing file is no error.

    A running backup that copied the database earlier still finds it there.
    """
    root = Path(settings.ORIGINALS_ROOT)
    with suppress(OSError):  # the next sweep will do it
        os.utime(root / name)  # its thirty days start now
        move(root / name, root / ASIDE / name)


def move(path: Path, to: Path) -> Path:
    """Move an original; create the folder if needed."""
    make_folders(to.parent)
    return path.rename(to)
