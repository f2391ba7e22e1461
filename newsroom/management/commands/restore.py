from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.backups import restoring
from newsroom.backups.archive import Unusable
from newsroom.management.commands.backup import key_of, key_text


class Command(BaseCommand):
    help = (
        "Restores the backup SRC into an empty site, with an empty database and no pictures. The whole"
        " backup is checked before anything is changed. Stop the server first."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("src", help="a file that manage.py backup made")
        parser.add_argument("--key-file", help="a file with the key, instead of BACKUP_KEY")

    def handle(self, *, src: str, key_file: str | None, **options: Any) -> None:
        path = Path(src)
        try:
            path.open("rb").close()
        except OSError as error:
            raise CommandError(
                f"{src} can’t be read: {error.strerror}. It must be a file that the site’s user may read."
            ) from error
        try:
            manifest = restoring.restore(path, key_of(key_text(key_file)), out=self.stdout)
        except Unusable as unusable:
            raise CommandError(str(unusable)) from unusable
        rows = sum(count for count, _ in manifest.rows.values())
        pictures = sum(name.startswith("originals/") for name in manifest.members)
        self.stdout.write(
            f"Restored {rows:,} rows and {pictures:,} pictures as of {manifest.made_at}. Everyone"
            " has to sign in again."
        )
