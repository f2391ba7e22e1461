from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from articles import addresses, publishing
from articles.models import Article
from people.addresses import remember_current
from photos.editing import file_sample_originals
from verbs.public_ids import found_once

# The order of the arrow, from the bottom: a row names only rows of these or of its own.
APPS = ("photos", "people", "awards", "articles", "newsroom")


class Command(BaseCommand):
    help = (
        "Loads the sample publication: pictures, the record and stories, and derives what"
        " publishing derives. Refuses where there is any story."
    )

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        if Article.objects.exists():
            raise CommandError(
                "There are stories here already, and the sample would mix with them. "
                "Load it into an empty database: set DATA_DIR to a new directory."
            )
        with found_once():
            for app in APPS:
                self.stdout.write(f"Loading {app} ...")
                load(app)
        self.stdout.write("Filing the pictures ...")
        file_sample_originals(settings.BASE_DIR / "photos" / "fixtures" / "pictures")
        remember_current()
        for model in addresses.MODELS.values():
            for row in model.objects.all():
                addresses.save(row, by=None)
        stories = Article.objects.order_by("published_at")
        for story in stories:
            publishing.adopt(story)
        call_command("rebuild_search", stdout=self.stdout, verbosity=0)
        self.stdout.write(f"The sample is in: {len(stories)} stories.")


def load(app: str) -> None:
    """The sample rows of one app are in, and counted; whatever they name is in before."""
    for fixture in sorted((settings.BASE_DIR / app / "fixtures").glob("sample_*.json")):
        call_command("loaddata", str(fixture), verbosity=0)
        if connection.vendor == "postgresql":
            # It counts rows by itself, but only committed ones: later queries of this transaction
            # would be planned for empty tables, which in a table of thousands takes minutes.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
