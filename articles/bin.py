"""The bin: drafts that readers never saw. For thirty days whoever may change one can restore it.

Nothing is deleted. Whether a story is in the bin, and whether it can be restored, follows from the
moment at which it was moved there. After thirty days the desk shows it only in the log.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from articles import rights
from articles.models import Article
from articles.querysets import ArticleQuerySet
from articles.saving import lock, save_and_log
from verbs.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

DAYS = 30
KEPT = timedelta(days=DAYS)


def is_restorable(article: Article, *, at: datetime) -> bool:
    """Return whether the story is in the bin and its thirty days aren't over."""
    return article.binned_at is not None and at < article.binned_at + KEPT


def could_go(article: Article) -> bool:
    """Return whether the story may go to the bin: readers never saw it, and it isn't scheduled."""
    return article.published_at is None and article.binned_at is None


def in_bin_for(user: AbstractUser, *, at: datetime) -> ArticleQuerySet:
    """Return the stories that the user can restore, the last binned first. No query of its own."""
    stories = rights.changeable_by(user).filter(binned_at__gt=at - KEPT)
    return stories.order_by("-binned_at", "-pk")


@transaction.atomic
def move_to_bin(article: Article, *, by: User | None, now: datetime | None = None) -> None:
    """Move a draft to the bin: it leaves every list, search and picker of the desk.

    Raises Refused for a story that readers have seen, or that is scheduled.
    """
    lock(article)
    if article.published_at is not None:
        raise Refused(
            "Readers have seen this story, or it is scheduled, so it can’t go to the bin. "
            "Withdraw it, or take it off the schedule first."
        )
    article.binned_at, article.binned_by = now or timezone.now(), by
    save_and_log(article, "moved to the bin", by=by, fields=["binned_at", "binned_by"])


@transaction.atomic
def restore_from_bin(article: Article, *, by: User | None, now: datetime | None = None) -> None:
    """Take a story out of the bin, as it was. Raises Refused after thirty days."""
    lock(article, from_bin=True)
    if article.binned_at is None:
        raise Refused("This story isn’t in the bin. Somebody may have restored it.")
    if not is_restorable(article, at=now or timezone.now()):
        raise Refused(f"This story has been in the bin for {DAYS} days. It can’t be restored.")
    article.binned_at = article.binned_by = None
    save_and_log(article, "restored from the bin", by=by, fields=["binned_at", "binned_by"])
