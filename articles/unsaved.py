"""What an editor typed and didn't save, as the desk's pages offer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles import rights, working_copies
from articles.body.plain_text import word_count
from articles.models import Article, WorkingCopy
from articles.titles import UNTITLED

MOST_OFFERED = 12
JUST_NOW = timedelta(minutes=2)


@dataclass(frozen=True)
class Offer:
    """A working copy as a page offers it."""

    copy: WorkingCopy
    headline: str
    words: int
    address: str  # of its page, where it is compared
    restore: str  # of the story's screen with it

    @property
    def may_be_open(self) -> bool:
        """Return whether somebody may still be typing it, in another window."""
        return timezone.now() - self.copy.saved_at < JUST_NOW


def offer(copy: WorkingCopy) -> Offer:
    if copy.article_id is None:
        screen = reverse("admin:articles_article_add")
    else:
        screen = reverse("admin:articles_article_change", args=[copy.article_id])
    return Offer(
        copy=copy,
        headline=working_copies.text(copy, "headline").strip() or UNTITLED,
        words=word_count(working_copies.text(copy, "body")),
        address=reverse("admin:articles_article_copy", args=[copy.key]),
        restore=f"{screen}?copy={copy.key}",
    )


def offers(
    user: Any, story: Article | None, *, without: WorkingCopy | None = None
) -> tuple[Offer, ...]:
    """Return what `user` typed on this story's screen and didn't save, latest first. One query."""
    found = working_copies.unsaved(user, story)
    if without:
        found = found.exclude(pk=without.pk)
    return tuple(map(offer, found[:MOST_OFFERED]))


def all_offers(user: Any) -> tuple[Offer, ...]:
    """Return what `user` typed and didn't save on any screen that they may still open. One query."""
    of_new = Q(article=None) if rights.may_write(user) else Q(pk=None)
    of_theirs = Q(article__in=rights.stories_for(user).values("pk"))
    found = working_copies.mine(user).filter(of_new | of_theirs, closed_at=None)
    return tuple(map(offer, found[:MOST_OFFERED]))
