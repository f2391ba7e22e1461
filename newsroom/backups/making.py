"""Makes a backup while editors work, reads it back, and removes old ones."""

from __future__ import annotations

import errno
import os
import secrets
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from newsroom.backups import archive, databases, retention
from newsroom.backups.archive import Key, Manifest, Sink, Unusable
from newsroom.backups.progress import Progress
from photos.atomic_writes import UNFINISHED, sync_names
from photos.originals import ASIDE


@dataclass(frozen=True)
class Made:
    path: Path
    size: int
    manifest: Manifest
    removed: list[Path]


def make(folder: Path, key: Key | None, *, out: Any) -> Made:
    """Make a backup in `folder`, check it by reading it back, and remove old ones.

    It has the search index, but no sessions. Raises `Unusable` with the reason if it fails; then nothing
    of it is left, and the other backups stay as they were.
    """
    os.umask(0o077)
    try:
        with databases.exclusive():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in folder.glob(f"{UNFINISHED}*"):  # by one that was killed
                left.unlink()
            path, manifest = _make(folder, key, out)
            retention.note("made", path.name)
            return Made(path, path.stat().st_size, manifest, retention.remove_old(folder))
    except OSError as error:
        raise Unusable(_why(error, folder)) from error


def _make(folder: Path, key: Key | None, out: Any) -> tuple[Path, Manifest]:
    unfinished = folder / f"{UNFINISHED}{secrets.token_hex(8)}"
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            sink = Sink(file)
            manifest = _write(sink, key, out)
            file.flush()
            os.fsync(descriptor)
        _read_back(unfinished, key, manifest, sink.digest.hexdigest(), out)
        made = manifest.at
        while (path := folder / retention.name_for(made, encrypted=key is not None)).exists():
            made += timedelta(seconds=1)
        os.rename(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    sync_names(folder)
    return path, manifest


def _write(file: Sink, key: Key | None, out: Any) -> Manifest:
    at = timezone.now()
    with databases.copied(out) as copy:
        total, missing = copy.size, []
        for name in copy.originals:
            with suppress(FileNotFoundError), _original(name) as original:
                total += os.fstat(original.fileno()).st_size
        progress = Progress(out, "Writing", total)
        with archive.writing(file, key, at=at, report=progress) as writer:
            writer.add(databases.MEMBERS[copy.kind], copy.file, copy.size)
            for name in copy.originals:
                try:
                    original = _original(name)
                except FileNotFoundError:
                    missing.append(name)
                    continue
                with original:
                    writer.add(f"originals/{name}", original, os.fstat(original.fileno()).st_size)
            manifest = Manifest(
                made_at=at.isoformat(),
                version=_version(),
                database=copy.kind,
                database_version=copy.version,
                migrations=copy.migrations,
                rows=copy.rows,
                missing=missing,
                members=dict(writer.members),
            )
            writer.finish(manifest)
        progress.finish()
        return manifest


def _original(name: str) -> IO[bytes]:
    """Open an original that the copied database names. One replaced since then is in the folder aside."""
    root = Path(settings.ORIGINALS_ROOT)
    try:
        return open(root / name, "rb")
    except FileNotFoundError:
        return open(root / ASIDE / name, "rb")


def _read_back(path: Path, key: Key | None, manifest: Manifest, digest: str, out: Any) -> None:
    """Compare what is on the disk with what was written. Raises `Unusable` if it differs.

    With only a public key it can't be opened, so its bytes are compared instead of its members.
    """
    if key and not key.secret:
        progress = Progress(out, "Reading back", path.stat().st_size)
        is_same = archive.digest_of(path, report=progress) == digest
    else:
        progress = Progress(out, "Reading back", sum(size for size, _ in manifest.members.values()))
        is_same = archive.verify(path, key, report=progress) == manifest
    if not is_same:
        raise Unusable("What was read back isn’t what was written. Check the disk.")
    progress.finish()


def _version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return project["project"]["version"]


def _why(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk is full. Make room in {folder} and in {settings.VAR}, or keep fewer backups"
            " (BACKUP_KEEP_DAILY, _WEEKLY, _MONTHLY). This one was removed; the others are unchanged."
        )
    return f"The backup couldn’t be written: {error}."
