import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from articles import desk_index
from articles import finding as stories
from people import finding as record
from people.models import Kind
from search import schema

# Whose rows can be found, and who says what is found of them.
SOURCES: dict[str, Callable[[str], Iterator[tuple[int, int]]]] = {
    **{str(kind): record.write_every for kind in Kind},
    stories.STORY: stories.write_every,
}


class Command(BaseCommand):
    help = (
        "Writes anew what readers find, of every story and everything in the record, and what the"
        " desk finds of every story as it was last saved. Readers go on searching meanwhile, and"
        " editors go on working; running it again changes nothing."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--index", action="store_true", help="also make the index anew where it is sound"
        )

    def handle(self, *, index: bool, verbosity: int, **options: Any) -> None:
        self.verbosity = verbosity
        schema.make(using=connection.alias)
        for kind, write_every in SOURCES.items():
            self.rebuild(kind, write_every(kind))
        self.rebuild("at the desk", desk_index.write_every())
        if index or not schema.is_sound(connection):
            self.stdout.write("Making the index anew ...")
            schema.refill(connection)

    def rebuild(self, kind: str, batches: Iterator[tuple[int, int]]) -> None:
        began, found, changed = time.monotonic(), 0, 0
        for some, new in batches:
            found, changed = found + some, changed + new
            self.say(kind, found, began, ending="\r")
        self.say(kind, found, began, f", {changed} written anew or dropped")

    def say(self, kind: str, found: int, began: float, what: str = "", ending: str = "\n") -> None:
        if self.verbosity and (ending == "\n" or self.stdout.isatty()):
            rate = found / max(time.monotonic() - began, 0.001)
            self.stdout.write(
                f"{kind:12}{found:8} can be found{what} ({rate:.0f}/s)", ending=ending
            )
