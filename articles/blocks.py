"""What pages outside this app show of the stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Window

from articles.models import Article
from people.models import Entity

SHOWN = 8


@dataclass(frozen=True)
class StoriesBlock:
    """The newest stories about something, how many there are, and where the others are listed."""

    stories: tuple[Article, ...] = ()
    total: int = 0
    more: str = ""


def stories_naming(
    entity: Entity, *, at: datetime | None = None, limit: int = SHOWN
) -> StoriesBlock:
    """The newest public stories that name the entity, and the count of all of them. Two queries."""
    found = (
        Article.objects.public(at)
        .naming(entity)
        .annotate(total=Window(Count("*")))
        .newest_first()
        .for_cards()[:limit]
    )
    stories = tuple(found)
    return StoriesBlock(stories, stories[0].total if stories else 0)
