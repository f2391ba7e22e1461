"""Copies the database as of one instant, and puts a copy into an empty database."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from articles.models import Article
from history.models import Change
from newsroom import env
from newsroom.accounts.models import DeskSession
from newsroom.backups.archive import CHUNK, Unusable
from newsroom.backups.progress import Progress
from newsroom.models import User
from people.models import Entity
from photos.models import Picture

MEMBERS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
UNFINISHED = ".unfinished-backup-"

# Sessions: a stolen backup must not let anyone sign in.
LEFT_OUT = DeskSession._meta.db_table

Query = Callable[[str], Iterator[tuple[Any, ...]]]


@dataclass(frozen=True)
class Copy:
    """A copy of the database in an open file without a name: the system removes it even if we are killed."""

    file: IO[bytes]
    size: int
    kind: str
    version: str
    migrations: list[str]
    rows: dict[str, list[Any]]
    originals: list[str]


@contextmanager
def exclusive() -> Iterator[None]:
    """Prevent a second backup, restore or drill of this site, and remove what a killed one left."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with open(settings.VAR / "backups.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(
                "A backup or a restore of this site is already running. Wait until it’s done."
            ) from None
        for left in settings.VAR.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a private folder in the data directory, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=settings.VAR) as folder:
        yield Path(folder)


@contextmanager
def copied(out: Any) -> Iterator[Copy]:
    """Yield a checked copy of the database as of one instant, while editors go on working.

    Progress is written to `out`.
    """
    copy = _copied_from_sqlite if connection.vendor == "sqlite" else _copied_from_postgresql
    with copy(out) as copied:
        yield copied


def content_found() -> str:
    """Return what the database holds ("users"), "" if nobody has written anything into it."""
    tables = connection.introspection.table_names()
    for model in (User, Article, Entity, Picture, Change):
        if model._meta.db_table in tables and model._base_manager.exists():
            return str(model._meta.verbose_name_plural)
    return ""


def restore_into(source: IO[bytes], kind: str) -> None:
    """Replace an empty database with the one in `source`, or leave it as it is."""
    if kind != connection.vendor:
        raise Unusable(
            f"This backup is of {kind}, but DATABASE_URL makes this site use {connection.vendor}."
            " Restore it into a site on the same kind of database."
        )
    if kind == "sqlite":
        _restore_sqlite(source)
    else:
        _restore_postgresql(source)


def digests_of_rows() -> dict[str, list[Any]]:
    """Return the number and the digest of the rows of each table, as a backup's manifest has them."""
    if connection.vendor == "postgresql":
        return _digests_on_postgresql()
    with closing(_driver().connect(str(connection.settings_dict["NAME"]))) as opened:
        return _digests_on_sqlite(opened.execute)


# SQLite ------------------------------------------------------------------------------------------


def _driver() -> Any:
    """Return the SQLite driver that the site uses, which may be newer than Python's own."""
    return connection.Database  # type: ignore[attr-defined]


@contextmanager
def _copied_from_sqlite(out: Any) -> Iterator[Copy]:
    with temporary_folder() as folder:
        path = folder / MEMBERS["sqlite"]
        try:
            with closing(_driver().connect(str(connection.settings_dict["NAME"]))) as live:
                [[total]] = live.execute(
                    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
                )
                with Progress(out, "Copying the database", total).following(
                    lambda: path.stat().st_size
                ):
                    # Not SQLite's online backup: it copies free pages too, with the keys of old sessions.
                    live.execute("VACUUM INTO ?", [str(path)])
            out.write("Checking the copy ...")
            with closing(_driver().connect(str(path), isolation_level=None)) as opened:
                opened.execute("PRAGMA synchronous = OFF")
                opened.execute("PRAGMA secure_delete = ON")
                opened.execute(f"DELETE FROM {LEFT_OUT}")
                wrong = opened.execute("PRAGMA integrity_check").fetchone()[0]
                if wrong != "ok":
                    raise Unusable(
                        f"The database is damaged ({wrong}), so no backup was made. Restore the last one,"
                        " and keep a copy of the damaged file."
                    )
                out.write("Computing the digests of its rows ...")
                details = _details(
                    opened.execute,
                    version=_driver().sqlite_version,
                    rows=_digests_on_sqlite(opened.execute),
                )
        except _driver().DatabaseError as error:
            raise Unusable(
                f"The database couldn’t be copied into {settings.VAR}: {error}."
            ) from error
        with open(path, "rb") as file:
            path.unlink()
            yield Copy(file, os.fstat(file.fileno()).st_size, "sqlite", **details)


