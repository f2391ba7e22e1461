"""The names of the rows that a story's content holds by public id, as the user may read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser

from articles import rights
from articles.body.references import references
from articles.comparing import NameOf
from articles.content import Content
from articles.models import Article, Author, Section, Tag
from awards.models import Contest
from people.models import Entity
from photos.models import Picture
from words.wording import deleted

# By the field that a comparison asks about: the rows, loaded with what their names need.
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


def names(*contents: Content, user: AbstractUser | AnonymousUser) -> NameOf:
    """Return a function that names the public ids in the contents, as far as the user may read them.

    Seven queries at most, run here.
    """
    ids_by_kind: dict[str, set[str]] = defaultdict(set)
    for content in contents:
        for kind, ids in _ids_in(content):
            ids_by_kind[kind].update(each for each in ids if each)
    found = {
        kind: KINDS[kind].in_bulk(list(ids), field_name="public_id")
        for kind, ids in ids_by_kind.items()
        if ids
    }

    def name_of(field: str, public_id: str) -> str:
        row = found.get(SAME_AS.get(field, field), {}).get(public_id)
        return _name(row, user) if row else deleted(public_id)

    return name_of


def _ids_in(content: Content) -> Iterable[tuple[str, Iterable[str]]]:
    body = references(content.body)
    yield "bylines", (who for who, _ in content.bylines)
    yield "tags", content.tags
    yield "related", content.related
    yield "section", (content.section,)
    yield "picture", (content.lead_picture, *body.pictures)
    yield "contest", body.contests
    yield "record", (who for who, _ in body.records)
    yield "record", (each for pair in body.tallies for each in pair)


def _name(row: Any, user: AbstractUser | AnonymousUser) -> str:
    """Return the name of a row as the editor's cards have it."""
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
