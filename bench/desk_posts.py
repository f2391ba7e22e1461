"""What saving and publishing a story at the desk cost: processor time and queries.

    DATA_DIR=var/bench/1k var/venv/bin/python -m bench.desk_posts var/bench/corpus-1k

It sends the forms that the desk shows, each with another headline, and so changes the database: the
next run finds the stories with one revision more.
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

from bench.measuring import HOST, cpu, form_fields, statements

# isort: split

from django.contrib.auth import get_user_model
from django.test import Client
from lxml import html

from bench import addresses

STORIES = 7  # the first one loads templates and isn't counted


def form(client: Client, path: str, field: str) -> dict[str, Any]:
    """Return what a browser sends of the page's form that has this field."""
    page = html.fromstring(client.get(path).content.decode())
    return next(form_fields(form) for form in page.forms if field in form.fields)


def post(client: Client, path: str, fields: dict[str, Any]) -> tuple[float, int]:
    """Send a form that must be accepted. Return milliseconds and queries."""
    began = cpu()
    with statements() as ran:
        answer = client.post(path, fields)
    assert answer.status_code == 302, (path, answer.status_code)
    return cpu() - began, len(ran)


def main(corpus: str) -> None:
    client = Client(HTTP_HOST=HOST)
    client.force_login(get_user_model().objects.get(username="editor"))
    costs: dict[str, list[tuple[float, int]]] = {"save": [], "publish": []}
    for key in addresses.of(corpus)["stories"][20 : 20 + STORIES]:
        story = f"/admin/articles/article/{key}/"
        fields = form(client, f"{story}change/", "headline")
        fields["headline"] = f"{fields['headline'].strip()[:200]} {time.time():.0f}"
        costs["save"].append(post(client, f"{story}change/", fields))
        fields = form(client, f"{story}do/publish/", "seen")
        costs["publish"].append(post(client, f"{story}do/publish/", fields))
    for verb, each in costs.items():
        middle = statistics.median(milliseconds for milliseconds, _ in each[1:])
        print(f"{verb}: {middle:.1f} ms, {max(queries for _, queries in each)} queries")


if __name__ == "__main__":
    main(sys.argv[1])