def _digests_on_sqlite(query: Query) -> dict[str, list[Any]]:
    """Return the digests of our tables, without the tables behind SQLite's full-text indexes."""
    schema = [*query("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")]
    indexes = tuple(f"{name}_" for name, sql in schema if sql.startswith("CREATE VIRTUAL"))
    digests = {}
    for name, sql in sorted(schema):
        if sql.startswith("CREATE VIRTUAL") or name.startswith((*indexes, "sqlite_")):
            continue
        if name == LEFT_OUT:
            continue
        count = total = 0
        for row in query(f'SELECT * FROM "{name}"'):
            text = repr(row).encode("utf-8", "surrogatepass")
            total += int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")
            count += 1
        digests[name] = [count, f"{total % 2**128:032x}"]
    return digests


def _restore_sqlite(source: IO[bytes]) -> None:
    with temporary_folder() as folder:
        path = folder / MEMBERS["sqlite"]
        _write(source, path)
        connection.close()
        with (
            closing(_driver().connect(str(path))) as opened,
            closing(_driver().connect(str(connection.settings_dict["NAME"]))) as live,
        ):
            wrong = opened.execute("PRAGMA integrity_check").fetchone()[0]
            if wrong != "ok":
                raise Unusable(f"The database in this backup is damaged ({wrong}).")
            live.execute("PRAGMA journal_mode = WAL")
            opened.backup(live)  # in one transaction: other connections see all of it or nothing
    Path(connection.settings_dict["NAME"]).chmod(0o600)


# PostgreSQL --------------------------------------------------------------------------------------


@contextmanager
def _copied_from_postgresql(out: Any) -> Iterator[Copy]:
    with tempfile.TemporaryFile(dir=settings.VAR) as file:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
            with Progress(out, "Copying the database").following(
                lambda: os.fstat(file.fileno()).st_size
            ):
                _run(
                    *(
                        "pg_dump",
                        "--format=custom",
                        "--compress=0",
                        "--no-owner",
                        "--no-privileges",
                    ),
                    *(f"--snapshot={snapshot}", f"--exclude-table-data={LEFT_OUT}"),
                    stdout=file,
                )
            out.write("Computing the digests of its rows ...")

            def query(sql: str) -> Iterator[tuple[Any, ...]]:
                cursor.execute(sql)
                return iter(cursor.fetchall())

            [[version]] = query("SHOW server_version")
            details = _details(query, version=version, rows=_digests_on_postgresql())
        size = file.seek(0, os.SEEK_END)
        _run("pg_restore", "--list", stdin=file)
        file.seek(0)
        yield Copy(file, size, "postgresql", **details)


def _digests_on_postgresql() -> dict[str, list[Any]]:
    digests = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if name != LEFT_OUT:
                cursor.execute(
                    "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint),"
                    f' 0)::text FROM "{name}" t'
                )
                digests[name] = [*cursor.fetchone()]
    return digests


def _restore_postgresql(source: IO[bytes]) -> None:
    with tempfile.TemporaryFile(dir=settings.VAR) as file:
        shutil.copyfileobj(source, file, CHUNK)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        except DatabaseError as error:
            raise Unusable(
                f"The empty tables couldn’t be replaced ({error}). The site’s role must own its"
                " database."
            ) from error
        connection.close()
        _run(
            *("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error"),
            *("--single-transaction", "--dbname", str(connection.settings_dict["NAME"])),
            stdin=file,
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE"
            )  # a dump has no statistics, and queries would be planned without any


def _run(program: str, *arguments: str, **files: Any) -> None:
    """Run one of PostgreSQL's programs on the site's database. Raises `Unusable` with its error."""
    for file in files.values():
        file.seek(0)
    command, variables = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    where = command[1:-1] if "--dbname" in arguments else command[1:]
    if "--list" in arguments:
        where = []
    if not shutil.which(program):
        raise Unusable(
            f"{program} is missing. Install PostgreSQL’s client (apt-get install postgresql-client)."
        )
    options: Any = {"stdout": subprocess.DEVNULL} | files
    ran: Any = subprocess.run(
        [program, *arguments, *where],
        env=env.for_a_child(**(variables or {})),
        stderr=subprocess.PIPE,
        check=False,
        **options,
    )
    if ran.returncode:
        error = ran.stderr.decode(errors="replace").strip()[-500:]
        raise Unusable(f"{program} failed: {error}")


# Both --------------------------------------------------------------------------------------------


def _details(query: Query, *, version: str, rows: dict[str, list[Any]]) -> dict[str, Any]:
    recorded = MigrationRecorder.Migration._meta.db_table
    pictures = f"SELECT original FROM {Picture._meta.db_table} ORDER BY original"
    return {
        "version": version,
        "rows": rows,
        "migrations": sorted(f"{a}.{n}" for a, n in query(f"SELECT app, name FROM {recorded}")),
        "originals": [name for (name,) in query(pictures)],
    }


def _write(source: IO[bytes], path: Path) -> None:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        shutil.copyfileobj(source, file, CHUNK)


def known_migrations() -> set[str]:
    """Return the migrations of this version of the code, as a manifest lists them."""
    on_disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    replaced = {pair for migration in on_disk.values() for pair in migration.replaces}
    return {f"{app}.{name}" for app, name in {*on_disk, *replaced}}
