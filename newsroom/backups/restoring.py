"""Restores a backup into an empty site, after checking all of it."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from newsroom.backups import archive, databases
from newsroom.backups.archive import CHUNK, Key, Manifest, Unusable
from newsroom.backups.progress import Progress
from photos.atomic_writes import UNFINISHED


def restore(path: Path, key: Key | None, *, out: Any) -> Manifest:
    """Restore a backup's database and originals into an empty site, and return its manifest.

    A backup of an earlier version is migrated, and its search index rebuilt; otherwise the index comes
    along. Nothing is published or mailed. Raises `Unusable` with the reason if it fails; the site is
    then as empty as before, unless the restored rows themselves are wrong.
    """
    os.umask(0o077)
    with databases.exclusive():
        _refuse_unless_empty()
        out.write("Checking the backup ...")
        progress = Progress(out, "Checked", 0)
        manifest = archive.verify(path, key, report=progress)
        progress.finish()
        _refuse_what_does_not_fit(manifest)
        try:
            _write_content(path, key, manifest, out)
        except OSError as error:
            raise Unusable(f"The backup couldn’t be restored: {error}.") from error
        _compare_rows(manifest)
        _bring_up_to_date(manifest, out)
        for kept in settings.VAR.glob("pages.sqlite3*"):  # finished pages of another database
            kept.unlink()
    return manifest


def _refuse_unless_empty() -> None:
    if content := databases.content_found():
        raise Unusable(
            f"This site’s database already has {content}, and a restore would replace them."
            " Restore into an empty one: set DATA_DIR to a new directory, and DATABASE_URL to an empty"
            " database."
        )


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise Unusable(
            f"This backup is of {manifest.database}, but this site uses {connection.vendor}. Restore"
            " it into a site on the same kind of database: DATABASE_URL says which."
        )
    if unknown := sorted({*manifest.migrations} - databases.known_migrations()):
        raise Unusable(
            f"This backup is of a later version of Newsroom ({unknown[-1]} isn’t in this one)."
            " Install that version, then restore again."
        )
    root = Path(settings.ORIGINALS_ROOT)
    ours = {root / name.removeprefix("originals/") for name in manifest.members}
    for file in root.rglob("*"):
        if file.is_file() and file not in ours and not file.name.startswith(UNFINISHED):
            raise Unusable(
                f"{root} has pictures that aren’t in this backup, such as {file.name}. Move them"
                " away, then restore again."
            )


def _write_content(path: Path, key: Key | None, manifest: Manifest, out: Any) -> None:
    """Write the originals, then the database, so that no row names a file that isn't there yet."""
    written: list[Path] = []
    progress = Progress(out, "Restoring", sum(size for size, _ in manifest.members.values()))
    try:
        with tempfile.TemporaryFile(dir=settings.VAR) as database:
            for name, source in archive.members(path, key, progress):
                if name == databases.MEMBERS[manifest.database]:
                    shutil.copyfileobj(source, database, CHUNK)
                elif name.startswith("originals/"):
                    to = Path(settings.ORIGINALS_ROOT) / name.removeprefix("originals/")
                    written += [] if to.exists() else [to]
                    _write(source, to)
                source.drain()
                if source.summary != manifest.members.get(name, source.summary):
                    raise Unusable(f"{path.name} changed while it was read. Try again.")
            os.sync()
            progress.finish()
            out.write("Restoring the database ...")
            database.seek(0)
            databases.restore_into(database, manifest.database)
    except BaseException:
        for file in written:
            with suppress(OSError):
                file.unlink()
        raise


def _write(source: archive.DigestingReader, to: Path) -> None:
    """Write one file. Not by `write_whole`, which waits for the disk after each: os.sync() does it once."""
    to.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    unfinished = to.parent / f"{UNFINISHED}{secrets.token_hex(8)}"
    try:
        with open(unfinished, "xb") as file:
            shutil.copyfileobj(source, file, CHUNK)
        os.replace(unfinished, to)
    finally:
        unfinished.unlink(missing_ok=True)


def _compare_rows(manifest: Manifest) -> None:
    found = databases.digests_of_rows()
    for table in sorted(found.keys() | manifest.rows.keys()):
        if found.get(table) != manifest.rows.get(table):
            raise Unusable(
                f"The rows of {table} aren’t the ones that were backed up. Don’t use this database;"
                " restore another backup."
            )


def _bring_up_to_date(manifest: Manifest, out: Any) -> None:
    is_older = bool(databases.known_migrations() - {*manifest.migrations})
    call_command("migrate", interactive=False, verbosity=0)
    if is_older:
        out.write("Building the search index ...")
        call_command("rebuild_search", verbosity=0)
