"""The addresses that the measurements ask for, of a database that load_corpus.py has filled.

    DATA_DIR=var/bench/1k var/venv/bin/python -m bench.addresses var/bench/corpus-1k > urls.json

For a tool that measures from outside, such as wrk, the JSON has a session's cookie beside the pages
of readers and of the desk. The other measurements take the corpus itself, or that file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import bench.measuring  # noqa: F401  # sets Django up

# isort: split

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.contrib.sessions.backends.db import SessionStore

from articles import listings
from articles.models import Article, Section, Tag
from bench.load_corpus import PERSON, PRODUCTION, STORY, TAG, public_id
from people.models import Entity

STORIES = 40  # spread over the whole corpus


def of(place: str) -> dict[str, Any]:
    """Return the addresses in a file that this module wrote, or those of a corpus."""
    path = Path(place)
    return json.loads(path.read_text()) if path.is_file() else find(path)


def find(corpus: Path) -> dict[str, Any]:
    """Return {"pages", "desk": {name: addresses}, "stories": keys, "cookie"}. Begins a session."""
    count = json.loads((corpus / "manifest.json").read_text())["stories"]
    ids = [public_id(STORY, number * count // STORIES, 8) for number in range(STORIES)]
    by_id = Article.objects.in_bulk(ids, field_name="public_id")
    stories = [by_id[each] for each in ids]
    return {
        "pages": _pages(stories),
        "desk": _desk(stories),
        "stories": [story.pk for story in stories],
        "cookie": _cookie(),
    }


def _pages(stories: list[Article]) -> dict[str, list[str]]:
    entity = lambda table, rank: Entity.objects.get(
        public_id=public_id(table, rank, 10)
    ).get_absolute_url()
    sample = Article.objects.get(headline__startswith="Mark Ruffalo, twice over")
    news = Section.objects.get(slug="news")
    pages = {
        "front": ["/"],
        "story": [story.get_absolute_url() for story in stories],
        "story of the sample, with boxes and a picture": [sample.get_absolute_url()],
        "person, the 7th most named": [entity(PERSON, 6)],
        "person, the 200th": [entity(PERSON, 199)],
        "person of the sample": ["/people/mark-ruffalo/"],
        "production": [entity(PRODUCTION, 6)],
        "production of the sample": ["/productions/succession/"],
        "section": [news.get_absolute_url()],
    }
    for number in (20, 200, 2000):
        before = listings.PAGE * (number - 1) - 1
        found = Article.objects.public().filter(section=news).newest_first()[before : before + 1]
        for last in found:
            key = listings.key(last.published_at, last.public_id)
            pages[f"section, page {number}"] = [f"{news.get_absolute_url()}?before={key}"]
    emmys = Entity.objects.filter(kind="ceremony", name__startswith="72nd Primetime Emmy")
    return pages | {
        "tag": [Tag.objects.get(public_id=public_id(TAG, 3, 10)).get_absolute_url()],
        "feed": ["/feed/"],
        "search": ["/search/?q=studio+festival"],
        "ceremony": [night.get_absolute_url() for night in emmys[:1]],
        "404": ["/nowhere/at/all/"],
    }


def _desk(stories: list[Article]) -> dict[str, list[str]]:
    name = Entity.objects.get(public_id=public_id(PERSON, 6, 10)).name
    half_typed, listed = name.split()[0][:3], "/admin/articles/article/"
    return {
        "desk home": ["/admin/"],
        "desk story list": [listed],
        "desk story list, page 20": [f"{listed}?p=20"],
        "desk story list, search": [f"{listed}?q=festival"],
        "desk edit form": [f"{listed}{story.pk}/change/" for story in stories[:10]],
        "desk entity look-up": [f"{listed}look/records/?q={half_typed}"],
        "desk entity look-up, whole name": [f"{listed}look/records/?q={quote_plus(name)}"],
        "desk jump": [f"/admin/jump/?list=1&q={half_typed}"],
    }


def _cookie() -> str:
    """Return a header's value that signs the editor in."""
    editor = get_user_model().objects.get(username="editor")
    session = SessionStore()
    session[SESSION_KEY] = str(editor.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = editor.get_session_auth_hash()
    session.create()
    token = "a" * 32
    return (
        f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={token}"
    )


if __name__ == "__main__":
    print(json.dumps(of(sys.argv[1]), indent=1))
