"""The rows of readers' search for stories. Each verb that changes what is public calls `write`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from articles.body.cleaning import parse
from articles.body.plain_text import first_paragraph, plain_text
from articles.models import Article, Author, Section, Tag
from articles.titles import plain
from search import documents
from search.documents import Entry

STORY = "story"
AT_ONCE = 200


def document_of(article: Article) -> Entry | None:
    """Return what readers find of the published copy and from when, or None if they never see it.

    Queries for bylines and tags unless they are prefetched.
    """
    if article.seen_from is None or article.withdrawn_at is not None:
        return None
    body = parse(article.body)
    section = article.section.name if article.section else ""
    names = [byline.author.name for byline in article.bylines.all()]
    names += [tagged.tag.name for tagged in article.tagged.all()]
    dek = plain(article.dek)
    about = (dek, first_paragraph(body), article.search_title, *names, section)
    return Entry(
        kind=STORY,
        pk=article.pk,
        title=article.headline,
        public_at=article.seen_from,
        about="\n".join(filter(None, about)),
        text="\n".join(filter(None, (plain_text(body), dek))),
        note=section,
    )


def write(article: Article) -> None:
    """Write the story's row, or remove it if readers may not see the story.

    Readers find it from its publication on. In the caller's transaction; some twelve queries.
    """
    entry = document_of(article)
    if entry is None:
        documents.drop(STORY, article.pk)
    else:
        documents.put(entry)


def write_all_of(row: Author | Section | Tag) -> None:
    """Write the rows of all stories of an author, section or tag, as after a new name."""
    match row:
        case Author():
            stories = Article.objects.filter(bylines__author=row).distinct()
        case Section():
            stories = Article.objects.filter(section=row)
        case Tag():
            stories = Article.objects.filter(tagged__tag=row)
    for some in _loaded(stories).in_parts(AT_ONCE):
        documents.put_all(entry for entry in map(document_of, some) if entry)


def write_every(kind: str = STORY) -> Iterator[tuple[int, int]]:
    """Write the rows of all stories, and yield (rows, changed rows) for each batch."""
    last, rows = 0, [Article()]
    while rows:
        with (
            transaction.atomic()
        ):  # and so a lock: nobody changes a story between reading and writing it
            every = _loaded(Article.objects.select_for_update(of=("self",)))
            rows = list(every.filter(pk__gt=last).order_by("pk")[:AT_ONCE])
            entries = [entry for entry in map(document_of, rows) if entry]
            until = rows[-1].pk if rows else None
            changed = documents.put_between(kind, entries, above=last, until=until)
        yield len(entries), changed
        last = until or last


def _loaded(stories: Any) -> Any:
    return stories.select_related("section").prefetch_related("bylines__author", "tagged__tag")
