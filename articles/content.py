"""The one list of a story's fields.

Forms, revisions, working copies and comparisons are made from it. Relations are public ids, so a
revision is still right after a rename. `read_published_copy` and `write_published_copy` are the only
code that knows which tables have the fields.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from django.core.validators import slug_re
from django.db import models
from django.db.models import F, Value

from articles import merged_tags
from articles.models import (
    Address,
    Article,
    Author,
    Byline,
    RelatedStory,
    Section,
    Tag,
    TaggedStory,
)
from photos.models import Picture
from verbs.refusals import Refused
from words import characters, storable


class Unreadable(Refused):
    """Raised for content that names a row that doesn't exist; the message says which."""


@dataclass(frozen=True)
class Content:
    """The content of a story. Relations are public ids; bylines are (author, role) pairs."""

    headline: str = ""
    dek: str = ""
    body: str = ""
    kind: str = Article.Kind.NEWS
    slug: str = ""
    section: str = ""
    dateline: str = ""
    lead_picture: str = ""
    lead_caption: str = ""
    bylines: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    search_title: str = ""
    search_description: str = ""
    social_title: str = ""
    social_description: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what a revision stores. `from_json` returns the same content from it."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Content:
        """Return the content that a revision stored, with defaults for fields that were added since."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        values["bylines"] = tuple((author, role) for author, role in values.get("bylines", ()))
        for several in ("tags", "related"):
            values[several] = tuple(values.get(several, ()))
        return cls(**values)

    def with_changes(self, **changes: Any) -> Content:
        return replace(self, **changes)


@dataclass(frozen=True)
class FieldDifference:
    """A field that differs between two contents."""

    field: str
    before: Any
    after: Any


LONGEST_WORDS = 2_000  # characters of texts whose column has no limit: a dek, a caption, a reason
LONGEST_BODY = 300_000  # characters: ten times a long feature, and cleaned in under a second


def fields_of_content() -> tuple[str, ...]:
    """Return the names of a story's fields, in the order in which the desk lists them."""
    return tuple(field.name for field in fields(Content))


def longest(name: str, *, of: type[models.Model] = Article) -> int:
    """Return the most characters that a field can have: its column's limit, or else ours."""
    if name == "body":
        return LONGEST_BODY
    return getattr(of._meta.get_field(name), "max_length", None) or LONGEST_WORDS


def fault(text: str, *, most: int) -> str:
    """Return why a text can't be stored, as a sentence, or ""."""
    if len(text) > most:
        return f"This is {len(text):,} characters long. The limit is {most:,}."
    return storable.fault(text)


def faults(content: Content) -> dict[str, str]:
    """Return messages, by field, on what can't be saved as it is. No query."""
    found = {}
    for name in PLAIN:
        if wrong := fault(getattr(content, name), most=longest(name)):
            found[name] = wrong
    if len(content.body) > LONGEST_BODY:
        found["body"] = (
            f"The text is {len(content.body):,} characters long with its markup. The limit is "
            f"{LONGEST_BODY:,}. Split it into several stories."
        )
    if content.kind not in Article.Kind.values:
        found["kind"] = f"“{content.kind}” isn’t a kind of story. Choose one from the list."
    if content.slug and not slug_re.fullmatch(content.slug):
        found["slug"] = "An address can have letters, digits, hyphens and underscores only."
    for _, role in content.bylines:
        if role not in Byline.Role.values:
            found["bylines"] = f"“{role}” isn’t a role in a byline. Choose one from the list."
    if len(set(content.bylines)) < len(content.bylines):
        found["bylines"] = "An author has the same byline twice. Remove one."
    return found


# Fields that the columns of the same name hold as they are.
PLAIN = tuple(
    field.name
    for field in fields(Content)
    if field.name not in ("section", "lead_picture", "bylines", "tags", "related")
)


def without_unseen(content: Content) -> Content:
    """Return the content without invisible characters, and with the headline on one line.

    The body is cleaned by rules of its own, in `articles.body`.
    """
    texts = {name: characters.without_unseen(getattr(content, name)) for name in PLAIN}
    return content.with_changes(
        **texts | {"headline": characters.one_line(content.headline), "body": content.body}
    )


