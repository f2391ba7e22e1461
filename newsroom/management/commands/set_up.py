from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from articles.models import Article
from search.models import Document


class Command(BaseCommand):
    help = (
        "Prepares the site for serving: creates the tables, loads the sample content if there is no"
        " story yet, and creates a sample editor. Running it again changes nothing."
    )

    def handle(self, **options: Any) -> None:
        if is_of_earlier_tables():
            raise CommandError(
                "The database was created by an earlier version of Newsroom, and its tables can’t be"
                f" migrated. Move {settings.VAR} away, or set DATA_DIR to a new directory"
                " (with PostgreSQL, DATABASE_URL to an empty database). Then run this again."
            )
        self.stdout.write("Migrating the database ...")
        call_command("migrate", verbosity=0, interactive=False)
        if not Article.objects.exists():
            self.stdout.write("Loading the sample content ...")
            call_command("load_sample", stdout=self.stdout, stderr=self.stderr)
        if not Document.objects.exists():
            self.stdout.write("Building the search index ...")
            call_command("rebuild_search", stdout=self.stdout, verbosity=0)
        call_command("sample_editor", stdout=self.stdout, stderr=self.stderr)


def is_of_earlier_tables() -> bool:
    """Return whether the database has migrations of our apps that this version doesn't. Two queries."""
    loader = MigrationLoader(connection)
    unknown = loader.applied_migrations.keys() - loader.disk_migrations.keys()
    return any(Path(settings.BASE_DIR, app).is_dir() for app, _ in unknown)
