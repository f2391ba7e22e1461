"""What the public ids of a story's content are called, for whoever reads it at the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser

from articles import rights
from articles.body.references import references
from articles.comparing import Named
from articles.content import Content
from articles.models import Article, Author, Section, Tag
from awards.models import Contest
from people.models import Entity
from photos.models import Picture

# By what a comparison asks for: the kind of row, and what reads them with what their words need.
KINDS: dict[str, Any] = {
    "bylines": Author.objects,
    "tags": Tag.objects,
    "related": Article.objects.select_related("newest").defer("body", "newest__content"),
    "section": Section.objects,
    "picture": Picture.objects,
    "record": Entity.objects,
    "contest": Contest.objects.select_related("ceremony"),
}
SAME_AS = {"lead_picture": "picture"}


def names(*contents: Content, user: AbstractUser | AnonymousUser) -> Named:
    """Says in words every id that the contents hold, as far as the user may read them.

    Seven queries at most, whatever they hold.
    """
    asked: dict[str, set[str]] = defaultdict(set)
    for content in contents:
        for kind, ids in _named_in(content):
            asked[kind].update(each for each in ids if each)
    found = {
        kind: KINDS[kind].in_bulk(list(ids), field_name="public_id")
        for kind, ids in asked.items()
        if ids
    }

    def named(field: str, public_id: str) -> str:
        row = found.get(SAME_AS.get(field, field), {}).get(public_id)
        return _words(row, user) if row else f"no longer there ({public_id})"

    return named


def _named_in(content: Content) -> Iterable[tuple[str, Iterable[str]]]:
    body = references(content.body)
    yield "bylines", (who for who, _ in content.bylines)
    yield "tags", content.tags
    yield "related", content.related
    yield "section", (content.section,)
    yield "picture", (content.lead_picture, *body.pictures)
    yield "contest", body.contests
    yield "record", (who for who, _ in body.records)
    yield "record", (each for pair in body.tallies for each in pair)


def _words(row: Any, user: AbstractUser | AnonymousUser) -> str:
    """As the editor's own cards say it."""
    match row:
        case Contest():
            return f"{row.name}, {row.ceremony.name}"
        case Entity():
            return row.name
        case Picture():
            return row.title
        case Article():
            return rights.name_for(user, row)
    return str(row)
