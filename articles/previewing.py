"""The page that content would have if it were published now, for previews and checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from articles import merged_tags, stories, story_details
from articles.body.plain_text import word_count
from articles.content import PLAIN, Content
from articles.models import Article, Author, Byline, Section, Tag
from articles.publishing import slug_for
from articles.stories import StoryPage
from photos.models import Picture


def page(story: Article | None, content: Content, *, at: datetime) -> StoryPage:
    """Return the page as it would be if the content were published at `at`. Nothing is written.

    Deleted rows that the content names are left out. Runs the queries of a story's page, and four for
    what the content names.
    """
    article = as_published(story, content, at=at)
    bylines, tags = bylines_of(content), tags_of(content)
    if article.pk is None:
        details = story_details.first(article, bylines=bylines, tags=tags)
    else:
        details = replace(story_details.load(article, at=at), bylines=bylines, tags=tags)
    return stories.load_page(article, at=at, details=details, related=content.related)


def as_published(story: Article | None, content: Content, *, at: datetime) -> Article:
    """Return a row for the story, not to be saved, with the content in it. Two queries at most."""
    article = Article()
    if story:
        article.pk, article.public_id = story.pk, story.public_id
    article.published_at = (story.published_at if story else None) or at
    for name in PLAIN:
        setattr(article, name, getattr(content, name))
    article.slug = content.slug or (story.slug if story else "") or slug_for(content.headline)
    article.section = Section.objects.filter(public_id=content.section).first()
    if content.lead_picture:
        article.lead_picture = Picture.objects.filter(public_id=content.lead_picture).first()
    article.word_count = word_count(content.body)
    return article


def bylines_of(content: Content) -> tuple[Byline, ...]:
    rows = Author.objects.in_bulk([who for who, _ in content.bylines], field_name="public_id")
    named = [(rows[who], role) for who, role in content.bylines if who in rows]
    return tuple(Byline(role=role, author=author) for author, role in named)


def tags_of(content: Content) -> tuple[Tag, ...]:
    rows = merged_tags.find_by_id(content.tags)
    return tuple(dict.fromkeys(rows[tag] for tag in content.tags if tag in rows))
