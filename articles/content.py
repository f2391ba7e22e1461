"""What a story holds, said once.

Forms, revisions, and whatever comes to keep or compare a story, stand on this list. Relations are
by public id, so that a revision outlives every rename. `read_published_copy` and `write_published_copy` are the only code that
knows how the list is spread over tables.
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
    """A content that names what does not exist. Says which, in a sentence."""


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
        """What a revision stores. `from_json` reads it back unchanged."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Content:
        """The content a revision stored. Fields that came later have their defaults."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        values["bylines"] = tuple((author, role) for author, role in values.get("bylines", ()))
        for several in ("tags", "related"):
            values[several] = tuple(values.get(several, ()))
        return cls(**values)

    def with_changes(self, **changes: Any) -> Content:
        return replace(self, **changes)


@dataclass(frozen=True)
class Change:
    """One field that two contents hold differently."""

    field: str
    before: Any
    after: Any


LONGEST_WORDS = 2_000  # characters of what has no column to bound it: a dek, a caption, a reason
LONGEST_BODY = 300_000  # characters: ten times a long feature, and cleaned in under a second


def fields_of_content() -> tuple[str, ...]:
    """The names of everything a story holds, in the order in which the desk says them."""
    return tuple(field.name for field in fields(Content))


def longest(name: str, *, of: type[models.Model] = Article) -> int:
    """The most characters that a text of a row can have: its column's bound, or else ours."""
    if name == "body":
        return LONGEST_BODY
    return getattr(of._meta.get_field(name), "max_length", None) or LONGEST_WORDS


def fault(text: str, *, most: int) -> str:
    """What keeps a text from being stored, in a sentence; "" for one that can be."""
    if len(text) > most:
        return f"This has {len(text):,} characters; {most:,} is the most it can have."
    return storable.fault(text)


def faults(content: Content) -> dict[str, str]:
    """What can't be saved as it is: field -> a sentence. Empty when all is well. No query."""
    found = {}
    for name in PLAIN:
        if wrong := fault(getattr(content, name), most=longest(name)):
            found[name] = wrong
    if len(content.body) > LONGEST_BODY:
        found["body"] = (
            f"The text has {len(content.body):,} characters with its markup; {LONGEST_BODY:,} is "
            "the most a story can have. Split it into several stories."
        )
    if content.kind not in Article.Kind.values:
        found["kind"] = f"There is no kind of story “{content.kind}”."
    if content.slug and not slug_re.fullmatch(content.slug):
        found["slug"] = "An address has letters, digits, hyphens and underscores only."
    for _, role in content.bylines:
        if role not in Byline.Role.values:
            found["bylines"] = f"There is no role “{role}” in a byline. Choose one from the list."
    if len(set(content.bylines)) < len(content.bylines):
        found["bylines"] = "An author has the same byline twice. Remove one of them."
    return found


# Columns of the row that hold their part of the content as it is.
PLAIN = tuple(
    field.name
    for field in fields(Content)
    if field.name not in ("section", "lead_picture", "bylines", "tags", "related")
)


def without_unseen(content: Content) -> Content:
    """The content as it is stored: no characters that nobody can see, the headline one line.

    The body has rules of its own, in `articles.body`.
    """
    texts = {name: characters.without_unseen(getattr(content, name)) for name in PLAIN}
    return content.with_changes(
        **texts | {"headline": characters.one_line(content.headline), "body": content.body}
    )


def diff(before: Content, after: Content) -> list[Change]:
    """The fields that differ, in the order of the list."""
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(Content))
    return [Change(name, old, new) for name, old, new in pairs if old != new]


def read_published_copy(article: Article) -> Content:
    """The published copy of a story as content. Runs five queries at most."""
    return Content(
        **{name: getattr(article, name) for name in PLAIN},
        section=article.section.public_id if article.section else "",
        lead_picture=article.lead_picture.public_id if article.lead_picture else "",
        bylines=tuple(article.bylines.values_list("author__public_id", "role")),
        tags=tuple(article.tagged.values_list("tag__public_id", flat=True)),
        related=tuple(article.related_places.values_list("related__public_id", flat=True)),
    )


def write_published_copy(article: Article, content: Content) -> None:
    """Makes the content the published copy of a story, in the caller's transaction.

    The row's own columns are set and not yet saved; bylines, tags and related stories are
    replaced. Raises Unreadable, and has set nothing, when the content names a row that does not
    exist.
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
        if other != article.public_id  # a draft from before that was refused
    )


def gone(content: Content) -> tuple[str, ...]:
    """The fields that name a row which somebody deleted, pictures aside. One query at most."""
    named = {
        "section": {content.section} - {""},
        "bylines": {author for author, _ in content.bylines},
        "tags": set(content.tags),
        "related": set(content.related),
    }
    led_on = Address.objects.filter(
        kind=Address.Kind.TAG, public_id__in=Tag.objects.values("public_id")
    )
    holders = (
        ("section", Section.objects, "public_id"),
        ("bylines", Author.objects, "public_id"),
        ("tags", Tag.objects, "public_id"),
        ("tags", led_on, "slug"),  # a tag that was merged into another
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
    """The tags, each once: two of these ids may have been merged since."""
    found = merged_tags.find_by_id(public_ids)
    missing = {each for each in public_ids if each not in found}
    if missing:
        _several(Tag, missing)
    return list(dict.fromkeys(found[each] for each in public_ids))


def _several(model: Any, public_ids: Any) -> dict[str, Any]:
    """The rows of these ids. One query, none for an empty list."""
    wanted = set(public_ids)
    found = {row.public_id: row for row in model.objects.filter(public_id__in=wanted)}
    if missing := sorted(wanted - found.keys()):
        kind = model._meta.verbose_name
        raise Unreadable(f"There is no {kind} “{missing[0]}” any more. Choose another, or none.")
    return found
