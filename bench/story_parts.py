"""Measures what the parts of a story's page cost, as shares of the processor time.

    DATA_DIR=var/bench/1k var/venv/bin/python -m bench.story_parts var/bench/corpus-1k

It uses no profiler, which would make Python look more expensive than SQL. It wraps the functions that make
the page, and prints medians over the stories of `bench.addresses`. One part may contain another.
"""

from __future__ import annotations

import functools
import statistics
import sys
from typing import Any

from bench.measuring import HOST, cpu, statements

# isort: split

from django.db.models.sql import compiler
from django.test import Client

from articles import stories, story_details, views
from bench import addresses

PARTS = [
    (stories, "find", "find the story"),
    (story_details, "load", "its bylines, tags and notes"),
    (stories, "as_tree", "parse the body"),
    (stories, "references", "what the body refers to"),
    (stories, "_entities", "load the entities named"),
    (stories, "records_of", "count in the ledger"),
    (stories, "cards", "cards of the entities named"),
    (stories, "blocks", "render the body"),
    (stories, "_more", "what to read next"),
    (views, "render", "the template, with the frame's queries"),
    (compiler.SQLCompiler, "as_sql", "all parts: compile SQL (nested calls count twice)"),
]
spent: dict[str, float] = {}


def watch(owner: Any, name: str, label: str) -> None:
    function = getattr(owner, name)

    @functools.wraps(function)
    def watched(*args: Any, **named: Any) -> Any:
        began = cpu()
        try:
            return function(*args, **named)
        finally:
            spent[label] = spent.get(label, 0) + cpu() - began

    setattr(owner, name, watched)


def main(corpus: str) -> None:
    for part in PARTS:
        watch(*part)
    client, paths, costs = Client(HTTP_HOST=HOST), addresses.of(corpus)["pages"]["story"], []
    for path in paths[:4]:  # so that templates are already loaded
        client.get(path)
    for path in paths:
        spent.clear()
        began = cpu()
        with statements() as ran:
            client.get(path)
        whole = cpu() - began
        in_database = sum(each for each, _, _ in ran)
        costs.append({**spent, "all parts: the database": in_database, "the request": whole})
    labels = [label for _, _, label in PARTS] + ["all parts: the database", "the request"]
    whole = statistics.median(cost["the request"] for cost in costs)
    for label in labels:
        part = statistics.median(cost.get(label, 0) for cost in costs)
        print(f"{label:52}{part:8.2f} ms{part / whole:7.1%}")


if __name__ == "__main__":
    main(sys.argv[1])
