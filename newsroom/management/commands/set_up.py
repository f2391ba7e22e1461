from typing import Any

from django.apps import apps
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
    """Return whether the database was made by migrations that were written anew since.

    Either it has some that this version doesn't, or all of an app's are applied and a column is missing.
    A query for each table, and two more.
    """
    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if (settings.BASE_DIR / app.label).is_dir()}
    applied, on_disk = loader.applied_migrations.keys(), loader.disk_migrations.keys()
    if any(app in ours for app, _ in applied - on_disk):
        return True
    complete = ours & {app for app, _ in applied} - {app for app, _ in on_disk - applied}
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label in complete
    ]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        return any(
            model._meta.db_table not in tables
            or not {field.column for field in model._meta.local_concrete_fields}.issubset(
                column.name
                for column in connection.introspection.get_table_description(
                    cursor, model._meta.db_table
                )
            )
            for model in models
        )
