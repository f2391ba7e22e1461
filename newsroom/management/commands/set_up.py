from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from articles.models import Article
from search.models import Document


class Command(BaseCommand):
    help = (
        "Makes the site ready to be served: the database's tables, the sample content where there"
        " is no story yet, and a sample editor. Running it again changes nothing."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write("Bringing the database up to date ...")
        call_command("migrate", verbosity=0, interactive=False)
        if not Article.objects.exists():
            self.stdout.write("Loading the sample content ...")
            call_command("load_sample", stdout=self.stdout, stderr=self.stderr)
        if not Document.objects.exists():
            self.stdout.write("Writing what readers find by searching ...")
            call_command("rebuild_search", stdout=self.stdout, verbosity=0)
        call_command("sample_editor", stdout=self.stdout, stderr=self.stderr)