def diff(before: Content, after: Content) -> list[FieldDifference]:
    """Return the fields that differ, in the order of the list."""
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(Content))
    return [FieldDifference(name, old, new) for name, old, new in pairs if old != new]


def read_published_copy(article: Article) -> Content:
    """Return the published copy of a story as content. Five queries at most."""
    return Content(
        **{name: getattr(article, name) for name in PLAIN},
        section=article.section.public_id if article.section else "",
        lead_picture=article.lead_picture.public_id if article.lead_picture else "",
        bylines=tuple(article.bylines.values_list("author__public_id", "role")),
        tags=tuple(article.tagged.values_list("tag__public_id", flat=True)),
        related=tuple(article.related_places.values_list("related__public_id", flat=True)),
    )


def write_published_copy(article: Article, content: Content) -> None:
    """Make the content the published copy of a story, in the caller's transaction.

    Sets the row's columns without saving it, and replaces bylines, tags and related stories. Raises
    Unreadable, with nothing changed, when the content names a row that doesn't exist.
    """
    section = _one(Section, content.section)
    lead_picture = _one(Picture, content.lead_picture)
    authors = _several(Author, [author for author, _ in content.bylines])
    tags = _tags(content.tags)
    related = _several(Article, content.related)
    for name in PLAIN:
        setattr(article, name, getattr(content, name))
    article.section, article.lead_picture = section, lead_picture
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author=authors[author], role=role, position=place)
        for place, (author, role) in enumerate(content.bylines)
    )
    article.tagged.all().delete()
    TaggedStory.objects.bulk_create(TaggedStory(content_object=article, tag=tag) for tag in tags)
    article.related_places.all().delete()
    RelatedStory.objects.bulk_create(
        RelatedStory(article=article, related=related[other], position=place)
        for place, other in enumerate(content.related)
        if other != article.public_id  # saved before `save` refused this
    )


def gone(content: Content) -> tuple[str, ...]:
    """Return the fields that name a deleted row, except a picture. One query at most."""
    named = {
        "section": {content.section} - {""},
        "bylines": {author for author, _ in content.bylines},
        "tags": set(content.tags),
        "related": set(content.related),
    }
    of_merged_tags = Address.objects.filter(
        kind=Address.Kind.TAG, public_id__in=Tag.objects.values("public_id")
    )
    holders = (
        ("section", Section.objects, "public_id"),
        ("bylines", Author.objects, "public_id"),
        ("tags", Tag.objects, "public_id"),
        ("tags", of_merged_tags, "slug"),  # a tag that was merged into another
        ("related", Article.objects, "public_id"),
    )
    parts = [
        rows.filter(**{f"{key}__in": named[field]})
        .order_by()
        .annotate(field=Value(field, output_field=models.CharField()), named=F(key))
        .values_list("field", "named")
        for field, rows, key in holders
        if named[field]
    ]
    there = set(parts[0].union(*parts[1:])) if parts else set()
    return tuple(
        field for field, ids in named.items() if any((field, each) not in there for each in ids)
    )


def _one(model: type[models.Model], public_id: str) -> Any:
    return _several(model, [public_id])[public_id] if public_id else None


def _tags(public_ids: tuple[str, ...]) -> list[Tag]:
    """Return the tags, each once: two of the ids may have been merged into one tag."""
    found = merged_tags.find_by_id(public_ids)
    missing = {each for each in public_ids if each not in found}
    if missing:
        _several(Tag, missing)
    return list(dict.fromkeys(found[each] for each in public_ids))


def _several(model: Any, public_ids: Any) -> dict[str, Any]:
    """Return the rows by public id. One query, or none without ids."""
    wanted = set(public_ids)
    found = {row.public_id: row for row in model.objects.filter(public_id__in=wanted)}
    if missing := sorted(wanted - found.keys()):
        kind = model._meta.verbose_name
        raise Unreadable(f"The {kind} “{missing[0]}” no longer exists. Choose another, or none.")
    return found
