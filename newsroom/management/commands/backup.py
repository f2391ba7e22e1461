from contextlib import suppress
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom.backups import drill, making, retention
from newsroom.backups.archive import Key, Unusable
from words.times import dated


def key_text(file: str | None) -> str:
    """Return the age key in a file, or else BACKUP_KEY. Lines of the file that start with # are comments."""
    if not file:
        return settings.BACKUP_KEY
    try:
        lines = Path(file).read_text().splitlines()
    except OSError as error:
        raise CommandError(f"The key can’t be read: {error}.") from error
    return next((line.strip() for line in lines if line.strip() and line[0] != "#"), "")


def key_of(text: str) -> Key | None:
    return Key(text) if text else None


class Command(BaseCommand):
    help = (
        "Backs up the database and the pictures into one file in the directory DEST, while the site is"
        " in use; checks it by reading it back, and removes old ones. With BACKUP_KEY it is encrypted."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("dest", nargs="?", help="a directory, by default BACKUP_DIR")
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--check",
            action="store_true",
            help="report how old the newest backup and the last proven one are; fail if too old",
        )
        what.add_argument(
            "--prove",
            action="store_true",
            help="restore the newest backup in DEST (or DEST, if it is a file) into a temporary site,"
            " compare it, open fifty pages, and remove it again",
        )
        what.add_argument(
            "--new-key", action="store_true", help="print a new key for BACKUP_KEY, and do nothing"
        )
        parser.add_argument("--key-file", help="a file with the key, instead of BACKUP_KEY")

    def handle(
        self,
        *,
        dest: str | None,
        check: bool,
        prove: bool,
        new_key: bool,
        key_file: str | None,
        **options: Any,
    ) -> None:
        if new_key:
            secret = pyrage.x25519.Identity.generate()
            self.stdout.write(f"# public key: {secret.to_public()}\n{secret}")
            return
        place = Path(dest) if dest else settings.BACKUP_DIR
        if place is None:
            raise CommandError(
                "No directory given. Run manage.py backup DIRECTORY, or set BACKUP_DIR."
            )
        try:
            if check:
                self.check_backups(place)
            elif prove:
                self.prove(place, key_text(key_file))
            else:
                self.make(place, key_of(key_text(key_file)))
        except Unusable as unusable:
            raise CommandError(str(unusable)) from unusable

    def make(self, place: Path, key: Key | None) -> None:
        made = making.make(place, key, out=self.stdout)
        rows = sum(count for count, _ in made.manifest.rows.values())
        pictures = sum(name.startswith("originals/") for name in made.manifest.members)
        self.stdout.write(
            f"{made.path}: {rows:,} rows and {pictures:,} pictures in {made.size / 1e6:,.1f} MB,"
            f" {'encrypted' if key else 'not encrypted'}, read back and intact."
        )
        if missing := made.manifest.missing:
            self.stderr.write(
                f"Originals that are missing from the site, and so from the backup: {len(missing)},"
                f" {', '.join(missing[:3])}{', ...' if len(missing) > 3 else '.'}"
            )
        for path in made.removed:
            self.stdout.write(f"Removed {path.name}.")

    def prove(self, place: Path, text: str) -> None:
        newest = [path for _, path in retention.backups_in(place)]
        if not place.is_file() and not newest:
            raise CommandError(f"There is no backup in {place}.")
        path = place if place.is_file() else newest[0]
        proof = drill.prove(path, text, out=self.stdout)
        self.stdout.write(
            f"Proven: {path.name} was restored; {proof.rows:,} rows and {proof.originals:,} pictures"
            f" are the same, and {proof.pages} pages open."
        )

    def check_backups(self, place: Path) -> None:
        at = timezone.now()
        made, proven = None, retention.last("proven")
        for made, path in retention.backups_in(place)[:1]:
            size = 0
            with suppress(FileNotFoundError):
                size = path.stat().st_size
            self.stdout.write(f"Newest: {path.name}, {dated(made)}, {size / 1e6:,.1f} MB.")
        if proven:
            self.stdout.write(f"Tested by restoring it: {proven.file}, on {dated(proven.at)}.")
        if faults := retention.faults(made, proven.at if proven else None, at=at):
            raise CommandError(
                f"{' '.join(faults)} Run “manage.py backup” and “manage.py backup --prove”, and find"
                " out why the timers didn’t (journalctl -u newsroom-backup)."
            )
