"""Proves a backup: restores it into a site of its own, compares it, and opens pages.

`python -m newsroom.backups.drill FILE` runs in that site: a process with settings of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import django
from django.conf import settings
from django.db import DatabaseError, connection

from newsroom import env

# About fifty pages and pictures in all.
STORIES, OF_EACH_KIND, LISTS, PICTURES = 30, 4, 5, 10
PICTURE = re.compile(r'(?:src|href)="(/pictures/[^"?#]+)"')
OUTCOME = "proof.json"


@dataclass(frozen=True)
class Proof:
    """How much was compared and opened in the restored site."""

    rows: int
    originals: int
    pages: int


def prove(path: Path, key_text: str, *, out: Any) -> Proof:
    """Restore the backup into a temporary site, check it, and note that it was proven.

    Rows and originals are compared with their digests from when it was made, and fifty pages are
    opened. Everything restored is removed again. On PostgreSQL the role needs CREATEDB. Raises
    `Unusable` with the reason if it fails.
    """
    from newsroom.backups import databases, retention  # noqa: PLC0415 - needs the app registry
    from newsroom.backups.archive import Unusable  # noqa: PLC0415

    with (
        databases.exclusive(),
        databases.temporary_folder() as place,
        _database(Unusable) as database,
    ):
        variables = {
            "DATA_DIR": str(place),
            "DATABASE_URL": database,
            "BACKUP_KEY": key_text,
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }
        drill = subprocess.Popen(
            [sys.executable, "-m", "newsroom.backups.drill", str(path.resolve())],
            cwd=env.HERE,
            env=env.for_a_child(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines = []
        with drill:
            for line in drill.stdout or ():
                lines.append(line.rstrip())
                out.write(line.rstrip())
        if drill.returncode:
            raise Unusable(f"{path.name} couldn’t be proven: {lines[-1] if lines else 'no answer'}")
        proof = Proof(**json.loads((place / OUTCOME).read_text()))
        retention.note("proven", path.name)
        return proof


@contextmanager
def _database(refused: type[Exception]) -> Iterator[str]:
    """Yield the address of an empty database beside the site's; "" on SQLite, which makes its own."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"{connection.settings_dict['NAME'][:50]}_drill"
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    with connection.cursor() as cursor:
        try:
            cursor.execute(drop)
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except DatabaseError as error:
            raise refused(
                f"The drill needs a database of its own, and PostgreSQL refused to create one ({error})."
                " As its superuser, run ALTER ROLE newsroom CREATEDB."
            ) from error
    try:
        yield urlsplit(env.text("DATABASE_URL"))._replace(path=f"/{quote(name)}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(drop)


# In the restored site -----------------------------------------------------------------------------


class _Output:
    """What `restore` writes to: the part of a command's stdout that it uses."""

    def isatty(self) -> bool:
        return False

    def write(self, words: str, ending: str = "\n") -> None:
        print(words, end=ending)

    def flush(self) -> None:
        sys.stdout.flush()


def run(path: Path) -> Proof:
    from newsroom.backups import archive, restoring  # noqa: PLC0415 - after django.setup()

    key = archive.Key(settings.BACKUP_KEY) if settings.BACKUP_KEY else None
    out = _Output()
    manifest = restoring.restore(path, key, out=out)
    originals = 0
    for name, (_, digest) in manifest.members.items():
        if name.startswith("originals/"):
            file = settings.ORIGINALS_ROOT / name.removeprefix("originals/")
            with open(file, "rb") as opened:
                if hashlib.file_digest(opened, "sha256").hexdigest() != digest:
                    raise archive.Unusable(f"{name} wasn’t restored as it was.")
            originals += 1
    out.write("Opening pages ...")
    pages = _open_pages({*manifest.missing})
    return Proof(sum(count for count, _ in manifest.rows.values()), originals, pages)


def _open_pages(missing: set[str]) -> int:
    """Open pages and pictures as a reader, and return how many. Raises `Unusable` for one that fails."""
    from django.test import Client  # noqa: PLC0415 - after django.setup()

    from newsroom.backups.archive import Unusable  # noqa: PLC0415

    reader = Client(raise_request_exception=False)
    site = urlsplit(settings.SITE_URL)
    pictures: dict[str, None] = {}
    opened = 0

    def open_page(address: str) -> str:
        answer = reader.get(address, secure=settings.HTTPS, SERVER_NAME=site.hostname, follow=False)
        if answer.status_code != 200:
            raise Unusable(f"{address} answers {answer.status_code} in the restored site.")
        return "" if answer.streaming else answer.content.decode(errors="replace")

    for address in _addresses():
        pictures |= dict.fromkeys(PICTURE.findall(open_page(address)))
        opened += 1
    for address in _pictures_with_originals(missing, pictures):
        open_page(address)
        opened += 1
    return opened


def _addresses() -> Iterator[str]:
    """Yield addresses of every kind of page, spread from the oldest rows to the newest."""
    from newsroom import sitemaps  # noqa: PLC0415 - after django.setup()
    from people.models import Kind  # noqa: PLC0415

    yield from ("/", "/awards/", "/corrections/", "/sitemap.xml", "/search/?q=the")
    for row in sitemaps.Lists().items()[:LISTS]:
        yield row.get_absolute_url()
    kinds = [Kind.PERSON, Kind.PRODUCTION, Kind.COMPANY, Kind.CEREMONY]
    sources = [
        (sitemaps.Stories(), STORIES),
        *((sitemaps.Entities(kind), OF_EACH_KIND) for kind in kinds),
    ]
    for source, most in sources:
        rows: Any = source.items()
        step = max(rows.count() // most, 1)
        for row in rows[::step][:most]:
            yield row.get_absolute_url()


def _pictures_with_originals(missing: set[str], pictures: dict[str, None]) -> list[str]:
    """Return the addresses of ten pictures whose originals are in the backup."""
    from photos.models import Picture  # noqa: PLC0415 - after django.setup()

    ids = Picture.objects.filter(original__in=missing).values_list("public_id", flat=True)
    gone = {*ids}
    return [address for address in pictures if address.split("/")[2] not in gone][:PICTURES]


def main() -> None:
    # Only the pages' content matters: static files may not be collected on this machine.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    django.setup()
    from newsroom.backups.archive import Unusable  # noqa: PLC0415 - after django.setup()

    try:
        proof = run(Path(sys.argv[1]))
    except Unusable as unusable:
        sys.exit(str(unusable))
    (settings.VAR / OUTCOME).write_text(json.dumps(asdict(proof)))


if __name__ == "__main__":
    main()
