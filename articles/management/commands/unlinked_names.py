from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Article
from articles.unlinked import unlinked_names


class Command(BaseCommand):
    help = (
        "Lists every run of capitalized words in the published stories that is neither linked nor"
        " a name of the record, the most frequent first."
    )

    def handle(self, **options: Any) -> None:
        found = unlinked_names(Article.objects.public().iterator())
        for run, times in found.most_common():
            self.stdout.write(f"{times:4}  {run}")
        self.stdout.write(f"{len(found)} names that aren’t in the record.")
