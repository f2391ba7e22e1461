from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from articles import desk_index
from articles import search_rows as stories
from articles.models import Article
from people import search_rows as record
from people.models import Entity, Kind
from search import schema
from search.progress import Progress

# What can be found, and the functions that write its rows into the index.
SOURCES: dict[str, Callable[[str], Iterator[tuple[int, int]]]] = {
    **{str(kind): record.write_every for kind in Kind},
    stories.STORY: stories.write_every,
}


class Command(BaseCommand):
    help = (
        "Rebuilds the search index: what readers find of every story and everything in the record, and"
        " what the desk finds of every story as last saved. Readers can search and editors can work"
        " meanwhile; running it again changes nothing."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--index", action="store_true", help="rebuild the full-text index even if it is intact"
        )

    def handle(self, *, index: bool, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        schema.make(using=connection.alias)
        for kind, write_every in SOURCES.items():
            self.rebuild(kind, write_every(kind), _count(kind))
        stories = Article.objects.out_of_bin().count()
        self.rebuild("at the desk", desk_index.write_every(), stories)
        if index or not schema.is_sound(connection):
            self.stdout.write("Rebuilding the full-text index ...")
            schema.refill(connection)

    def rebuild(self, kind: str, batches: Iterator[tuple[int, int]], total: int) -> None:
        progress, found, changed = Progress(self.stdout, kind, total=total), 0, 0
        for some, new in batches:
            found, changed = found + some, changed + new
            if self.verbosity:
                progress.at(found)
        if self.verbosity:
            what = f"can be found, {changed} rewritten or removed"
            progress.end(f"{kind:12}{found:8} {what}", found)


def _count(kind: str) -> int:
    """Return about how many rows readers may find, for the progress report."""
    if kind == stories.STORY:
        return Article.objects.filter(published_at__isnull=False, withdrawn_at=None).count()
    return Entity.objects.unmerged().filter(kind=kind, published_at__isnull=False).count()
