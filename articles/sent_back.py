"""Who sent a story back to its writer, and why: told until it is handed in again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from articles.models import Article, Event
from articles.querysets import ArticleQuerySet
from articles.stages import Stage


@dataclass(frozen=True)
class SentBack:
    by: str
    reason: str


def with_sent_back(stories: ArticleQuerySet) -> ArticleQuerySet:
    """With what `of` reads: who moved each last, and the words that went with it."""
    last = Event.objects.filter(article=OuterRef("pk"), verb="moved").order_by("-at", "-pk")
    name = NullIf(Trim(Concat("by__first_name", Value(" "), "by__last_name")), Value(""))
    who = last.annotate(
        who=Coalesce(name, "by__username", Value("The newsroom"), output_field=CharField())
    )
    why = last.annotate(why=Coalesce(KT("details__note"), Value(""), output_field=TextField()))
    return stories.annotate(
        moved_by=Subquery(who.values("who")[:1]), moved_because=Subquery(why.values("why")[:1])
    )


def of(story: Any) -> SentBack | None:
    """Of a story `with_sent_back`. None but for a draft that came back: no other way leads to that
    stage. No query.
    """
    if story.stage != Stage.DRAFT or story.published_at or story.moved_by is None:
        return None
    return SentBack(story.moved_by, story.moved_because)


def read(story: Article) -> SentBack | None:
    """The same of a story read in another way. One query for a draft, and none for another."""
    if story.stage != Stage.DRAFT or story.published_at:
        return None
    rows = with_sent_back(Article.objects.filter(pk=story.pk))
    return of(rows.only("stage", "published_at").get())
