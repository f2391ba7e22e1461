"""Who sent a draft back to its writer, and why: shown until the story is submitted again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from articles.models import Article
from articles.querysets import ArticleQuerySet
from articles.stages import Stage
from history.models import Change, ChangeQuerySet


@dataclass(frozen=True)
class SentBack:
    by: str
    reason: str


def moves_of_each() -> ChangeQuerySet:
    """Return the moves from stage to stage of the story of an outer query, newest first."""
    return Change.objects.about("article", OuterRef("public_id")).filter(verb="moved")


def with_last_move(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Annotate what `sent_back_from` reads: who moved each story last, and their note."""
    last = moves_of_each()
    name = NullIf(Trim(Concat("by__first_name", Value(" "), "by__last_name")), Value(""))
    who = last.annotate(
        who=Coalesce(name, "by__username", Value("The newsroom"), output_field=CharField())
    )
    why = last.annotate(why=Coalesce("note", Value(""), output_field=TextField()))
    return stories.annotate(
        moved_by=Subquery(who.values("who")[:1]), moved_because=Subquery(why.values("why")[:1])
    )


def sent_back_from(story: Any) -> SentBack | None:
    """Return who sent back a story that was read `with_last_move`, and why. No query.

    None unless it is a draft that was moved: an editor returned it, since no other move leads there.
    """
    if story.stage != Stage.DRAFT or story.published_at or story.moved_by is None:
        return None
    return SentBack(story.moved_by, story.moved_because)


def find_sent_back(story: Article) -> SentBack | None:
    """Return the same of any story. One query for a draft, none for another story."""
    if story.stage != Stage.DRAFT or story.published_at:
        return None
    rows = with_last_move(Article.objects.filter(pk=story.pk))
    return sent_back_from(rows.only("stage", "published_at").get())
