"""Removes files that no picture uses, such as a crash or a restored database leaves behind.

An unused original is set aside for thirty days, and put back if a picture uses it again. So nothing is
lost if the wrong day's backup was restored, and a running backup still finds a picture that was replaced.
"""

import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from photos import rendition_files
from photos.models import Picture
from photos.originals import ASIDE, move

RECENT = timedelta(days=1)
"""Newer files are left alone: they may belong to a picture that is being added."""

KEPT = timedelta(days=30)
"""How long an unused original is kept aside before it is deleted."""


@dataclass(frozen=True)
class Swept:
    """What a sweep did: numbers of files, and of folders of renditions."""

    set_aside: int
    put_back: int
    removed: int
    renditions: int


def sweep() -> Swept:
    """Set aside and remove what no picture uses anymore. One query."""
    now = time.time()
    pictures = list(Picture.objects.only("original", "version"))
    root = Path(settings.ORIGINALS_ROOT)
    aside = root / ASIDE
    named = {str(picture.original) for picture in pictures}
    put_back = [
        move(aside / name, root / name)
        for name in sorted(named)
        if not (root / name).exists() and (aside / name).exists()
    ]
    unnamed = [
        path
        for path in _files(root)
        if not path.is_relative_to(aside)
        and str(path.relative_to(root)) not in named
        and _age(path, now) > RECENT
    ]
    set_aside = [move(path, aside / path.relative_to(root)) for path in unnamed]
    for path in set_aside:
        path.touch()  # its thirty days start now
    removed = [path for path in _files(aside) if _age(path, now) > KEPT]
    for path in removed:
        path.unlink()
    folders = {rendition_files.folder(picture) for picture in pictures}
    old = [
        path
        for path in Path(settings.RENDITIONS_ROOT).glob("*/*")
        if path not in folders and _age(path, now) > RECENT
    ]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return Swept(len(set_aside), len(put_back), len(removed), len(old))


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def _age(path: Path, now: float) -> timedelta:
    return timedelta(seconds=now - path.stat().st_mtime)
