"""Makes a backup while editors work, reads it back, and thins the old ones."""

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
    """Return a new backup in `folder`, checked by reading it back; old ones are thinned.

    `Unusable` says why there is none: then nothing of it is left, and the others are as they were.
    Sessions stay out. The search index comes along.
    """
    os.umask(0o077)
    try:
        with databases.alone():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in folder.glob(f"{UNFINISHED}*"):  # by a kill
                left.unlink()
            path, manifest = _make(folder, key, out)
            retention.note("made", path.name)
            return Made(path, path.stat().st_size, manifest, retention.thin(folder))
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
    """Open an original that the copied database names; where it was replaced since, it is aside."""
    root = Path(settings.ORIGINALS_ROOT)
    try:
        return open(root / name, "rb")
    except FileNotFoundError:
        return open(root / ASIDE / name, "rb")


def _read_back(path: Path, key: Key | None, manifest: Manifest, digest: str, out: Any) -> None:
    """Compare what lies on the disk with what was written; `Unusable` if it differs.

    With a public key it can't be opened: then its bytes are compared and not its members.
    """
    if key and not key.secret:
        progress = Progress(out, "Reading back", path.stat().st_size)
        is_same = archive.digest_of(path, report=progress) == digest
    else:
        progress = Progress(out, "Reading back", sum(size for size, _ in manifest.members.values()))
        is_same = archive.verify(path, key, report=progress) == manifest
    if not is_same:
        raise Unusable("What was read back is not what was written. Check the disk.")
    progress.finish()


def _version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return project["project"]["version"]


def _why(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk is full. Make room in {folder} and in {settings.VAR}, or keep fewer backups"
            " (BACKUP_KEEP_DAILY, _WEEKLY, _MONTHLY). Nothing is left of this one, and the others are as"
            " they were."
        )
    return f"The backup could not be written: {error}."
