"""Restores a backup into an empty place, after all of it was checked."""

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
    """Put the database and the originals of a backup into an empty place, and return its manifest.

    A backup of an earlier version is brought up to date, and what is found by searching made anew;
    otherwise the search index comes along. Nothing is published and nothing mailed. `Unusable` says
    why it can't be done: unless it is about the rows themselves, the place is as empty as before.
    """
    os.umask(0o077)
    with databases.alone():
        _refuse_unless_empty()
        out.write("Checking the backup ...")
        progress = Progress(out, "Checked", 0)
        manifest = archive.verify(path, key, report=progress)
        progress.finish()
        _refuse_what_does_not_fit(manifest)
        try:
            _put_in(path, key, manifest, out)
        except OSError as error:
            raise Unusable(f"The backup could not be restored: {error}.") from error
        _compare_rows(manifest)
        _bring_up_to_date(manifest, out)
        return manifest


def _refuse_unless_empty() -> None:
    if there := databases.emptiness():
        raise Unusable(
            f"There are {there} in this site’s database already, and a restore would replace them."
            " Restore into an empty one: set DATA_DIR to a new directory, and DATABASE_URL to an empty"
            " database."
        )


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise Unusable(
            f"This backup is of {manifest.database}, and this site uses {connection.vendor}. Restore"
            " it into a site on the same database: DATABASE_URL says which."
        )
    if unknown := sorted({*manifest.migrations} - databases.known_migrations()):
        raise Unusable(
            f"This backup is of a later version of Newsroom ({unknown[-1]} is not in this one)."
            " Install that version and restore it again."
        )
    root = Path(settings.ORIGINALS_ROOT)
    ours = {root / name.removeprefix("originals/") for name in manifest.members}
    for file in root.rglob("*"):
        if file.is_file() and file not in ours and not file.name.startswith(UNFINISHED):
            raise Unusable(
                f"{root} holds pictures that are not in this backup, such as {file.name}. Move them"
                " away and restore it again."
            )


def _put_in(path: Path, key: Key | None, manifest: Manifest, out: Any) -> None:
    """The originals first: from the moment on that rows are there, their files are."""
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
                if source.said != manifest.members.get(name, source.said):
                    raise Unusable(f"{path.name} changed while it was read. Try again.")
            os.sync()
            progress.finish()
            out.write("Putting in the database ...")
            database.seek(0)
            databases.put_in(database, manifest.database)
    except BaseException:
        for file in written:
            with suppress(OSError):
                file.unlink()
        raise


def _write(source: archive.Digested, to: Path) -> None:
    """Not `write_whole`: thousands of files are forced to the disk at once, before the database."""
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
                f"The rows of {table} are not those that were backed up. Don’t use this database: take"
                " another backup."
            )


def _bring_up_to_date(manifest: Manifest, out: Any) -> None:
    is_older = bool(databases.known_migrations() - {*manifest.migrations})
    call_command("migrate", interactive=False, verbosity=0)
    if is_older:
        out.write("Writing what readers find by searching ...")
        call_command("rebuild_search", verbosity=0)
