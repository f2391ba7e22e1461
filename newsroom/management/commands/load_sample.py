from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from articles import addresses, publishing
from articles.models import Article
from people.addresses import remember_current
from photos.editing import file_sample_originals
from verbs.public_ids import natural_keys_cached

# From the lowest app up: a row refers only to rows of earlier apps or of its own.
APPS = ("photos", "people", "awards", "articles", "newsroom")


class Command(BaseCommand):
    help = (
        "Loads the sample publication: pictures, the record and stories, with everything that publishing"
        " derives from them. Refuses if there is any story."
    )

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        if Article.objects.exists():
            raise CommandError(
                "The database already has stories, and the sample would be mixed with them. "
                "Load it into an empty database: set DATA_DIR to a new directory."
            )
        with natural_keys_cached():
            for app in APPS:
                self.stdout.write(f"Loading {app} ...")
                load(app)
        self.stdout.write("Adding the pictures ...")
        file_sample_originals(settings.BASE_DIR / "photos" / "fixtures" / "pictures")
        remember_current()
        for model in addresses.MODELS.values():
            for row in model.objects.all():
                addresses.save(row, by=None)
        stories = Article.objects.order_by("published_at")
        for story in stories:
            publishing.adopt(story)
        call_command("rebuild_search", stdout=self.stdout, verbosity=0)
        self.stdout.write(f"Loaded the sample: {len(stories)} stories.")


def load(app: str) -> None:
    """Load the sample rows of one app. Those that they refer to must be loaded before."""
    for fixture in sorted((settings.BASE_DIR / app / "fixtures").glob("sample_*.json")):
        call_command("loaddata", str(fixture), verbosity=0)
        if connection.vendor == "postgresql":
            # Autovacuum sees only committed rows. Without this, later queries of this transaction would
            # be planned for empty tables, and take minutes. Tables are named: a plain ANALYZE also locks
            # the catalogs that all databases of the server share, until this transaction ends.
            models = apps.get_app_config(app).get_models(include_auto_created=True)
            tables = ", ".join(connection.ops.quote_name(each._meta.db_table) for each in models)
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {tables}")
